#if NET
using System;
using System.Numerics;
using System.Security.Cryptography;
using Org.BouncyCastle.Tls.Crypto;

namespace PSSsl.Engine.Crypto;

/// <summary>
/// A hash of handshake messages by the platform. They are kept and hashed whole whenever a value is wanted: the platform is so much faster
/// at it that this beats the library's running hash. A copy shares the bytes, of which it sees those that were there. The messages are
/// bounded by the largest that is allowed.
/// </summary>
internal sealed class PlatformHash : TlsHash
{
    /// <summary>One value, or a handshake.</summary>
    private const int LeastSize = 256, LeastGrown = 2048;

    /// <summary>Room for a fourth more: after the hellos that is a chain of P-256 and what comes behind it.</summary>
    private const int Reserve = 4;

    private readonly int _algorithm;
    private byte[] _data;
    private int _length;

    /// <summary>Whether what is behind the length belongs to another: bytes are appended to a copy of one's own then.</summary>
    private bool _isCopy;

    internal PlatformHash(int cryptoHashAlgorithm)
    {
        _algorithm = cryptoHashAlgorithm;
        _data = Array.Empty<byte>();
    }

    private PlatformHash(PlatformHash of)
    {
        _algorithm = of._algorithm;
        _data = of._data;
        _length = of._length;
        _isCopy = true;
    }

    public void Update(byte[] input, int inOff, int length) => Update(input.AsSpan(inOff, length));

    public void Update(ReadOnlySpan<byte> input)
    {
        if (_isCopy || _data.Length - _length < input.Length)
        {
            // Never in place: copies may share the old bytes.
            int needed = _length + input.Length;
            int grown = (int)BitOperations.RoundUpToPowerOf2((uint)(needed + needed / Reserve));
            var room = new byte[Math.Max(needed, _data.Length == 0 ? LeastSize : Math.Max(LeastGrown, grown))];
            _data.AsSpan(0, _length).CopyTo(room);
            _data = room;
            _isCopy = false;
        }

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

    public TlsHash CloneHash() => new PlatformHash(this);

    /// <summary>What comes next goes into other bytes: copies may share these.</summary>
    public void Reset()
    {
        _data = Array.Empty<byte>();
        _length = 0;
        _isCopy = false;
    }
}
#endif
