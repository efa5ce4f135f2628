using System;
using System.Collections.Generic;
#if NET
using System.Security.Cryptography;
#endif
using System.Text;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace PSSsl.Engine.Keys;

/// <summary>PBKDF2 (RFC 8018, 5.2) and the hashes that go with it. Passwords are UTF-8; the platform derives keys many times
/// faster.</summary>
internal static class PasswordHashes
{
    private const int LongestKey = 128;

    private static readonly Dictionary<string, Func<IDigest>> s_hmacs = new()
    {
        ["1.2.840.113549.2.6"] = () => new MD5Digest(),
        ["1.2.840.113549.2.7"] = () => new Sha1Digest(),
        ["1.2.840.113549.2.8"] = () => new Sha224Digest(),
        ["1.2.840.113549.2.9"] = () => new Sha256Digest(),
        ["1.2.840.113549.2.10"] = () => new Sha384Digest(),
        ["1.2.840.113549.2.11"] = () => new Sha512Digest(),
        ["1.2.840.113549.2.12"] = () => new Sha512tDigest(224),
        ["1.2.840.113549.2.13"] = () => new Sha512tDigest(256),
        ["2.16.840.1.101.3.4.2.13"] = () => new Sha3Digest(224),
        ["2.16.840.1.101.3.4.2.14"] = () => new Sha3Digest(256),
        ["2.16.840.1.101.3.4.2.15"] = () => new Sha3Digest(384),
        ["2.16.840.1.101.3.4.2.16"] = () => new Sha3Digest(512),
    };

    /// <summary>The hash under an HMAC.</summary>
    /// <exception cref="KeyMaterialException">It is not known here.</exception>
    internal static IDigest Hmac(AlgorithmIdentifier algorithm) => s_hmacs.TryGetValue(algorithm.Algorithm.Id, out Func<IDigest>? digest)
        ? digest()
        : throw new KeyMaterialException(KeyMaterialFault.Unknown,
            $"its password is hashed in a way that is not known here ({algorithm.Algorithm})");

    /// <summary>How a key is to be derived, its numbers paid for.</summary>
    /// <param name="parameters">Those of PBKDF2.</param>
    /// <param name="keyBytes">The key's length; null if the parameters must tell it.</param>
    /// <param name="effort">What may still be spent on passwords.</param>
    /// <exception cref="KeyMaterialException">It costs too much, or is not known here.</exception>
    internal static Func<char[], byte[]> Pbkdf2(Pbkdf2Params parameters, int? keyBytes, PasswordEffort effort)
    {
        _ = Hmac(parameters.Prf);
        int length = keyBytes ?? KeyLength(parameters);
        byte[] salt = parameters.GetSalt();
        int iterations = effort.Spend(parameters.IterationCountObject.Value);
        return password => Pbkdf2(password, salt, iterations, length, parameters.Prf);
    }

    private static int KeyLength(Pbkdf2Params parameters) =>
        parameters.KeyLengthObject?.Value is { SignValue: > 0, BitLength: <= 8 } told && told.IntValue <= LongestKey ? told.IntValue
        : throw new KeyMaterialException(KeyMaterialFault.Malformed,
            "it does not say, or not within reason, how long the key is that is made of its password");

    internal static byte[] Pbkdf2(char[] password, byte[] salt, int iterations, int length, AlgorithmIdentifier prf)
    {
        byte[] text = Encoding.UTF8.GetBytes(password);
        try
        {
#if NET
            HashAlgorithmName? hash = prf.Algorithm.Id switch
            {
                "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
                "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
                "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
                "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
                _ => null,
            };
            if (hash is { } known)
                return Rfc2898DeriveBytes.Pbkdf2(text, salt, iterations, known, length);
#endif
            var generator = new Pkcs5S2ParametersGenerator(Hmac(prf));
            generator.Init(text, salt, iterations);
            return ((KeyParameter)generator.GenerateDerivedMacParameters(length * 8)).GetKey();
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }
}
