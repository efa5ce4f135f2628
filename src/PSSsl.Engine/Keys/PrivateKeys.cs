using System;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.Sec;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Asn1.X9;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace PSSsl.Engine.Keys;

/// <summary>Private keys that are not encrypted, in their forms.</summary>
internal static class PrivateKeys
{
    /// <summary>Twice what the largest standard curve takes (secp521r1, sect571r1).</summary>
    private const int LargestCurve = 1024;

    /// <exception cref="KeyMaterialException">It is of a kind that is not known here, or malformed.</exception>
    internal static AsymmetricKeyParameter FromPkcs8(byte[] der) => FromPkcs8(PrivateKeyInfo.GetInstance(Asn1Sequence.GetInstance(der)));

    internal static AsymmetricKeyParameter FromPkcs8(PrivateKeyInfo info)
    {
        AlgorithmIdentifier algorithm = info.PrivateKeyAlgorithm;
        if (X9ObjectIdentifiers.IdECPublicKey.Equals(algorithm.Algorithm))
            CheckCurve(algorithm.Parameters);
        try
        {
            return PrivateKeyFactory.CreateKey(info);
        }
        catch (Exception e) when (e is SecurityUtilityException or NotSupportedException)
        {
            throw new KeyMaterialException(KeyMaterialFault.Unknown,
                $"it holds a key of a kind that is not known here ({algorithm.Algorithm})", e);
        }
    }

    /// <summary>RFC 8017, A.1.2.</summary>
    internal static AsymmetricKeyParameter FromPkcs1(byte[] der) =>
        FromPkcs8(new PrivateKeyInfo(new AlgorithmIdentifier(PkcsObjectIdentifiers.RsaEncryption, DerNull.Instance),
            RsaPrivateKeyStructure.GetInstance(Asn1Sequence.GetInstance(der))));

    /// <summary>RFC 5915.</summary>
    internal static AsymmetricKeyParameter FromSec1(byte[] der)
    {
        ECPrivateKeyStructure key = ECPrivateKeyStructure.GetInstance(Asn1Sequence.GetInstance(der));
        return FromPkcs8(new PrivateKeyInfo(new AlgorithmIdentifier(X9ObjectIdentifiers.IdECPublicKey, key.Parameters ?? throw NoCurve()),
            key.ToAsn1Object()));
    }

    /// <summary>OpenSSL's form of DSA keys: 0, p, q, g, y, x.</summary>
    internal static AsymmetricKeyParameter FromDsa(byte[] der)
    {
        Asn1Sequence sequence = Asn1Sequence.GetInstance(der);
        if (sequence.Count != 6)
            throw new KeyMaterialException(KeyMaterialFault.Malformed, "a DSA key has other parts than its form says");
        Org.BouncyCastle.Math.BigInteger number(int index) => DerInteger.GetInstance(sequence[index]).PositiveValue;
        return new DsaPrivateKeyParameters(number(5), new DsaParameters(number(1), number(2), number(3)));
    }

    /// <summary>A curve by name, or by its numbers; "the issuer's" (implicitCurve) is neither.</summary>
    /// <exception cref="KeyMaterialException">It says neither, or numbers that take long to be calculated with.</exception>
    private static void CheckCurve(Asn1Encodable? parameters)
    {
        switch (parameters?.ToAsn1Object())
        {
            case DerObjectIdentifier:
                return;
            case Asn1Sequence numbers when numbers.GetEncoded().Length is var length && length > LargestCurve:
                throw new KeyMaterialException(KeyMaterialFault.Malformed,
                    $"it holds an EC key whose curve is given in {length} bytes; {LargestCurve} are the most that are read");
            case Asn1Sequence:
                return;
            default:
                throw NoCurve();
        }
    }

    private static KeyMaterialException NoCurve() => new(KeyMaterialFault.Malformed, "it holds an EC key that does not say its curve");
}
