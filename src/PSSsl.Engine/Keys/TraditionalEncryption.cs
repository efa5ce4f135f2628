using System;
using System.Globalization;
using System.Text;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;

namespace PSSsl.Engine.Keys;

/// <summary>OpenSSL's old encryption of keys in PEM (RFC 1421, 4.6.1.1 and 4.6.1.3, with its own ciphers): DEK-Info names cipher and IV,
/// the password goes through MD5 once (EVP_BytesToKey).</summary>
internal sealed class TraditionalEncryption
{
    private const int SaltBytes = 8;

    private readonly BlockCiphers.Kind _cipher;
    private readonly byte[] _iv;

    private TraditionalEncryption(BlockCiphers.Kind cipher, byte[] iv)
    {
        _cipher = cipher;
        _iv = iv;
    }

    /// <returns>Null for a block that is not encrypted.</returns>
    /// <exception cref="KeyMaterialException">It is encrypted in a way that is not known here.</exception>
    internal static TraditionalEncryption? Of(PemBlock block)
    {
        if (!block.Headers.TryGetValue("DEK-Info", out string? info))
        {
            return block.Headers.TryGetValue("Proc-Type", out string? type) && type.IndexOf("ENCRYPTED", StringComparison.Ordinal) >= 0
                ? throw Wrong($"the block {block.Name} is encrypted and does not say how (DEK-Info)") : null;
        }

        string[] parts = info.Split(',');
        if (BlockCiphers.Named(parts[0].Trim()) is not { } cipher)
            throw new KeyMaterialException(KeyMaterialFault.Unknown,
                $"the block {block.Name} is encrypted with a cipher that is not known here ({Shown(parts[0])})");
        return parts.Length == 2 && Hex(parts[1].Trim()) is { } iv && iv.Length == cipher.BlockBytes ? new TraditionalEncryption(cipher, iv)
            : throw Wrong($"the block {block.Name} does not have the IV of {cipher.BlockBytes} bytes that its cipher needs (DEK-Info)");
    }

    /// <exception cref="KeyMaterialException">The password does not open it.</exception>
    internal byte[] Decrypt(byte[] content, char[] password)
    {
        byte[] text = Encoding.UTF8.GetBytes(password);
        try
        {
            var generator = new OpenSslPbeParametersGenerator();
            var salt = new byte[SaltBytes];
            Array.Copy(_iv, salt, SaltBytes);
            generator.Init(text, salt);
            var key = (KeyParameter)generator.GenerateDerivedParameters("AES", _cipher.KeyBytes * 8);
            return BlockCiphers.Decrypt(_cipher, _cipher.KeyParameters(key.GetKey()), _iv, content);
        }
        finally
        {
            Array.Clear(text, 0, text.Length);
        }
    }

    private static byte[]? Hex(string digits)
    {
        if (digits.Length is 0 or > 64 || digits.Length % 2 != 0)
            return null;
        var bytes = new byte[digits.Length / 2];
        for (int i = 0; i < bytes.Length; i++)
        {
            if (!byte.TryParse(digits.Substring(2 * i, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[i]))
                return null;
        }

        return bytes;
    }

    private static string Shown(string name) => name.Length <= 40 ? name : name.Substring(0, 40) + "…";

    private static KeyMaterialException Wrong(string message) => new(KeyMaterialFault.Malformed, message);
}
