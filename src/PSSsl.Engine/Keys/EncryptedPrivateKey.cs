using System;
using System.Text;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Misc;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Security;

namespace PSSsl.Engine.Keys;

/// <summary>PKCS#8 keys under a password (RFC 5958; RFC 8018 for PBES1 and PBES2; RFC 7914 for scrypt, which the library does not read).</summary>
internal static class EncryptedPrivateKey
{
    /// <summary>Several times what is advised today; some seconds. The library takes no more either.</summary>
    internal const int MostIterations = 5_000_000;

    private const int MostScryptMemory = 256 * 1024 * 1024, MostScryptLanes = 16;

    /// <exception cref="KeyMaterialException">Its password would have to be tried for too long.</exception>
    internal static AsymmetricKeyParameter Decrypt(byte[] der, char[] password)
    {
        EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.GetInstance(der);
        if (!PkcsObjectIdentifiers.IdPbeS2.Equals(info.EncryptionAlgorithm.Algorithm))
            return Library(info, password, Pkcs12PbeParams.GetInstance(info.EncryptionAlgorithm.Parameters).Iterations);
        PbeS2Parameters scheme = PbeS2Parameters.GetInstance(info.EncryptionAlgorithm.Parameters);
        return MiscObjectIdentifiers.id_scrypt.Equals(scheme.KeyDerivationFunc.Algorithm)
            ? Scrypt(info, scheme, ScryptParams.GetInstance(scheme.KeyDerivationFunc.Parameters), password)
            : Library(info, password, Pbkdf2Params.GetInstance(scheme.KeyDerivationFunc.Parameters).IterationCountObject.Value);
    }

    private static AsymmetricKeyParameter Library(EncryptedPrivateKeyInfo info, char[] password, Org.BouncyCastle.Math.BigInteger iterations)
    {
        CheckIterations(iterations);
        return PrivateKeyFactory.DecryptKey(password, info);
    }

    /// <exception cref="KeyMaterialException">There are too many.</exception>
    internal static void CheckIterations(Org.BouncyCastle.Math.BigInteger iterations)
    {
        if (iterations.BitLength > 31 || iterations.IntValue > MostIterations)
            throw new KeyMaterialException(KeyMaterialFault.Malformed, $"its password goes through {iterations} iterations; {MostIterations} are the most that are tried");
    }

    private static AsymmetricKeyParameter Scrypt(EncryptedPrivateKeyInfo info, PbeS2Parameters scheme, ScryptParams parameters, char[] password)
    {
        int cost = Bounded(parameters.CostParameter, MostScryptMemory / 128), block = Bounded(parameters.BlockSize, MostScryptMemory / 128), lanes = Bounded(parameters.ParallelizationParameter, MostScryptLanes);
        if (128L * cost * block > MostScryptMemory)
            throw TooCostly();
        DerObjectIdentifier cipherOid = scheme.EncryptionScheme.Algorithm;
        byte[] text = Encoding.UTF8.GetBytes(password);
        byte[]? key = null, plain = null;
        try
        {
            key = SCrypt.Generate(text, parameters.Salt.GetOctets(), cost, block, lanes, KeyBytes(cipherOid));
            IBufferedCipher cipher = CipherUtilities.GetCipher(cipherOid);
            cipher.Init(forEncryption: false, new ParametersWithIV(ParameterUtilities.CreateKeyParameter(cipherOid, key), Asn1OctetString.GetInstance(scheme.EncryptionScheme.Parameters).GetOctets()));
            plain = cipher.DoFinal(info.GetEncryptedData());
            return PrivateKeyFactory.CreateKey(plain);
        }
        finally
        {
            foreach (byte[]? secret in new[] { text, key, plain })
            {
                if (secret is not null)
                    Array.Clear(secret, 0, secret.Length);
            }
        }
    }

    private static int KeyBytes(DerObjectIdentifier cipher) =>
        NistObjectIdentifiers.IdAes128Cbc.Equals(cipher) ? 16
        : NistObjectIdentifiers.IdAes192Cbc.Equals(cipher) || PkcsObjectIdentifiers.DesEde3Cbc.Equals(cipher) ? 24
        : NistObjectIdentifiers.IdAes256Cbc.Equals(cipher) ? 32
        : throw new KeyMaterialException(KeyMaterialFault.Malformed, $"it is encrypted with a cipher that is not known here ({cipher})");

    private static int Bounded(DerInteger integer, int most) => integer.Value.BitLength <= 31 && integer.Value.IntValue <= most ? integer.Value.IntValue : throw TooCostly();

    private static KeyMaterialException TooCostly() =>
        new(KeyMaterialFault.Malformed, $"its password goes through scrypt with more than {MostScryptMemory >> 20} MiB, or {MostScryptLanes} times in parallel");
}
