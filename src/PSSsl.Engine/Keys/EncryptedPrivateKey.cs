using System;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Security;

namespace PSSsl.Engine.Keys;

/// <summary>PKCS#8 keys under a password (RFC 5958; RFC 8018 for PBES1 and PBES2; RFC 7292 for PKCS#12's schemes).</summary>
internal static class EncryptedPrivateKey
{
    /// <summary>What OWASP's password storage cheat sheet advises for PBKDF2 with HMAC-SHA-256.</summary>
    internal const int Iterations = 600_000;

    private const string Pkcs5Arc = "1.2.840.113549.1.5.";

    /// <summary>Encrypts by PBES2: AES-256-CBC, PBKDF2 with HMAC-SHA-256.</summary>
    internal static EncryptedPrivateKeyInfo Encrypt(byte[] pkcs8, char[] password, int iterations)
    {
        (AlgorithmIdentifier algorithm, byte[] encrypted) = Pbes2.Encrypt(pkcs8, password, iterations);
        return new EncryptedPrivateKeyInfo(algorithm, encrypted);
    }

    /// <returns>PKCS#8 without encryption.</returns>
    internal static byte[] DecryptInfo(byte[] der, char[] password)
    {
        EncryptedPrivateKeyInfo info = EncryptedPrivateKeyInfo.GetInstance(der);
        return Decryption(info.EncryptionAlgorithm, new PasswordEffort())(info.GetEncryptedData(), password, false);
    }

    /// <summary>The key in what was opened without anything that tells a wrong password: then it is told by what came out.</summary>
    /// <exception cref="KeyMaterialException">The password is wrong, or the key is of a kind that is not known here.</exception>
    internal static AsymmetricKeyParameter ReadOpened(byte[] plain, Func<byte[], AsymmetricKeyParameter> read)
    {
        try
        {
            if (DerFrame.At(plain, 0, plain.Length) is not { Tag: 0x30, First.Tag: 0x02 })
                throw new KeyMaterialException(KeyMaterialFault.PasswordWrong, "the password does not open it");
            return read(plain);
        }
        finally
        {
            Array.Clear(plain, 0, plain.Length);
        }
    }

    /// <summary>How something is opened, by any of the schemes: what is not known here, or costs too much, is told before a password is
    /// asked for.</summary>
    /// <param name="algorithm">The scheme.</param>
    /// <param name="effort">What may still be spent on passwords.</param>
    /// <returns>Takes what is encrypted, the password, and how PKCS#12 writes an empty one: as two zeros (true), or as nothing.</returns>
    /// <exception cref="KeyMaterialException">It is not known here, or costs too much.</exception>
    internal static Func<byte[], char[], bool, byte[]> Decryption(AlgorithmIdentifier algorithm, PasswordEffort effort)
    {
        if (PkcsObjectIdentifiers.IdPbeS2.Equals(algorithm.Algorithm))
        {
            Func<byte[], char[], byte[]> open =
                Pbes2.Decryption(PbeS2Parameters.GetInstance(algorithm.Parameters ?? throw NoParameters()), effort);
            return (content, password, _) => open(content, password);
        }

        if (!IsKnown(algorithm))
            throw new KeyMaterialException(KeyMaterialFault.Unknown,
                $"it is encrypted in a way that is not known here ({algorithm.Algorithm})");
        effort.Spend(Pkcs12PbeParams.GetInstance(algorithm.Parameters ?? throw NoParameters()).IterationsObject.Value);
        return (content, password, zero) => OpenOld(algorithm, content, password, zero);
    }

    private static bool IsKnown(AlgorithmIdentifier algorithm)
    {
        try
        {
            return PbeUtilities.CreateEngine(algorithm.Algorithm) is IBufferedCipher;
        }
        catch (Exception e) when (e is SecurityUtilityException or NotSupportedException or ArgumentException)
        {
            return false;
        }
    }

    private static byte[] OpenOld(AlgorithmIdentifier algorithm, byte[] content, char[] password, bool pkcs12Zero)
    {
        var cipher = (IBufferedCipher)PbeUtilities.CreateEngine(algorithm.Algorithm);
        // PKCS#5 takes the password's bytes, UTF-8, and the library one byte of each character; PKCS#12 takes the characters.
        bool pkcs5 = algorithm.Algorithm.Id.StartsWith(Pkcs5Arc, StringComparison.Ordinal);
        char[] given = pkcs5 ? Encoding.UTF8.GetBytes(password).Select(b => (char)b).ToArray() : password;
        try
        {
            cipher.Init(forEncryption: false, PbeUtilities.GenerateCipherParameters(algorithm, given, pkcs12Zero));
            return cipher.DoFinal(content);
        }
        catch (DataLengthException e)
        {
            throw new KeyMaterialException(KeyMaterialFault.Malformed,
                $"what is encrypted in it is {content.Length} bytes long, no whole number of its cipher's blocks", e);
        }
        catch (InvalidCipherTextException e)
        {
            throw new KeyMaterialException(KeyMaterialFault.PasswordWrong, "the password does not open it", e);
        }
    }

    private static KeyMaterialException NoParameters() =>
        new(KeyMaterialFault.Malformed, "it is encrypted, and the parameters of that are missing");
}
