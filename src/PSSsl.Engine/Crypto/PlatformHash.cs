#if NET
using System;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls.Crypto;

namespace PSSsl.Engine.Crypto;

/// <summary>
/// A hash of handshake messages by the platform. They are kept and hashed whole whenever a value is wanted: the platform is so much faster
/// at it that this beats the library's running hash, and a copy is only a copy of bytes. The messages are bounded by the largest that is
/// allowed.
/// </summary>
internal sealed class PlatformHash : TlsHash
{
    private readonly int _algorithm;
    private byte[] _data;
    private int _length;

    internal PlatformHash(int cryptoHashAlgorithm)
        : this(cryptoHashAlgorithm, Array.Empty<byte>(), 0)
    {
    }

    private PlatformHash(int algorithm, byte[] data, int length)
    {
        _algorithm = algorithm;
        _data = data;
        _length = length;
    }

    public void Update(byte[] input, int inOff, int length) => Update(input.AsSpan(inOff, length));

    public void Update(ReadOnlySpan<byte> input)
    {
        if (_data.Length - _length < input.Length)
            Array.Resize(ref _data, Math.Max(_length + input.Length, Math.Max(1024, 2 * _data.Length)));
        input.CopyTo(_data.AsSpan(_length));
        _length += input.Length;
    }

    public byte[] CalculateHash()
    {
        ReadOnlySpan<byte> all = _data.AsSpan(0, _length);
        byte[] hash = _algorithm switch
        {
            CryptoHashAlgorithm.sha256 => SHA256.HashData(all),
            CryptoHashAlgorithm.sha384 => SHA384.HashData(all),
            _ => SHA512.HashData(all),
        };
        Reset();
        return hash;
    }

    public TlsHash CloneHash() => new PlatformHash(_algorithm, _data.AsSpan(0, _length).ToArray(), _length);

    public void Reset() => _length = 0;
}
#endif
