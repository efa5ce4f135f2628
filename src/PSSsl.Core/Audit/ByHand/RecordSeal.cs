using System;
using System.Linq;
using System.Security.Cryptography;
using PSSsl.Audit.Hello;
using PSSsl.Engine.Crypto;

namespace PSSsl.Audit.ByHand;

/// <summary>Encrypts records of TLS 1.0 to 1.2 with AES in CBC or GCM; the padding may be what no client would write.</summary>
internal sealed class RecordSeal
{
    private const int Block = 16;

    private readonly SslCipher _suite;
    private readonly int _version;
    private readonly byte[] _macKey, _key;
    private byte[] _iv;
    private long _number;

    internal RecordSeal(SslCipher suite, int version, byte[] keyBlock, bool isClient)
    {
        _suite = suite;
        _version = version;
        int mac = MacLength(suite), key = suite.Bits / 8, iv = IvLength(suite, version);
        _macKey = keyBlock.Skip(isClient ? 0 : mac).Take(mac).ToArray();
        _key = keyBlock.Skip(2 * mac + (isClient ? 0 : key)).Take(key).ToArray();
        _iv = keyBlock.Skip(2 * (mac + key) + (isClient ? 0 : iv)).Take(iv).ToArray();
    }

    private bool IsGcm => _suite.Mac == "AEAD";

    internal static bool IsKnown(SslCipher suite) =>
        suite is { Encryption: "AES", Mac: "SHA1" or "SHA256" or "SHA384" } or { Encryption: "AESGCM" };

    internal static int KeyBlockLength(SslCipher suite, int version) => 2 * (MacLength(suite) + suite.Bits / 8 + IvLength(suite, version));

    internal static int MacLength(SslCipher suite) => suite.Mac switch { "SHA1" => 20, "SHA256" => 32, "SHA384" => 48, _ => 0 };

    private static int IvLength(SslCipher suite, int version) => suite.Mac == "AEAD" ? 4 : version == 0x0301 ? Block : 0;

    /// <summary>A record; the padding of CBC is passed through <paramref name="change"/>.</summary>
    internal byte[] Seal(int type, byte[] text, Action<byte[]>? change = null)
    {
        byte[] body = IsGcm ? SealGcm(type, text) : SealCbc(type, text, change);
        _number++;
        return WireWriter.Of(w => w.U8(type).U16(_version).Vector16(body));
    }

    private byte[] Header(int type, int length) =>
        WireWriter.Of(w => w.U16(0).U16(0).U16((int)(_number >> 16)).U16((int)_number).U8(type).U16(_version).U16(length));

    private byte[] SealGcm(int type, byte[] text)
    {
        byte[] explicitNonce = ClientHello.RandomBytes(8);
        return KeyDerivation.Join(explicitNonce,
            AesGcmSeal.Seal(_key, KeyDerivation.Join(_iv, explicitNonce), text, Header(type, text.Length)));
    }

    private byte[] SealCbc(int type, byte[] text, Action<byte[]>? change)
    {
        using HMAC hmac = _suite.Mac == "SHA1" ? new HMACSHA1(_macKey) : _suite.Mac == "SHA256" ? new HMACSHA256(_macKey)
            : new HMACSHA384(_macKey);
        byte[] mac = hmac.ComputeHash(KeyDerivation.Join(Header(type, text.Length), text));
        int count = Block - (text.Length + mac.Length) % Block;
        byte[] padding = Enumerable.Repeat((byte)(count - 1), count).ToArray();
        change?.Invoke(padding);
        using var aes = Aes.Create();
        aes.Mode = CipherMode.CBC;
        aes.Padding = PaddingMode.None;
        byte[] iv = _version == 0x0301 ? _iv : ClientHello.RandomBytes(Block), plain = KeyDerivation.Join(text, mac, padding);
        using ICryptoTransform encrypt = aes.CreateEncryptor(_key, iv);
        byte[] done = encrypt.TransformFinalBlock(plain, 0, plain.Length);
        _iv = done.Skip(done.Length - Block).ToArray();
        return _version == 0x0301 ? done : KeyDerivation.Join(iv, done);
    }
}
