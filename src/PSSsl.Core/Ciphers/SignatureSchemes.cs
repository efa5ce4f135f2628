using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Ciphers;

/// <summary>Signature schemes (IANA's TLS SignatureScheme), in the order in which they are preferred.</summary>
internal static class SignatureSchemes
{
    private static readonly Scheme[] s_all =
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
    };

    internal static IReadOnlyList<int> Default { get; } = Ids(withSha1: false);

    /// <summary>With SHA-1 at the end, which versions before TLS 1.2 are built on.</summary>
    internal static IReadOnlyList<int> Legacy { get; } = Ids(withSha1: true);

    /// <summary>Every scheme that has a number, those that are spoken here first.</summary>
    internal static IReadOnlyList<int> Registered => [.. Legacy, .. OtherSchemes.Ids];

    internal static IEnumerable<KeyValuePair<string, string>> Descriptions =>
        s_all.Select(s => new KeyValuePair<string, string>(s.Name, s.About));

    internal static string NameOf(int id)
    {
        int at = Array.FindIndex(s_all, s => s.Id == id);
        return at >= 0 ? s_all[at].Name : OtherSchemes.NameOf(id) ?? "0x" + id.ToString("X4", CultureInfo.InvariantCulture);
    }

    /// <exception cref="SslException">There is no such scheme.</exception>
    internal static int Parse(string name)
    {
        int at = Array.FindIndex(s_all, s => string.Equals(s.Name, name, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? s_all[at].Id : throw SslException.Option(
            $"'{name}' is not a signature scheme: valid are {string.Join(", ", s_all.Select(s => s.Name))}.", "Write one of them.");
    }

    // Each context needs them: a loop has nothing to be compiled for it in a fresh shell.
    private static int[] Ids(bool withSha1)
    {
        var ids = new List<int>();
        foreach (Scheme scheme in s_all)
        {
            if (withSha1 || !IsSha1(scheme.Id))
                ids.Add(scheme.Id);
        }

        return ids.ToArray();
    }

    private static bool IsSha1(int id) => id is 0x0201 or 0x0203;

    private sealed record Scheme(int Id, string Name, string About);
}
