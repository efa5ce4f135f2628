using System;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Misc;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace PSSsl.Engine.Keys;

/// <summary>
/// Encryption under a password by PBES2 (RFC 8018, 6.2), with PBKDF2 or scrypt (RFC 7914). Passwords are UTF-8, which the library takes for Latin-1; the platform derives keys many times faster.
/// </summary>
internal static class Pbes2
{
    private const int MostScryptMemory = 256 * 1024 * 1024, MostScryptLanes = 16;
    private const int SaltBytes = 16, KeyBytes = 32, BlockBytes = 16;

    /// <summary>Encrypts with AES-256-CBC, the key by PBKDF2 with HMAC-SHA-256.</summary>
    internal static (AlgorithmIdentifier Algorithm, byte[] Encrypted) Encrypt(byte[] content, char[] password, int iterations)
    {
        byte[] salt = Random(SaltBytes), iv = Random(BlockBytes);
        var prf = new AlgorithmIdentifier(PkcsObjectIdentifiers.IdHmacWithSha256, DerNull.Instance);
        byte[] key = Pbkdf2(password, salt, iterations, KeyBytes, prf);
        try
        {
            using Aes aes = Aes.Create();
            using ICryptoTransform cipher = aes.CreateEncryptor(key, iv);
            byte[] encrypted = cipher.TransformFinalBlock(content, 0, content.Length);
            var derivation = new KeyDerivationFunc(PkcsObjectIdentifiers.IdPbkdf2, new Pbkdf2Params(salt, iterations, prf));
            var parameters = new PbeS2Parameters(derivation, new EncryptionScheme(NistObjectIdentifiers.IdAes256Cbc, new DerOctetString(iv)));
            return (new AlgorithmIdentifier(PkcsObjectIdentifiers.IdPbeS2, parameters), encrypted);
        }
        finally
        {
            Array.Clear(key, 0, key.Length);
        }
    }

    /// <param name="parameters">Those of the scheme.</param>
    /// <param name="content">What is encrypted.</param>
    /// <param name="password">The password.</param>
    /// <param name="effort">What may still be spent on passwords.</param>
    /// <exception cref="KeyMaterialException">The password would have to be tried for too long.</exception>
    /// <exception cref="InvalidCipherTextException">The password is wrong.</exception>
    internal static byte[] Decrypt(PbeS2Parameters parameters, byte[] content, char[] password, PasswordEffort effort)
    {
        DerObjectIdentifier cipherOid = parameters.EncryptionScheme.Algorithm;
        byte[] iv = Asn1OctetString.GetInstance(parameters.EncryptionScheme.Parameters).GetOctets();
        byte[] key = DeriveKey(parameters.KeyDerivationFunc, password, KeyBytesOf(cipherOid), effort);
        try
        {
            IBufferedCipher cipher = CipherUtilities.GetCipher(cipherOid);
            cipher.Init(forEncryption: false, new ParametersWithIV(ParameterUtilities.CreateKeyParameter(cipherOid, key), iv));
            return cipher.DoFinal(content);
        }
        finally
        {
            Array.Clear(key, 0, key.Length);
        }
    }

    private static byte[] DeriveKey(KeyDerivationFunc function, char[] password, int length, PasswordEffort effort)
    {
        if (MiscObjectIdentifiers.id_scrypt.Equals(function.Algorithm))
            return Scrypt(ScryptParams.GetInstance(function.Parameters), password, length, effort);
        if (!PkcsObjectIdentifiers.IdPbkdf2.Equals(function.Algorithm))
            throw new KeyMaterialException(KeyMaterialFault.Malformed, $"its password is used in a way that is not known here ({function.Algorithm})");
        Pbkdf2Params parameters = Pbkdf2Params.GetInstance(function.Parameters);
        int iterations = effort.Spend(parameters.IterationCountObject.Value);
        return Pbkdf2(password, parameters.GetSalt(), iterations, length, parameters.Prf);
    }

    private static byte[] Pbkdf2(char[] password, byte[] salt, int iterations, int length, AlgorithmIdentifier prf)
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
            var generator = new Pkcs5S2ParametersGenerator(DigestUtilities.GetDigest(prf.Algorithm));
            generator.Init(text, salt, iterations);
            return ((KeyParameter)generator.GenerateDerivedMacParameters(length * 8)).GetKey();
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    private static byte[] Scrypt(ScryptParams parameters, char[] password, int length, PasswordEffort effort)
    {
        int cost = Bounded(parameters.CostParameter, MostScryptMemory / 128), block = Bounded(parameters.BlockSize, MostScryptMemory / 128), lanes = Bounded(parameters.ParallelizationParameter, MostScryptLanes);
        if (128L * cost * block > MostScryptMemory)
            throw TooCostly();
        effort.SpendScrypt();
        byte[] text = Encoding.UTF8.GetBytes(password);
        try
        {
            return SCrypt.Generate(text, parameters.Salt.GetOctets(), cost, block, lanes, length);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    private static int KeyBytesOf(DerObjectIdentifier cipher) =>
        NistObjectIdentifiers.IdAes128Cbc.Equals(cipher) ? 16
        : NistObjectIdentifiers.IdAes192Cbc.Equals(cipher) || PkcsObjectIdentifiers.DesEde3Cbc.Equals(cipher) ? 24
        : NistObjectIdentifiers.IdAes256Cbc.Equals(cipher) ? 32
        : throw new KeyMaterialException(KeyMaterialFault.Malformed, $"it is encrypted with a cipher that is not known here ({cipher})");

    private static int Bounded(DerInteger integer, int most) => integer.Value.SignValue > 0 && integer.Value.BitLength <= 31 && integer.Value.IntValue <= most ? integer.Value.IntValue : throw TooCostly();

    private static KeyMaterialException TooCostly() =>
        new(KeyMaterialFault.Malformed, $"its password goes through scrypt with more than {MostScryptMemory >> 20} MiB, or {MostScryptLanes} times in parallel");

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return bytes;
    }
}
