using System;
using System.Collections.Generic;

namespace PSSsl.Audit.DnsRecords;

/// <summary>
/// Reads a message of the DNS, which an attacker may have written: nothing is read beyond the end, and no name goes on for ever.
/// </summary>
internal sealed class DnsReader
{
    private const int Pointer = 0xC0;

    private readonly byte[] _bytes;

    internal DnsReader(byte[] bytes) => _bytes = bytes;

    internal int At { get; private set; }

    /// <exception cref="FormatException">There are fewer bytes.</exception>
    internal int U16()
    {
        int at = Take(2);
        return (_bytes[at] << 8) | _bytes[at + 1];
    }

    /// <exception cref="FormatException">There are fewer bytes.</exception>
    internal byte[] Bytes(int count)
    {
        int at = Take(count);
        var copy = new byte[count];
        Buffer.BlockCopy(_bytes, at, copy, 0, count);
        return copy;
    }

    /// <summary>A name, the rest of which may stand further in front (RFC 1035, 4.1.4).</summary>
    /// <exception cref="FormatException">It has no end, is too long, or points elsewhere than back.</exception>
    internal DnsName Name()
    {
        var wire = new List<byte>();
        int at = At, piece = At;
        int? end = null;
        while (true)
        {
            int length = ByteAt(at);
            if ((length & Pointer) == Pointer)
            {
                int target = ((length & ~Pointer) << 8) | ByteAt(at + 1);
                end ??= at + 2;
                // Each piece lies before the one that points to it: so there is an end of them.
                if (target >= piece)
                    throw new FormatException("A name points forward.");
                at = piece = target;
                continue;
            }

            if (length > DnsName.LongestLabel || wire.Count + length + 1 > DnsName.Longest)
                throw new FormatException("A name is too long.");
            for (int i = at; i <= at + length; i++)
                wire.Add((byte)ByteAt(i));
            at += length + 1;
            if (length == 0)
                break;
        }

        At = end ?? at;
        return new DnsName(wire.ToArray());
    }

    private int ByteAt(int at) => at < _bytes.Length ? _bytes[at] : throw new FormatException("A name goes beyond the message's end.");

    private int Take(int count)
    {
        if (count > _bytes.Length - At)
            throw new FormatException($"{count} bytes are announced where {_bytes.Length - At} are left.");
        int at = At;
        At += count;
        return at;
    }
}
