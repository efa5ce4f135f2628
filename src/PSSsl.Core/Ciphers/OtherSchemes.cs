using System.Collections.Generic;

namespace PSSsl.Ciphers;

/// <summary>
/// Signature schemes of IANA's registry (TLS SignatureScheme), and pairs of hash and signature of TLS 1.2, that are only asked about.
/// </summary>
internal static class OtherSchemes
{
    private static readonly Dictionary<int, string> s_names = new()
    {
        [0x0101] = "rsa_pkcs1_md5", [0x0202] = "dsa_sha1", [0x0301] = "rsa_pkcs1_sha224", [0x0302] = "dsa_sha224",
            [0x0303] = "ecdsa_sha224",
        [0x0402] = "dsa_sha256", [0x0502] = "dsa_sha384", [0x0602] = "dsa_sha512", [0x0708] = "sm2sig_sm3",
        [0x081A] = "ecdsa_brainpoolP256r1tls13_sha256", [0x081B] = "ecdsa_brainpoolP384r1tls13_sha384",
        [0x081C] = "ecdsa_brainpoolP512r1tls13_sha512",
    };

    internal static IEnumerable<int> Ids => s_names.Keys;

    internal static string? NameOf(int id) => s_names.TryGetValue(id, out string? name) ? name : null;
}
