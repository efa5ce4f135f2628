using System;
using System.Linq;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.TeleTrust;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;
using Org.BouncyCastle.Tls;
using PSSsl.Engine.Keys;

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
        SignatureScheme.rsa_pkcs1_sha256, SignatureScheme.rsa_pkcs1_sha384, SignatureScheme.rsa_pkcs1_sha512,
        SignatureScheme.rsa_pkcs1_sha1,
    };

    /// <summary>A certificate may say that its key is for RSASSA-PSS alone (RFC 4055, 1.2; RFC 8446, 4.2.3).</summary>
    private static readonly int[] s_pssAlone =
    {
        SignatureScheme.rsa_pss_pss_sha256, SignatureScheme.rsa_pss_pss_sha384, SignatureScheme.rsa_pss_pss_sha512,
    };

    private static readonly int[] s_ec12 =
    {
        SignatureScheme.ecdsa_secp256r1_sha256, SignatureScheme.ecdsa_secp384r1_sha384, SignatureScheme.ecdsa_secp521r1_sha512,
            SignatureScheme.ecdsa_sha1,
    };

    internal static bool IsRsa(TlsIdentity identity) => identity.PlatformRsa is not null || identity.ManagedKey is RsaKeyParameters;

    internal static bool IsEc(TlsIdentity identity) => identity.PlatformEcdsa is not null || identity.ManagedKey is ECPrivateKeyParameters;

    /// <summary>Keys for suites with ECDSA in their names; those of RFC 8032 came with TLS 1.2 (RFC 8422, 5.1.1).</summary>
    internal static bool IsEcOrEdwards(TlsIdentity identity, bool tls12) =>
        IsEc(identity) || (tls12 && identity.ManagedKey is Ed25519PrivateKeyParameters or Ed448PrivateKeyParameters);

    /// <summary>
    /// What a key signs in TLS 1.3, where a scheme names the curve and PKCS#1 v1.5 is gone, or in TLS 1.2, where any hash goes with any
    /// curve.
    /// </summary>
    internal static int[] Of(TlsIdentity identity, bool tls13)
    {
        if (IsRsa(identity))
            return Rsa(identity, IsPssAlone(identity) ? s_pssAlone : tls13 ? s_rsa13 : s_rsa12);
        if (identity.PlatformEcdsa is not null)
            return tls13 ? Ec13(identity) : s_ec12;
        return identity.ManagedKey switch
        {
            ECPrivateKeyParameters => tls13 ? Ec13(identity) : s_ec12,
            Ed25519PrivateKeyParameters => new[] { SignatureScheme.ed25519 },
            Ed448PrivateKeyParameters => new[] { SignatureScheme.ed448 },
            MLDsaPrivateKeyParameters mlDsa when tls13 => new[] { MlDsa(mlDsa) },
            _ => Array.Empty<int>(),
        };
    }

    /// <summary>
    /// A PSS signature needs a key of twice the hash's bytes and two more (RFC 8017, 9.1.1), and a provider that makes any.
    /// </summary>
    private static int[] Rsa(TlsIdentity identity, int[] schemes)
    {
        int bytes = (identity.PlatformRsa?.KeySize ?? ((RsaKeyParameters)identity.ManagedKey!).Modulus.BitLength) / 8;
        bool pss = identity.PlatformRsa is not RSACryptoServiceProvider;
        int? onlyHash = PssHashBytes(identity);
        return schemes.Where(s => !IsPss(s) || (pss && bytes >= (2 * HashBytes(s)) + 2))
            .Where(s => onlyHash is null || HashBytes(s) == onlyHash).ToArray();
    }

    /// <summary>True if the certificate says that its key is for RSASSA-PSS alone.</summary>
    internal static bool IsPssAlone(TlsIdentity identity) => KeyAlgorithm(identity).Algorithm.Equals(PkcsObjectIdentifiers.IdRsassaPss);

    /// <summary>The hash that such a certificate ties its key to, by its bytes; null for any.</summary>
    private static int? PssHashBytes(TlsIdentity identity)
    {
        if (!IsPssAlone(identity) || KeyAlgorithm(identity).Parameters is not { } parameters)
            return null;
        DerObjectIdentifier hash = RsassaPssParameters.GetInstance(parameters).HashAlgorithm.Algorithm;
        return hash.Equals(NistObjectIdentifiers.IdSha256) ? 32 : hash.Equals(NistObjectIdentifiers.IdSha384) ? 48
            : hash.Equals(NistObjectIdentifiers.IdSha512) ? 64 : 0;
    }

    private static AlgorithmIdentifier KeyAlgorithm(TlsIdentity identity) =>
        CertificateParts.KeyOf(identity.ChainDer[0])!.Algorithm;

    private static bool IsPss(int scheme) => HashBytes(scheme) != 0;

    private static int HashBytes(int scheme) => scheme switch
    {
        SignatureScheme.rsa_pss_rsae_sha256 or SignatureScheme.rsa_pss_pss_sha256 => 32,
        SignatureScheme.rsa_pss_rsae_sha384 or SignatureScheme.rsa_pss_pss_sha384 => 48,
        SignatureScheme.rsa_pss_rsae_sha512 or SignatureScheme.rsa_pss_pss_sha512 => 64,
        _ => 0,
    };

    /// <summary>The group of the curve in an EC certificate, null for other keys and for curves that TLS has no number for.</summary>
    internal static int? CurveOf(TlsIdentity identity)
    {
        if (KeyAlgorithm(identity).Parameters is not DerObjectIdentifier curve)
            return null;
        return curve.Equals(SecObjectIdentifiers.SecP256r1) ? NamedGroup.secp256r1
            : curve.Equals(SecObjectIdentifiers.SecP384r1) ? NamedGroup.secp384r1
            : curve.Equals(SecObjectIdentifiers.SecP521r1) ? NamedGroup.secp521r1
            : curve.Equals(TeleTrusTObjectIdentifiers.BrainpoolP256R1) ? NamedGroup.brainpoolP256r1
            : curve.Equals(TeleTrusTObjectIdentifiers.BrainpoolP384R1) ? NamedGroup.brainpoolP384r1
            : curve.Equals(TeleTrusTObjectIdentifiers.BrainpoolP512R1) ? NamedGroup.brainpoolP512r1
            : null;
    }

    /// <summary>
    /// The curve of an EC key that TLS 1.3 has no scheme for, and that clients of TLS 1.2 do not name; empty for one without a name.
    /// </summary>
    internal static string? RareCurve(TlsIdentity identity) =>
        !IsEc(identity) || CurveOf(identity) is NamedGroup.secp256r1 or NamedGroup.secp384r1 or NamedGroup.secp521r1 ? null
        : (KeyAlgorithm(identity).Parameters as DerObjectIdentifier)?.Id ?? string.Empty;

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

    private static int[] Ec13(TlsIdentity identity) => CurveOf(identity) switch
    {
        NamedGroup.secp256r1 => new[] { SignatureScheme.ecdsa_secp256r1_sha256 },
        NamedGroup.secp384r1 => new[] { SignatureScheme.ecdsa_secp384r1_sha384 },
        NamedGroup.secp521r1 => new[] { SignatureScheme.ecdsa_secp521r1_sha512 },
        _ => Array.Empty<int>(),
    };

    private static int MlDsa(MLDsaPrivateKeyParameters key) => key.Parameters.Name switch
    {
        "ML-DSA-44" => SignatureScheme.mldsa44,
        "ML-DSA-65" => SignatureScheme.mldsa65,
        _ => SignatureScheme.mldsa87,
    };
}
