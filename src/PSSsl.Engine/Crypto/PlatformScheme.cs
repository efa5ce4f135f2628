#if NET
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Crypto;

/// <summary>TLS signature schemes (RFC 8446, 4.2.3) in the platform's terms.</summary>
internal static class PlatformScheme
{
    internal static bool TryGetRsa(int scheme, out HashAlgorithmName hash, [NotNullWhen(true)] out RSASignaturePadding? padding)
    {
        (hash, padding) = scheme switch
        {
            SignatureScheme.rsa_pss_rsae_sha256 or SignatureScheme.rsa_pss_pss_sha256 =>
                (HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            SignatureScheme.rsa_pss_rsae_sha384 or SignatureScheme.rsa_pss_pss_sha384 =>
                (HashAlgorithmName.SHA384, RSASignaturePadding.Pss),
            SignatureScheme.rsa_pss_rsae_sha512 or SignatureScheme.rsa_pss_pss_sha512 =>
                (HashAlgorithmName.SHA512, RSASignaturePadding.Pss),
            SignatureScheme.rsa_pkcs1_sha256 => (HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            SignatureScheme.rsa_pkcs1_sha384 => (HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1),
            SignatureScheme.rsa_pkcs1_sha512 => (HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1),
            SignatureScheme.rsa_pkcs1_sha1 => (HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1),
            _ => (default, default(RSASignaturePadding)),
        };
        return padding is not null;
    }

    /// <summary>Schemes whose key, by its certificate, is for RSASSA-PSS alone.</summary>
    internal static bool IsPssAlone(int scheme) =>
        scheme is SignatureScheme.rsa_pss_pss_sha256 or SignatureScheme.rsa_pss_pss_sha384 or SignatureScheme.rsa_pss_pss_sha512;

    /// <summary>Schemes of TLS 1.3, where the scheme names the curve, by the curve's size in bits.</summary>
    internal static bool TryGetEcdsa(int scheme, out HashAlgorithmName hash, out int bits)
    {
        (hash, bits) = scheme switch
        {
            SignatureScheme.ecdsa_secp256r1_sha256 => (HashAlgorithmName.SHA256, 256),
            SignatureScheme.ecdsa_secp384r1_sha384 => (HashAlgorithmName.SHA384, 384),
            SignatureScheme.ecdsa_secp521r1_sha512 => (HashAlgorithmName.SHA512, 521),
            _ => (default, 0),
        };
        return bits != 0;
    }
}
#endif
