using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSSsl.Ciphers;

/// <summary>Every cipher suite that has a number, whether it is spoken here or only asked about.</summary>
internal static class SuiteRegistry
{
    /// <summary>Signalling values: they stand among suites in a hello and are none (RFC 5746, 3.3; RFC 7507, 4).</summary>
    internal const int RenegotiationInfo = 0x00FF, Fallback = 0x5600;

    private static readonly Dictionary<int, SslCipher> s_byId = CipherTable.All.Concat(OtherCipherSuites.All)
        .Concat(OtherCipherSuites.OfSsl2)
        .ToDictionary(c => c.Id);

    /// <summary>Those up to TLS 1.2, the ones that servers of today have first.</summary>
    internal static IReadOnlyList<int> UpToTls12 { get; } = CipherTable.All.Concat(OtherCipherSuites.All).Where(c => !c.IsTls13)
        .OrderBy(c => c.Strength == SslCipherStrength.Recommended ? 0 : CipherTable.ById(c.Id) is not null ? 1 : 2).Select(c => c.Id)
        .ToArray();

    internal static IReadOnlyList<int> Tls13 { get; } = CipherTable.All.Concat(OtherCipherSuites.All).Where(c => c.IsTls13)
        .Select(c => c.Id).ToArray();

    internal static IReadOnlyList<int> Ssl2 { get; } = OtherCipherSuites.OfSsl2.Select(c => c.Id).ToArray();

    /// <summary>A suite by its number; one that has none of ours is described by the number alone.</summary>
    internal static SslCipher ById(int id)
    {
        if (s_byId.TryGetValue(id, out SslCipher? known))
            return known;
        string name = "0x" + id.ToString("X4", CultureInfo.InvariantCulture);
        return new SslCipher(id, name, name, "unknown", "unknown", "unknown", "unknown", 0, "unknown");
    }
}
