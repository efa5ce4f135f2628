using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Keys;

namespace PSSsl.Trust.Revocation;

/// <summary>
/// Whether a certificate's key signed a revocation list or a response. The platform verifies; what is signed with MD5 or SHA-1 counts as
/// not signed.
/// </summary>
internal static class SignatureCheck
{
    private static readonly Dictionary<string, HashAlgorithmName> s_rsa = new(StringComparer.Ordinal)
    {
        [Oids.Sha256WithRsa] = HashAlgorithmName.SHA256,
        [Oids.Sha384WithRsa] = HashAlgorithmName.SHA384,
        [Oids.Sha512WithRsa] = HashAlgorithmName.SHA512,
    };

    private static readonly Dictionary<string, HashAlgorithmName> s_ecdsa = new(StringComparer.Ordinal)
    {
        [Oids.EcdsaWithSha256] = HashAlgorithmName.SHA256,
        [Oids.EcdsaWithSha384] = HashAlgorithmName.SHA384,
        [Oids.EcdsaWithSha512] = HashAlgorithmName.SHA512,
    };

    /// <summary>Whether this key signed that certificate; null where it cannot be told.</summary>
    internal static bool? Signed(X509Certificate2 signer, ParsedCertificate certificate)
    {
        if (certificate.OuterAlgorithmOrNull is not { } algorithm || certificate.Signature is not { } signature)
            return null;
        try
        {
            return SignatureAlgorithms.FaultOf(algorithm) is null ? Verify(signer, algorithm.Content, certificate.SignedPart, signature)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether an algorithm is verified without the platform: Ed25519, Ed448, ML-DSA.</summary>
    internal static bool IsManaged(string algorithm) =>
        algorithm is Oids.Ed25519 or Oids.Ed448 or Oids.NistSignatures + "17" or Oids.NistSignatures + "18" or Oids.NistSignatures + "19";

    /// <param name="signer">Whose key it should be.</param>
    /// <param name="algorithm">The content of the AlgorithmIdentifier.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The content of the BIT STRING.</param>
    /// <exception cref="FormatException">The algorithm is not encoded as it must be.</exception>
    internal static bool Verify(X509Certificate2 signer, byte[] algorithm, byte[] data, byte[] signature)
    {
        if (signature.Length < 2 || signature[0] != 0)
            return false;
        byte[] bytes = signature.Skip(1).ToArray();
        var identifier = new DerReader(algorithm);
        string oid = identifier.Oid();
        try
        {
            if (s_rsa.TryGetValue(oid, out HashAlgorithmName hash))
                return Rsa(signer, data, bytes, hash, RSASignaturePadding.Pkcs1);
            if (oid == Oids.RsaPss && PssParameters.DigestBits(identifier.Rest()) is { } bits)
                return Rsa(signer, data, bytes, new HashAlgorithmName("SHA" + bits), RSASignaturePadding.Pss);
            if (s_ecdsa.TryGetValue(oid, out hash))
                return Ecdsa(signer, data, bytes, hash);
        }
        catch (CryptographicException)
        {
            // A key that the platform cannot read, or a signature of another length than its key's: nothing that was verified.
            return false;
        }

        return ManagedSignature.Verify(PublicKeyInfo.Of(ParsedCertificate.Read(signer)), data, bytes) ?? false;
    }

    private static bool Rsa(X509Certificate2 signer, byte[] data, byte[] signature, HashAlgorithmName hash, RSASignaturePadding padding)
    {
        using RSA? key = signer.GetRSAPublicKey();
        return key is not null && key.VerifyData(data, signature, hash, padding);
    }

    private static bool Ecdsa(X509Certificate2 signer, byte[] data, byte[] signature, HashAlgorithmName hash)
    {
        using ECDsa? key = signer.GetECDsaPublicKey();
        if (key is null)
            return false;
#if NET
        return key.VerifyData(data, signature, hash, DSASignatureFormat.Rfc3279DerSequence);
#else
        return Plain(signature, (key.KeySize + 7) / 8) is { } plain && key.VerifyData(data, plain, hash);
#endif
    }

#if !NET
    /// <summary>The form that the older interface wants: both numbers, each as long as the curve's.</summary>
    private static byte[]? Plain(byte[] der, int length)
    {
        DerReader numbers = DerReader.Only(der, DerReader.Sequence);
        byte[] r = numbers.Content(DerReader.Integer).SkipWhile(b => b == 0).ToArray(), s = numbers.Content(DerReader.Integer)
            .SkipWhile(b => b == 0).ToArray();
        if (r.Length > length || s.Length > length || numbers.HasMore)
            return null;
        var plain = new byte[2 * length];
        Buffer.BlockCopy(r, 0, plain, length - r.Length, r.Length);
        Buffer.BlockCopy(s, 0, plain, (2 * length) - s.Length, s.Length);
        return plain;
    }
#endif
}
