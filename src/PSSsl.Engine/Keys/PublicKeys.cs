using System.Collections.Generic;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.EdEC;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.X509;

namespace PSSsl.Engine.Keys;

/// <summary>The public parts of private keys, and what kinds of keys are called.</summary>
internal static class PublicKeys
{
    private static readonly Dictionary<string, string> s_names = new()
    {
        [PkcsObjectIdentifiers.RsaEncryption.Id] = "RSA",
        [PkcsObjectIdentifiers.IdRsassaPss.Id] = "RSASSA-PSS",
        [X9ObjectIdentifiers.IdECPublicKey.Id] = "EC",
        [EdECObjectIdentifiers.id_Ed25519.Id] = "Ed25519",
        [EdECObjectIdentifiers.id_Ed448.Id] = "Ed448",
        [NistObjectIdentifiers.id_ml_dsa_44.Id] = "ML-DSA-44",
        [NistObjectIdentifiers.id_ml_dsa_65.Id] = "ML-DSA-65",
        [NistObjectIdentifiers.id_ml_dsa_87.Id] = "ML-DSA-87",
    };

    internal static string NameOf(AlgorithmIdentifier algorithm) =>
        s_names.TryGetValue(algorithm.Algorithm.Id, out string? name) ? name : algorithm.Algorithm.Id;

    /// <summary>The SubjectPublicKeyInfo; null for kinds that TLS does not use.</summary>
    internal static byte[]? Of(AsymmetricKeyParameter key)
    {
        switch (key)
        {
            case RsaPrivateCrtKeyParameters rsa:
                // Not through the library's public key, whose making tests the modulus once more.
                var identifier = new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance);
                return new SubjectPublicKeyInfo(identifier, new RsaPublicKeyStructure(rsa.Modulus, rsa.PublicExponent)).GetDerEncoded();
            case ECPrivateKeyParameters ec:
                var point = new ECPublicKeyParameters(ec.AlgorithmName, ec.Parameters.G.Multiply(ec.D).Normalize(), ec.Parameters);
                return Encode(point);
            case Ed25519PrivateKeyParameters ed25519:
                return Encode(ed25519.GeneratePublicKey());
            case Ed448PrivateKeyParameters ed448:
                return Encode(ed448.GeneratePublicKey());
            case MLDsaPrivateKeyParameters mlDsa:
                return Encode(mlDsa.GetPublicKey());
            default:
                return null;
        }
    }

    private static byte[] Encode(AsymmetricKeyParameter key) => SubjectPublicKeyInfoFactory.CreateSubjectPublicKeyInfo(key).GetDerEncoded();
}
