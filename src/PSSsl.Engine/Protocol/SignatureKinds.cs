using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Protocol;

/// <summary>Which signature schemes (RFC 8446, 4.2.3) a key can make.</summary>
internal static class SignatureKinds
{
    private static readonly int[] s_rsa13 =
    {
        SignatureScheme.rsa_pss_rsae_sha256, SignatureScheme.rsa_pss_rsae_sha384, SignatureScheme.rsa_pss_rsae_sha512,
    };

    private static readonly int[] s_rsa12 =
    {
        SignatureScheme.rsa_pss_rsae_sha256, SignatureScheme.rsa_pss_rsae_sha384, SignatureScheme.rsa_pss_rsae_sha512,
        SignatureScheme.rsa_pkcs1_sha256, SignatureScheme.rsa_pkcs1_sha384, SignatureScheme.rsa_pkcs1_sha512, SignatureScheme.rsa_pkcs1_sha1,
    };

    private static readonly int[] s_ec12 =
    {
        SignatureScheme.ecdsa_secp256r1_sha256, SignatureScheme.ecdsa_secp384r1_sha384, SignatureScheme.ecdsa_secp521r1_sha512, SignatureScheme.ecdsa_sha1,
    };

    internal static bool IsRsa(TlsIdentity identity) => identity.PlatformRsa is not null || identity.ManagedKey is RsaKeyParameters;

    internal static bool IsEcOrEdwards(TlsIdentity identity) => identity.PlatformEcdsa is not null
        || identity.ManagedKey is ECPrivateKeyParameters or Ed25519PrivateKeyParameters or Ed448PrivateKeyParameters;

    /// <summary>What a key signs in TLS 1.3, where a scheme names the curve and PKCS#1 v1.5 is gone, or in TLS 1.2, where any hash goes with any curve.</summary>
    internal static int[] Of(TlsIdentity identity, bool tls13)
    {
        if (IsRsa(identity))
            return tls13 ? s_rsa13 : s_rsa12;
        if (identity.PlatformEcdsa is { } ecdsa)
            return tls13 ? Ec13(ecdsa.KeySize) : s_ec12;
        return identity.ManagedKey switch
        {
            ECPrivateKeyParameters ec => tls13 ? Ec13(ec.Parameters.Curve.FieldSize) : s_ec12,
            Ed25519PrivateKeyParameters => new[] { SignatureScheme.ed25519 },
            Ed448PrivateKeyParameters => new[] { SignatureScheme.ed448 },
            MLDsaPrivateKeyParameters mlDsa when tls13 => new[] { MlDsa(mlDsa) },
            _ => Array.Empty<int>(),
        };
    }

    internal static bool IsSha1(int scheme) => scheme is SignatureScheme.rsa_pkcs1_sha1 or SignatureScheme.ecdsa_sha1;

    /// <summary>The key itself, if its provider lets it go.</summary>
    internal static RsaKeyParameters? TryExport(RSA rsa)
    {
        RSAParameters parameters;
        try
        {
            parameters = rsa.ExportParameters(includePrivateParameters: true);
        }
        catch (CryptographicException)
        {
            // A key of a store, a card or an HSM: what needs the key itself is then not offered.
            return null;
        }

        AsymmetricCipherKeyPair pair = DotNetUtilities.GetRsaKeyPair(parameters);
        Array.Clear(parameters.D!, 0, parameters.D!.Length);
        Array.Clear(parameters.P!, 0, parameters.P!.Length);
        Array.Clear(parameters.Q!, 0, parameters.Q!.Length);
        return (RsaKeyParameters)pair.Private;
    }

    private static int[] Ec13(int bits) => bits switch
    {
        256 => new[] { SignatureScheme.ecdsa_secp256r1_sha256 },
        384 => new[] { SignatureScheme.ecdsa_secp384r1_sha384 },
        521 => new[] { SignatureScheme.ecdsa_secp521r1_sha512 },
        _ => Array.Empty<int>(),
    };

    private static int MlDsa(MLDsaPrivateKeyParameters key) => key.Parameters.Name switch
    {
        "ML-DSA-44" => SignatureScheme.mldsa44,
        "ML-DSA-65" => SignatureScheme.mldsa65,
        _ => SignatureScheme.mldsa87,
    };
}
