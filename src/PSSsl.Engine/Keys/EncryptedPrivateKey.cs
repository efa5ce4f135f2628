using System;
using System.Linq;
using System.Text;
using Org.BouncyCastle.Asn1.Pkcs;
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
        (Org.BouncyCastle.Asn1.X509.AlgorithmIdentifier algorithm, byte[] encrypted) = Pbes2.Encrypt(pkcs8, password, iterations);
        return new EncryptedPrivateKeyInfo(algorithm, encrypted);
    }

    /// <exception cref="KeyMaterialException">Its password would have to be tried for too long.</exception>
    internal static AsymmetricKeyParameter Decrypt(byte[] der, char[] password, PasswordEffort effort)
    {
        byte[] plain = DecryptInfo(EncryptedPrivateKeyInfo.GetInstance(der), password, effort);
        try
        {
            return PrivateKeyFactory.CreateKey(plain);
        }
        finally
        {
            Array.Clear(plain, 0, plain.Length);
        }
    }

    /// <returns>PKCS#8 without encryption.</returns>
    internal static byte[] DecryptInfo(byte[] der, char[] password) => DecryptInfo(EncryptedPrivateKeyInfo.GetInstance(der), password, new PasswordEffort());

    internal static byte[] DecryptInfo(EncryptedPrivateKeyInfo info, char[] password, PasswordEffort effort) =>
        Open(info.EncryptionAlgorithm, info.GetEncryptedData(), password, pkcs12Zero: false, effort);

    /// <summary>Opens what is encrypted by any of the schemes.</summary>
    /// <param name="algorithm">The scheme.</param>
    /// <param name="content">What is encrypted.</param>
    /// <param name="password">The password.</param>
    /// <param name="pkcs12Zero">How PKCS#12 writes an empty password: as two zeros (true), or as nothing.</param>
    /// <param name="effort">What may still be spent on passwords.</param>
    internal static byte[] Open(Org.BouncyCastle.Asn1.X509.AlgorithmIdentifier algorithm, byte[] content, char[] password, bool pkcs12Zero, PasswordEffort effort)
    {
        if (PkcsObjectIdentifiers.IdPbeS2.Equals(algorithm.Algorithm))
            return Pbes2.Decrypt(PbeS2Parameters.GetInstance(algorithm.Parameters), content, password, effort);
        Pkcs12PbeParams parameters = Pkcs12PbeParams.GetInstance(algorithm.Parameters);
        effort.Spend(parameters.IterationsObject.Value);
        if (PbeUtilities.CreateEngine(algorithm) is not IBufferedCipher cipher)
            throw new KeyMaterialException(KeyMaterialFault.Malformed, $"it is encrypted in a way that is not known here ({algorithm.Algorithm})");
        // PKCS#5 takes the password's bytes, UTF-8, and the library one byte of each character; PKCS#12 takes the characters.
        bool pkcs5 = algorithm.Algorithm.Id.StartsWith(Pkcs5Arc, StringComparison.Ordinal);
        char[] given = pkcs5 ? Encoding.UTF8.GetBytes(password).Select(b => (char)b).ToArray() : password;
        cipher.Init(forEncryption: false, PbeUtilities.GenerateCipherParameters(algorithm, given, pkcs12Zero));
        return cipher.DoFinal(content);
    }
}
