using System;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace PSSsl.Tests.Hostile;

/// <summary>One direction's AES-128-GCM keys, of TLS 1.3 or 1.2.</summary>
internal sealed class RecordKeys
{
    private readonly bool _tls13;
    private byte[] _key;
    private byte[] _iv;

    /// <summary>TLS 1.3: by its traffic secret.</summary>
    internal RecordKeys(byte[] secret)
    {
        _tls13 = true;
        Secret = secret;
        _key = Expand(secret, "key", [], 16);
        _iv = Expand(secret, "iv", [], 12);
    }

    /// <summary>TLS 1.2.</summary>
    internal RecordKeys(byte[] key, byte[] salt)
    {
        Secret = [];
        _key = key;
        _iv = salt;
    }

    internal byte[] Secret { get; private set; }

    internal ulong Sequence { get; set; }

    internal static byte[] Expand(byte[] secret, string label, byte[] context, int length) =>
        HKDF.Expand(HashAlgorithmName.SHA256, secret, length,
            Bytes.Cat(Bytes.U16(length), Bytes.V8(Encoding.ASCII.GetBytes("tls13 " + label)), Bytes.V8(context)));

    /// <summary>What both ends do with a KeyUpdate.</summary>
    internal void Update()
    {
        Secret = Expand(Secret, "traffic upd", [], 32);
        _key = Expand(Secret, "key", [], 16);
        _iv = Expand(Secret, "iv", [], 12);
        Sequence = 0;
    }

    internal byte[] Seal(int type, byte[] plain, int padding = 0)
    {
        byte[] inner = _tls13 ? Bytes.Cat(plain, type, new byte[padding]) : plain;
        byte[] explicitNonce = _tls13 ? [] : Number();
        byte[] header = Bytes.Cat(_tls13 ? 23 : type, 3, 3, Bytes.U16(explicitNonce.Length + inner.Length + 16));
        byte[] cipher = new byte[inner.Length], tag = new byte[16];
        using (var gcm = new AesGcm(_key, 16))
            gcm.Encrypt(Nonce(explicitNonce), inner, cipher, tag, _tls13 ? header : Additional(type, inner.Length));
        Sequence++;
        return Bytes.Cat(header, explicitNonce, cipher, tag);
    }

    /// <summary>A record's content, and its type.</summary>
    internal (int Type, byte[] Content) Open(byte[] record)
    {
        int at = _tls13 ? 5 : 13;
        byte[] cipher = record[at..^16], plain = new byte[cipher.Length];
        using (var gcm = new AesGcm(_key, 16))
            gcm.Decrypt(Nonce(record[5..at]), cipher, record[^16..], plain, _tls13 ? record[..5] : Additional(record[0], plain.Length));
        Sequence++;
        if (!_tls13)
            return (record[0], plain);
        int end = plain.AsSpan().LastIndexOfAnyExcept((byte)0);
        return (plain[end], plain[..end]);
    }

    private byte[] Nonce(byte[] explicitNonce)
    {
        if (!_tls13)
            return Bytes.Cat(_iv, explicitNonce);
        byte[] nonce = [.. _iv], number = Number();
        for (int i = 0; i < 8; i++)
            nonce[4 + i] ^= number[i];
        return nonce;
    }

    private byte[] Additional(int type, int length) => Bytes.Cat(Number(), type, 3, 3, Bytes.U16(length));

    private byte[] Number()
    {
        var number = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(number, Sequence);
        return number;
    }
}
