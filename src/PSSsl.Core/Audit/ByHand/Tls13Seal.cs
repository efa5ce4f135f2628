using System;
using PSSsl.Audit.Hello;
using PSSsl.Engine.Crypto;

namespace PSSsl.Audit.ByHand;

/// <summary>Seals and opens records of TLS 1.3 with AES-GCM, in one direction (RFC 8446, 5.2).</summary>
internal sealed class Tls13Seal
{
    internal const int NonceLength = 12;

    private readonly byte[] _key, _iv;
    private int _number;

    internal Tls13Seal(byte[] key, byte[] iv)
    {
        _key = key;
        _iv = iv;
    }

    internal byte[] Seal(int type, byte[] text)
    {
        byte[] plain = KeyDerivation.Join(text, new[] { (byte)type });
        byte[] header = Header(plain.Length + AesGcmSeal.TagLength);
        return KeyDerivation.Join(header, AesGcmSeal.Seal(_key, Nonce(), plain, header));
    }

    /// <summary>The type that is hidden behind the text, and the text; null if it is not of this key.</summary>
    internal (int Type, byte[] Text)? Open(byte[] body)
    {
        if (AesGcmSeal.Open(_key, Nonce(), body, Header(body.Length)) is not { } plain)
            return null;
        int end = plain.Length - 1;
        while (end >= 0 && plain[end] == 0)
            end--;
        if (end < 0)
            return null;
        int type = plain[end];
        Array.Resize(ref plain, end);
        return (type, plain);
    }

    private static byte[] Header(int length) => WireWriter.Of(w => w.U8(23).U16(Hellos.Tls12).U16(length));

    private byte[] Nonce()
    {
        var nonce = (byte[])_iv.Clone();
        int number = _number++;
        for (int i = 0; i < 4; i++)
            nonce[NonceLength - 1 - i] ^= (byte)(number >> (8 * i));
        return nonce;
    }
}
