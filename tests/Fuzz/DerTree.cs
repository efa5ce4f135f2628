using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Fuzz;

/// <summary>Elements of DER, of which one is changed and all are written again with lengths that fit: what is changed at random is
/// otherwise refused at once for its lengths.</summary>
internal sealed class DerTree
{
    private const int Deepest = 40, MostElements = 5000;

    private readonly byte _tag;
    private List<DerTree>? _inner;
    private byte[] _content;

    private DerTree(byte tag, byte[] content, List<DerTree>? inner)
    {
        _tag = tag;
        _content = content;
        _inner = inner;
    }

    /// <returns>Null if these bytes are not one element.</returns>
    internal static DerTree? TryParse(byte[] bytes)
    {
        int left = MostElements;
        List<DerTree>? all = Elements(bytes, 0, ref left);
        return all is { Count: 1 } ? all[0] : null;
    }

    /// <summary>Writes it with one element changed.</summary>
    internal byte[] Change(Random random, DerTree? other)
    {
        List<DerTree> all = All().ToList();
        DerTree one = all[random.Next(all.Count)];
        List<DerTree>? inner = one._inner;
        switch (random.Next(8))
        {
            case 0 when inner is { Count: > 0 }:
                inner.RemoveAt(random.Next(inner.Count));
                break;
            case 1 when inner is { Count: > 0 }:
                DerTree twice = inner[random.Next(inner.Count)];
                inner.InsertRange(random.Next(inner.Count + 1), Enumerable.Repeat(twice, random.Next(8) == 0 ? 200 : 1));
                break;
            case 2 when inner is { Count: > 1 }:
                inner.Reverse(random.Next(inner.Count - 1), 2);
                break;
            case 3 when inner is not null && other is not null:
                List<DerTree> theirs = other.All().ToList();
                inner.Insert(random.Next(inner.Count + 1), theirs[random.Next(theirs.Count)]);
                break;
            case 4:
                one._inner = null;
                one._content = [];
                break;
            case 5:
                one._inner = null;
                one._content = new byte[random.Next(10) == 0 ? random.Next(20_000) : random.Next(40)];
                random.NextBytes(one._content);
                break;
            case 6:
                return new DerTree((byte)random.Next(256), one._content, one._inner).InPlaceOf(one, this);
            default:
                // Around itself, some times.
                DerTree nested = new(one._tag, one._content, one._inner);
                for (int i = random.Next(1, 60); i > 0; i--)
                    nested = new DerTree(0x30, [], [nested]);
                return nested.InPlaceOf(one, this);
        }

        return Encode();
    }

    private byte[] InPlaceOf(DerTree old, DerTree root)
    {
        if (ReferenceEquals(old, root))
            return Encode();
        foreach (DerTree holder in root.All())
        {
            int at = holder._inner?.IndexOf(old) ?? -1;
            if (at >= 0)
                holder._inner![at] = this;
            if (at >= 0)
                break;
        }

        return root.Encode();
    }

    private IEnumerable<DerTree> All() => (_inner ?? []).SelectMany(i => i.All()).Prepend(this);

    private byte[] Encode()
    {
        byte[] content = _inner is null ? _content : _inner.SelectMany(i => i.Encode()).ToArray();
        // Bit strings keep the byte that counts their unused bits; it is the first of their content.
        if (_inner is not null && _tag == 0x03)
            content = [0, .. content];
        return [_tag, .. Length(content.Length), .. content];
    }

    private static byte[] Length(int length) => length < 0x80 ? [(byte)length] : length < 0x100 ? [0x81, (byte)length]
        : length < 0x10000 ? [0x82, (byte)(length >> 8), (byte)length] : [0x83, (byte)(length >> 16), (byte)(length >> 8), (byte)length];

    private static List<DerTree>? Elements(byte[] bytes, int depth, ref int left)
    {
        if (depth > Deepest)
            return null;
        var found = new List<DerTree>();
        for (int at = 0; at < bytes.Length;)
        {
            if (--left < 0 || bytes.Length - at < 2)
                return null;
            byte tag = bytes[at++];
            int length = bytes[at++];
            if (length >= 0x80)
            {
                int count = length & 0x7F;
                if (count is 0 or > 3 || count > bytes.Length - at)
                    return null;
                length = 0;
                for (; count > 0; count--)
                    length = (length << 8) | bytes[at++];
            }

            if (length > bytes.Length - at)
                return null;
            byte[] content = bytes[at..(at + length)];
            at += length;
            found.Add(new DerTree(tag, content, Inner(tag, content, depth, ref left)));
        }

        return found;
    }

    /// <summary>What is in a constructed element, and in strings that have DER in them, as extensions do.</summary>
    private static List<DerTree>? Inner(byte tag, byte[] content, int depth, ref int left)
    {
        if ((tag & 0x20) != 0)
            return Elements(content, depth + 1, ref left);
        if (content.Length < 2)
            return null;
        return tag switch
        {
            0x04 when content[0] == 0x30 => Elements(content, depth + 1, ref left),
            0x03 when content[0] == 0 && content[1] == 0x30 => Elements(content[1..], depth + 1, ref left),
            _ => null,
        };
    }
}
