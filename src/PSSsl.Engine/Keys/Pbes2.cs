using System;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Misc;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto.Generators;

namespace PSSsl.Engine.Keys;

/// <summary>
/// Encryption under a password by PBES2 (RFC 8018, 6.2), with PBKDF2 or scrypt (RFC 7914). Passwords are UTF-8, which the library takes for
/// Latin-1; the platform derives keys many times faster.
/// </summary>
internal static class Pbes2
{
    private const int MostScryptMemory = PasswordEffort.MostScryptMemory, MostScryptLanes = 16;
    private const int SaltBytes = 16, KeyBytes = 32, BlockBytes = 16;

    /// <summary>Encrypts with AES-256-CBC, the key by PBKDF2 with HMAC-SHA-256.</summary>
    internal static (AlgorithmIdentifier Algorithm, byte[] Encrypted) Encrypt(byte[] content, char[] password, int iterations)
    {
        byte[] salt = Random(SaltBytes), iv = Random(BlockBytes);
        var prf = new AlgorithmIdentifier(PkcsObjectIdentifiers.IdHmacWithSha256, DerNull.Instance);
        byte[] key = PasswordHashes.Pbkdf2(password, salt, iterations, KeyBytes, prf);
        try
        {
            using Aes aes = Aes.Create();
            using ICryptoTransform cipher = aes.CreateEncryptor(key, iv);
            byte[] encrypted = cipher.TransformFinalBlock(content, 0, content.Length);
            var derivation = new KeyDerivationFunc(PkcsObjectIdentifiers.IdPbkdf2, new Pbkdf2Params(salt, iterations, prf));
            var parameters =
                new PbeS2Parameters(derivation, new EncryptionScheme(NistObjectIdentifiers.IdAes256Cbc, new DerOctetString(iv)));
            return (new AlgorithmIdentifier(PkcsObjectIdentifiers.IdPbeS2, parameters), encrypted);
        }
        finally
        {
            Array.Clear(key, 0, key.Length);
        }
    }

    /// <param name="parameters">Those of the scheme.</param>
    /// <param name="effort">What may still be spent on passwords.</param>
    /// <returns>Opens something under a password.</returns>
    /// <exception cref="KeyMaterialException">It is not known here, or the password would have to be tried for too long.</exception>
    internal static Func<byte[], char[], byte[]> Decryption(PbeS2Parameters parameters, PasswordEffort effort)
    {
        string oid = parameters.EncryptionScheme.Algorithm.Id;
        BlockCiphers.Kind cipher = BlockCiphers.ByOid(oid)
            ?? throw new KeyMaterialException(KeyMaterialFault.Unknown, $"it is encrypted with a cipher that is not known here ({oid})");
        (byte[] iv, int? rc2Bits) = oid == BlockCiphers.Rc2Oid ? Rc2(parameters.EncryptionScheme.Parameters)
            : (Octets(parameters.EncryptionScheme.Parameters), null);
        if (iv.Length != cipher.BlockBytes)
            throw new KeyMaterialException(KeyMaterialFault.Malformed,
                $"it is encrypted with {cipher.Name} and has an IV of {iv.Length} bytes in place of {cipher.BlockBytes}");
        Func<char[], byte[]> derive =
            Derivation(parameters.KeyDerivationFunc, rc2Bits is null ? cipher.KeyBytes : rc2Bits.Value / 8, effort);
        return (content, password) =>
        {
            byte[] key = derive(password);
            try
            {
                return BlockCiphers.Decrypt(cipher, cipher.KeyParameters(key, rc2Bits), iv, content);
            }
            finally
            {
                Array.Clear(key, 0, key.Length);
            }
        };
    }

