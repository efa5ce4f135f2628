using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Ciphers;

/// <summary>Groups of IANA's registry (TLS Supported Groups) that this module does not speak; they are only asked about.</summary>
internal static class OtherGroups
{
    private static readonly Dictionary<int, string> s_names = new()
    {
        [1] = "sect163k1", [2] = "sect163r1", [3] = "sect163r2", [4] = "sect193r1", [5] = "sect193r2", [6] = "sect233k1", [7] = "sect233r1",
        [8] = "sect239k1", [9] = "sect283k1", [10] = "sect283r1", [11] = "sect409k1", [12] = "sect409r1", [13] = "sect571k1",
        [14] = "sect571r1",
        [15] = "secp160k1", [16] = "secp160r1", [17] = "secp160r2", [18] = "secp192k1", [19] = "secp192r1", [20] = "secp224k1",
        [21] = "secp224r1", [22] = "secp256k1", [26] = "brainpoolP256r1", [27] = "brainpoolP384r1", [28] = "brainpoolP512r1",
        [31] = "brainpoolP256r1tls13", [32] = "brainpoolP384r1tls13", [33] = "brainpoolP512r1tls13", [34] = "GC256A", [35] = "GC256B",
        [36] = "GC256C", [37] = "GC256D", [38] = "GC512A", [39] = "GC512B", [40] = "GC512C", [41] = "curveSM2",
        [512] = "MLKEM512", [513] = "MLKEM768", [514] = "MLKEM1024", [4590] = "curveSM2MLKEM768",
        [25497] = "X25519Kyber768Draft00", [25498] = "SecP256r1Kyber768Draft00",
    };

    internal static IEnumerable<int> Ids => s_names.Keys;

    internal static string? NameOf(int id) => s_names.TryGetValue(id, out string? name) ? name : null;

    /// <summary>ML-KEM, alone or with a curve, in its final form; drafts of it protect nothing that anybody offers any more.</summary>
    internal static bool IsPostQuantum(int id) => id is 512 or 513 or 514 or 4590;

    /// <summary>NIST's curves with fewer than 224 bits, whose discrete logarithms are no longer far enough away.</summary>
    internal static bool IsWeak(int id) => id is >= 1 and <= 5 or >= 15 and <= 19;
}
