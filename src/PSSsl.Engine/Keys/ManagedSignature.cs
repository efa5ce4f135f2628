using System;
using System.IO;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace PSSsl.Engine.Keys;

/// <summary>Signatures that not every platform verifies: Ed25519, Ed448 (RFC 8410) and ML-DSA (RFC 9881).</summary>
public static class ManagedSignature
{
    /// <summary>Whether a key signed these data.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo, DER, of one of these algorithms.</param>
    /// <param name="data">What was signed.</param>
    /// <param name="signature">The signature.</param>
    /// <returns>Null if the key is of another kind.</returns>
    public static bool? Verify(byte[] publicKey, byte[] data, byte[] signature)
    {
        AsymmetricKeyParameter key;
        try
        {
            key = PublicKeyFactory.CreateKey(publicKey);
        }
        catch (Exception e) when (e is IOException or ArgumentException or SecurityUtilityException or InvalidCastException)
        {
            return null;
        }

        string? algorithm = key switch
        {
            Ed25519PublicKeyParameters => "Ed25519",
            Ed448PublicKeyParameters => "Ed448",
            MLDsaPublicKeyParameters mlDsa => mlDsa.Parameters.Name,
            _ => null,
        };
        if (algorithm is null)
            return null;
        ISigner signer = SignerUtilities.InitSigner(algorithm, forSigning: false, key, null);
        signer.BlockUpdate(data, 0, data.Length);
        return signer.VerifySignature(signature);
    }
}
