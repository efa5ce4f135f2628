using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Modes;
using Org.BouncyCastle.Crypto.Parameters;

namespace PSSsl.Engine.Crypto;

/// <summary>
/// AES-GCM (NIST SP 800-38D) by the library, for what is sealed now and then: .NET Framework has none. Records have ciphers of their own.
/// </summary>
internal static class AesGcmSeal
{
    internal const int TagLength = 16;

    /// <summary>Ciphertext, and the tag behind it.</summary>
    /// <param name="key">16, 24 or 32 bytes.</param>
    /// <param name="nonce">12 bytes, never twice under a key.</param>
    /// <param name="plain">What is encrypted.</param>
    /// <param name="associated">What is authenticated beside it.</param>
    internal static byte[] Seal(byte[] key, byte[] nonce, byte[] plain, byte[] associated)
    {
        var output = new byte[plain.Length + TagLength];
        GcmBlockCipher cipher = Cipher(forEncryption: true, key, nonce, associated);
        int n = cipher.ProcessBytes(plain, 0, plain.Length, output, 0);
        cipher.DoFinal(output, n);
        return output;
    }

    /// <returns>Null if it was not sealed with this key, or was changed.</returns>
    internal static byte[]? Open(byte[] key, byte[] nonce, byte[] text, byte[] associated)
    {
        if (text.Length < TagLength)
            return null;
        var plain = new byte[text.Length - TagLength];
        GcmBlockCipher cipher = Cipher(forEncryption: false, key, nonce, associated);
        try
        {
            int n = cipher.ProcessBytes(text, 0, text.Length, plain, 0);
            cipher.DoFinal(plain, n);
            return plain;
        }
        catch (InvalidCipherTextException)
        {
            return null;
        }
    }

    private static GcmBlockCipher Cipher(bool forEncryption, byte[] key, byte[] nonce, byte[] associated)
    {
        var cipher = new GcmBlockCipher(AesUtilities.CreateEngine());
        cipher.Init(forEncryption, new AeadParameters(new KeyParameter(key), TagLength * 8, nonce, associated));
        return cipher;
    }
}