    private static Func<char[], byte[]> Derivation(KeyDerivationFunc function, int length, PasswordEffort effort)
    {
        if (MiscObjectIdentifiers.id_scrypt.Equals(function.Algorithm))
        {
            ScryptParams scrypt = ScryptParams.GetInstance(Given(function.Parameters));
            CheckLength(scrypt.KeyLength?.Value, length);
            return Scrypt(scrypt, length, effort);
        }

        if (!PkcsObjectIdentifiers.IdPbkdf2.Equals(function.Algorithm))
            throw new KeyMaterialException(KeyMaterialFault.Unknown,
                $"its password is used in a way that is not known here ({function.Algorithm})");
        Pbkdf2Params pbkdf2 = Pbkdf2Params.GetInstance(Given(function.Parameters));
        CheckLength(pbkdf2.KeyLength, length);
        return PasswordHashes.Pbkdf2(pbkdf2, length, effort);
    }

    /// <summary>A key of another length than the cipher's is not a wrong password.</summary>
    private static void CheckLength(Org.BouncyCastle.Math.BigInteger? said, int length)
    {
        if (said is null || said.Equals(Org.BouncyCastle.Math.BigInteger.ValueOf(length)))
            return;
        // A number as long as the file would take minutes to be written in decimal.
        string bytes = said.SignValue <= 0 ? "no" : said.BitLength > 31 ? $"more than {int.MaxValue}" : said.ToString();
        throw new KeyMaterialException(KeyMaterialFault.Malformed,
            $"its password is to give a key of {bytes} bytes, and its cipher has one of {length}");
    }

    private static Func<char[], byte[]> Scrypt(ScryptParams parameters, int length, PasswordEffort effort)
    {
        int cost = Bounded(parameters.CostParameter, MostScryptMemory / 128), block = Bounded(parameters.BlockSize, MostScryptMemory / 128);
        int lanes = Bounded(parameters.ParallelizationParameter, MostScryptLanes);
        effort.SpendScrypt(128L * cost * block);
        return password =>
        {
            byte[] text = Encoding.UTF8.GetBytes(password);
            try
            {
                return SCrypt.Generate(text, parameters.Salt.GetOctets(), cost, block, lanes, length);
            }
            finally
            {
                Array.Clear(text, 0, text.Length);
            }
        };
    }

    /// <summary>RC2's parameters: its strength by a number of RFC 2268's table, and the IV (RFC 8018, B.2.3).</summary>
    private static (byte[] Iv, int? Bits) Rc2(Asn1Encodable? parameters)
    {
        if (Given(parameters).ToAsn1Object() is not Asn1Sequence { Count: 2 } both || both[0] is not DerInteger version
            || !version.Value.Equals(Org.BouncyCastle.Math.BigInteger.ValueOf(version.Value.IntValue)))
            throw new KeyMaterialException(KeyMaterialFault.Malformed, "it is encrypted with RC2 and does not say of what strength");
        int bits = version.Value.IntValue switch { 160 => 40, 120 => 64, 58 => 128, _ => 0 };
        return bits > 0 ? (Octets(both[1]), bits)
            : throw new KeyMaterialException(KeyMaterialFault.Unknown,
                $"it is encrypted with RC2 of a strength that is not known here (version {version.Value.IntValue})");
    }

    private static byte[] Octets(Asn1Encodable? value) => Asn1OctetString.GetInstance(Given(value)).GetOctets();

    private static Asn1Encodable Given(Asn1Encodable? parameters) =>
        parameters ?? throw new KeyMaterialException(KeyMaterialFault.Malformed, "it is encrypted, and the parameters of that are missing");

    private static int Bounded(DerInteger integer, int most) =>
        integer.Value.SignValue > 0 && integer.Value.BitLength <= 31 && integer.Value.IntValue <= most ? integer.Value.IntValue
            : throw TooCostly();

    private static KeyMaterialException TooCostly() =>
        new(KeyMaterialFault.Malformed,
            $"its password goes through scrypt with more than {MostScryptMemory >> 20} MiB, or {MostScryptLanes} times in parallel");

    private static byte[] Random(int length)
    {
        var bytes = new byte[length];
        using RandomNumberGenerator random = RandomNumberGenerator.Create();
        random.GetBytes(bytes);
        return bytes;
    }
}
