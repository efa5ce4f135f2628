using System;
using System.Collections.Generic;

namespace PSSsl.Audit.Hello;

/// <summary>Numbers and vectors as TLS writes them (RFC 8446, 3).</summary>
internal sealed class WireWriter
{
    private readonly List<byte> _bytes = new();

    internal int Length => _bytes.Count;

    internal WireWriter U8(int value)
    {
        _bytes.Add((byte)value);
        return this;
    }

    internal WireWriter U16(int value) => U8(value >> 8).U8(value);

    internal WireWriter U24(int value) => U8(value >> 16).U16(value);

    internal WireWriter Bytes(byte[] bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    internal WireWriter Vector8(byte[] bytes) => U8(bytes.Length).Bytes(bytes);

    internal WireWriter Vector16(byte[] bytes) => U16(bytes.Length).Bytes(bytes);

    internal WireWriter List16(IReadOnlyList<int> numbers)
    {
        foreach (int number in numbers)
            U16(number);
        return this;
    }

    internal byte[] ToArray() => _bytes.ToArray();

    /// <summary>What a piece of code writes.</summary>
    internal static byte[] Of(Action<WireWriter> write)
    {
        var writer = new WireWriter();
        write(writer);
        return writer.ToArray();
    }
}
