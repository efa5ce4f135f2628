using System;
using System.Collections.Generic;

namespace PSSsl.Audit.Hello;

/// <summary>Reads numbers and vectors of TLS out of bytes that an attacker may have written: nothing is read beyond the end.</summary>
internal sealed class WireReader
{
    private readonly byte[] _bytes;
    private readonly int _end;
    private int _at;

    internal WireReader(byte[] bytes) : this(bytes, 0, bytes.Length)
    {
    }

    internal WireReader(byte[] bytes, int offset, int count)
    {
        _bytes = bytes;
        _at = offset;
        _end = offset + count;
    }

    internal int Left => _end - _at;

    /// <exception cref="FormatException">There are fewer bytes.</exception>
    internal int U8() => _bytes[Take(1)];

    /// <exception cref="FormatException">There are fewer bytes.</exception>
    internal int U16()
    {
        int at = Take(2);
        return (_bytes[at] << 8) | _bytes[at + 1];
    }

    /// <exception cref="FormatException">There are fewer bytes.</exception>
    internal int U24() => (U8() << 16) | U16();

    /// <exception cref="FormatException">There are fewer bytes.</exception>
    internal long U32() => ((long)U16() << 16) | (long)U16();

    /// <exception cref="FormatException">There are fewer bytes.</exception>
    internal byte[] Bytes(int count)
    {
        int at = Take(count);
        var copy = new byte[count];
        Buffer.BlockCopy(_bytes, at, copy, 0, count);
        return copy;
    }

    /// <exception cref="FormatException">There are fewer bytes.</exception>
    internal WireReader Part(int count) => new(_bytes, Take(count), count);

    internal byte[] Vector8() => Bytes(U8());

    internal byte[] Vector16() => Bytes(U16());

    /// <summary>Numbers of two bytes up to the end.</summary>
    internal IReadOnlyList<int> Numbers()
    {
        var numbers = new List<int>(Left / 2);
        while (Left > 0)
            numbers.Add(U16());
        return numbers;
    }

    private int Take(int count)
    {
        if (count > Left)
            throw new FormatException($"{count} bytes are announced where {Left} are left.");
        int at = _at;
        _at += count;
        return at;
    }
}
