using System.Collections.Generic;
using PSSsl.X509.Names;

namespace PSSsl.Ciphers;

/// <summary>Signature schemes (IANA's TLS SignatureScheme), in the order in which they are preferred.</summary>
internal static class SignatureSchemes
{
    private static readonly NamedNumbers s_all = new("a signature scheme", new NamedNumbers.Entry[]
    {
        new(0x0403, "ecdsa_secp256r1_sha256", "ECDSA on P-256"),
        new(0x0807, "ed25519", "EdDSA (RFC 8032)"),
        new(0x0804, "rsa_pss_rsae_sha256", "RSASSA-PSS"),
        new(0x0503, "ecdsa_secp384r1_sha384", "ECDSA on P-384"),
        new(0x0805, "rsa_pss_rsae_sha384", "RSASSA-PSS"),
        new(0x0603, "ecdsa_secp521r1_sha512", "ECDSA on P-521"),
        new(0x0806, "rsa_pss_rsae_sha512", "RSASSA-PSS"),
        new(0x0808, "ed448", "EdDSA (RFC 8032)"),
        new(0x0809, "rsa_pss_pss_sha256", "RSASSA-PSS with a key for nothing else"),
        new(0x080A, "rsa_pss_pss_sha384", "RSASSA-PSS with a key for nothing else"),
        new(0x080B, "rsa_pss_pss_sha512", "RSASSA-PSS with a key for nothing else"),
        new(0x0401, "rsa_pkcs1_sha256", "RSA PKCS#1 v1.5; certificates and TLS 1.2 only"),
        new(0x0501, "rsa_pkcs1_sha384", "RSA PKCS#1 v1.5; certificates and TLS 1.2 only"),
        new(0x0601, "rsa_pkcs1_sha512", "RSA PKCS#1 v1.5; certificates and TLS 1.2 only"),
        new(0x0904, "mldsa44", "ML-DSA (FIPS 204), safe against quantum computers"),
        new(0x0905, "mldsa65", "ML-DSA (FIPS 204), safe against quantum computers"),
        new(0x0906, "mldsa87", "ML-DSA (FIPS 204), safe against quantum computers"),
        new(0x0203, "ecdsa_sha1", "can be forged; for old peers only"),
        new(0x0201, "rsa_pkcs1_sha1", "can be forged; for old peers only"),
    });

    internal static IReadOnlyList<int> Default { get; } = s_all.Ids(id => !IsSha1(id));

    /// <summary>With SHA-1 at the end, which versions before TLS 1.2 are built on.</summary>
    internal static IReadOnlyList<int> Legacy { get; } = s_all.Ids(_ => true);

    /// <summary>Every scheme that has a number, those that are spoken here first.</summary>
    internal static IReadOnlyList<int> Registered => [.. Legacy, .. OtherSchemes.Ids];

    internal static IEnumerable<KeyValuePair<string, string>> Descriptions => s_all.Descriptions;

    internal static string NameOf(int id) => s_all.NameOf(id) ?? OtherSchemes.NameOf(id) ?? NamedNumbers.Nameless(id);

    /// <exception cref="SslException">There is no such scheme.</exception>
    internal static int Parse(string name) => s_all.Parse(name);

    private static bool IsSha1(int id) => id is 0x0201 or 0x0203;
}
