using System;
using System.Security.Cryptography;

namespace PSSsl.Audit.ByHand;

/// <summary>AES-GCM for a few records (NIST SP 800-38D): .NET Framework has none, and nothing here is worth being fast for.</summary>
internal static class GaloisCounterMode
{
    private const int Block = 16;

    /// <summary>Ciphertext, and the tag behind it.</summary>
    /// <param name="key">The key.</param>
    /// <param name="nonce">12 bytes.</param>
    /// <param name="text">What is encrypted.</param>
    /// <param name="associated">What is authenticated beside it.</param>
    internal static byte[] Seal(byte[] key, byte[] nonce, byte[] text, byte[] associated)
    {
        using var aes = Aes.Create();
#pragma warning disable CA5358 // The counter mode is made of single blocks.
        aes.Mode = CipherMode.ECB;
#pragma warning restore CA5358
        aes.Padding = PaddingMode.None;
        using ICryptoTransform encrypt = aes.CreateEncryptor(key, new byte[Block]);
        byte[] hashKey = encrypt.TransformFinalBlock(new byte[Block], 0, Block);
        var counter = new byte[Block];
        Buffer.BlockCopy(nonce, 0, counter, 0, nonce.Length);
        counter[15] = 1;
        byte[] mask = encrypt.TransformFinalBlock(counter, 0, Block);
        var sealedText = new byte[text.Length + Block];
        for (int at = 0; at < text.Length; at += Block)
        {
            Increment(counter);
            byte[] stream = encrypt.TransformFinalBlock(counter, 0, Block);
            for (int i = at; i < Math.Min(at + Block, text.Length); i++)
                sealedText[i] = (byte)(text[i] ^ stream[i - at]);
        }

        var hash = new byte[Block];
        Add(hash, hashKey, associated, associated.Length);
        Add(hash, hashKey, sealedText, text.Length);
        byte[] lengths = Hello.WireWriter.Of(w => w.U16(0).U16(0).U16(associated.Length * 8 >> 16).U16(associated.Length * 8)
            .U16(0).U16(0).U16(text.Length * 8 >> 16).U16(text.Length * 8));
        Add(hash, hashKey, lengths, Block);
        for (int i = 0; i < Block; i++)
            sealedText[text.Length + i] = (byte)(hash[i] ^ mask[i]);
        return sealedText;
    }

    private static void Increment(byte[] counter)
    {
        for (int i = Block - 1; i >= 12 && ++counter[i] == 0; i--)
        {
        }
    }

    private static void Add(byte[] hash, byte[] key, byte[] bytes, int count)
    {
        for (int at = 0; at < count; at += Block)
        {
            for (int i = at; i < Math.Min(at + Block, count); i++)
                hash[i - at] ^= bytes[i];
            Multiply(hash, key);
        }
    }

    /// <summary>In GF(2^128), bit by bit (6.3).</summary>
    private static void Multiply(byte[] x, byte[] y)
    {
        var z = new byte[Block];
        var v = (byte[])y.Clone();
        for (int i = 0; i < 128; i++)
        {
            if ((x[i / 8] & (0x80 >> (i % 8))) != 0)
            {
                for (int j = 0; j < Block; j++)
                    z[j] ^= v[j];
            }

            bool isOdd = (v[15] & 1) != 0;
            for (int j = Block - 1; j > 0; j--)
                v[j] = (byte)((v[j] >> 1) | (v[j - 1] << 7));
            v[0] >>= 1;
            if (isOdd)
                v[0] ^= 0xE1;
        }

        Buffer.BlockCopy(z, 0, x, 0, Block);
    }
}
