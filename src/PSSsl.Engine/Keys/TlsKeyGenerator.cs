using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Prng;
using Org.BouncyCastle.Security;

namespace PSSsl.Engine.Keys;

/// <summary>Makes private keys. RSA and EC are the platform's, which is faster; the others the library's.</summary>
public static class TlsKeyGenerator
{
    private static readonly SecureRandom s_random = new(new CryptoApiRandomGenerator());

    /// <summary>An RSA key with the exponent 65537.</summary>
    /// <param name="bits">Its size.</param>
    public static TlsPrivateKey Rsa(int bits)
    {
#if NET
        using RSA rsa = RSA.Create(bits);
#else
        using var rsa = new RSACryptoServiceProvider(bits);
#endif
        return TlsPrivateKey.CopyOf(rsa);
    }

    /// <summary>An EC key.</summary>
    /// <param name="curve">P-256, P-384 or P-521.</param>
    public static TlsPrivateKey Ec(string curve)
    {
#if NET
        using ECDsa ecdsa = ECDsa.Create(curve switch
        {
            "P-256" => ECCurve.NamedCurves.nistP256,
            "P-384" => ECCurve.NamedCurves.nistP384,
            "P-521" => ECCurve.NamedCurves.nistP521,
            _ => throw new ArgumentException("No curve of this name is known.", nameof(curve)),
        });
        return TlsPrivateKey.CopyOf(ecdsa);
#else
        var generator = new ECKeyPairGenerator("ECDSA");
        generator.Init(new ECKeyGenerationParameters(ECNamedDomainParameters.LookupName(curve), s_random));
        return new TlsPrivateKey(generator.GenerateKeyPair().Private);
#endif
    }

    /// <summary>A key of a kind without parameters.</summary>
    /// <param name="algorithm">Ed25519, Ed448, ML-DSA-44, ML-DSA-65 or ML-DSA-87.</param>
    public static TlsPrivateKey Other(string algorithm)
    {
        switch (algorithm)
        {
            case "Ed25519":
                return new TlsPrivateKey(new Ed25519PrivateKeyParameters(s_random));
            case "Ed448":
                return new TlsPrivateKey(new Ed448PrivateKeyParameters(s_random));
            case "ML-DSA-44":
                return MLDsa(MLDsaParameters.ml_dsa_44);
            case "ML-DSA-65":
                return MLDsa(MLDsaParameters.ml_dsa_65);
            case "ML-DSA-87":
                return MLDsa(MLDsaParameters.ml_dsa_87);
            default:
                throw new ArgumentException("No algorithm of this name is known.", nameof(algorithm));
        }
    }

    /// <summary>From a seed, which is then also what is stored (RFC 9881, 6).</summary>
    private static TlsPrivateKey MLDsa(MLDsaParameters parameters) =>
        new(MLDsaPrivateKeyParameters.FromSeed(parameters, SecureRandom.GetNextBytes(s_random, 32)));
}
