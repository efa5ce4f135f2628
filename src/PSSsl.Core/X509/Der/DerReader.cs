using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;

namespace PSSsl.X509.Der;

/// <summary>
/// Reads DER (X.690) element by element out of a range of bytes. Lengths are definite and lie within their parent, or
/// <see cref="FormatException"/> is thrown; nothing is allocated by what a length claims.
/// </summary>
internal sealed class DerReader
{
    internal const int Boolean = 0x01;
    internal const int Integer = 0x02;
    internal const int BitString = 0x03;
    internal const int OctetString = 0x04;
    internal const int Null = 0x05;
    internal const int ObjectIdentifier = 0x06;
    internal const int Enumerated = 0x0A;
    internal const int Sequence = 0x30;

    private const int LongestOid = 64;

    private readonly byte[] _bytes;
    private readonly int _end;
    private int _at;

    internal DerReader(byte[] bytes)
        : this(bytes, 0, bytes.Length)
    {
    }

    private DerReader(byte[] bytes, int start, int end)
    {
        _bytes = bytes;
        _at = start;
        _end = end;
    }

    internal bool HasMore => _at < _end;

    /// <summary>Enters the one element that these bytes are.</summary>
    /// <exception cref="FormatException">It has another tag, or something follows it.</exception>
    internal static DerReader Only(byte[] bytes, int tag)
    {
        var reader = new DerReader(bytes);
        DerReader content = reader.Enter(tag);
        return reader.HasMore ? throw new FormatException("something follows the end") : content;
    }

    /// <summary>The content of the one element that these bytes are.</summary>
    /// <exception cref="FormatException">It has another tag, or something follows it.</exception>
    internal static byte[] OnlyContent(byte[] bytes, int tag) => Only(bytes, tag).Rest();

    /// <summary>Tag of the next element, one byte, -1 at the end; tag numbers above 30 are refused.</summary>
    internal int NextTag => !HasMore ? -1 : (_bytes[_at] & 0x1F) == 0x1F ? throw new FormatException("a tag number above 30") : _bytes[_at];

    /// <summary>Enters the next element, which must have this tag.</summary>
    internal DerReader Enter(int tag)
    {
        int start = Header(tag, out int length);
        _at = start + length;
        return new DerReader(_bytes, start, _at);
    }

    /// <summary>Enters the next element if it has this tag.</summary>
    internal DerReader? TryEnter(int tag) => NextTag == tag ? Enter(tag) : null;

    /// <summary>
    /// Enters the one element that an explicit tag is put around, if the next element has that tag: two in it would be seen by one reader
    /// and not by another.
    /// </summary>
    internal DerReader? TryUnwrap(int tag, int inner)
    {
        if (TryEnter(tag) is not { } wrapper)
            return null;
        DerReader content = wrapper.Enter(inner);
        wrapper.End();
        return content;
    }

    /// <exception cref="FormatException">There is more.</exception>
    internal void End()
    {
        if (HasMore)
            throw new FormatException("something where an end should be");
    }

    /// <summary>The next element as a truth value if it has this tag; null if it has another. Anything but zeros is true.</summary>
    internal bool? TryTruth(int tag)
    {
        if (NextTag != tag)
            return null;
        bool truth = false;
        foreach (byte b in Content(tag))
            truth |= b != 0;
        return truth;
    }

    /// <summary>The content of the next element, which must have this tag.</summary>
    internal byte[] Content(int tag) => Enter(tag).Rest();

    internal void Skip() => Enter(NextTag);

    /// <summary>The next element whole, with its tag and length; it must have this tag.</summary>
    internal byte[] Element(int tag)
    {
        int start = _at;
        Enter(tag);
        var element = new byte[_at - start];
        Buffer.BlockCopy(_bytes, start, element, 0, element.Length);
        return element;
    }

    /// <summary>
    /// Whether the next element, an INTEGER, is this number, with however many zeros before it. Nothing is copied where its length tells
    /// already.
    /// </summary>
    internal bool IntegerIs(byte[] number)
    {
        int start = Header(Integer, out int length);
        _at = start + length;
        bool hasFiller = length > 1 && _bytes[start] is (0x00 or 0xFF);
        if (length != number.Length && !hasFiller && !(number.Length > 1 && number[0] is (0x00 or 0xFF)))
            return false;
        return IntegerComparer.Instance.Equals(new DerReader(_bytes, start, _at).Rest(), number);
    }

    /// <summary>What is left, as it is.</summary>
    internal byte[] Rest()
    {
        var rest = new byte[_end - _at];
        Buffer.BlockCopy(_bytes, _at, rest, 0, rest.Length);
        return rest;
    }

    /// <summary>The next element as it is, with its tag and length.</summary>
    internal byte[] Element()
    {
        int start = _at;
        Skip();
        return new DerReader(_bytes, start, _at).Rest();
    }

    /// <summary>An object identifier in dots.</summary>
    internal string Oid() => Oid(Content(ObjectIdentifier));

    /// <summary>The content of an object identifier in dots. A part may be as long as a UUID (X.667), or longer.</summary>
    internal static string Oid(byte[] content)
    {
        if (content.Length is 0 or > LongestOid || (content[content.Length - 1] & 0x80) != 0)
            throw new FormatException("an object identifier of impossible length");
        return ShortOid(content) ?? LongOid(content);
    }

    /// <summary>The same where every part fits in a number; null where one does not.</summary>
    private static string? ShortOid(byte[] content)
    {
        // A byte more makes a part at most three digits longer, or is one with its dot.
        var text = new char[(4 * content.Length) + 4];
        int length = 0;
        ulong value = 0;
        foreach (byte b in content)
        {
            if (value == 0 && b == 0x80)
                throw new FormatException("an object identifier with an impossible part");
            if (value > ulong.MaxValue >> 7)
                return null;
            value = (value << 7) | (b & 0x7Fu);
            if ((b & 0x80) != 0)
                continue;
            if (length == 0)
            {
                ulong first = Math.Min(value / 40, 2);
                text[length++] = (char)('0' + first);
                value -= first * 40;
            }

            text[length++] = '.';
            length = WriteDecimal(text, length, value);
            value = 0;
        }

        return new string(text, 0, length);
    }

    private static int WriteDecimal(char[] text, int at, ulong value)
    {
        int end = at + 1;
        for (ulong rest = value / 10; rest > 0; rest /= 10)
            end++;
        for (int i = end - 1; i >= at; i--, value /= 10)
            text[i] = (char)('0' + (value % 10));
        return end;
    }

    private static string LongOid(byte[] content)
    {
        var parts = new List<string>();
        BigInteger value = BigInteger.Zero;
        foreach (byte b in content)
        {
            if (value.IsZero && b == 0x80)
                throw new FormatException("an object identifier with an impossible part");
            value = (value << 7) | (b & 0x7F);
            if ((b & 0x80) != 0)
                continue;
            if (parts.Count == 0)
            {
                BigInteger first = BigInteger.Min(value / 40, 2);
                parts.Add(first.ToString(CultureInfo.InvariantCulture));
                value -= first * 40;
            }

            parts.Add(value.ToString(CultureInfo.InvariantCulture));
            value = BigInteger.Zero;
        }

        return string.Join(".", parts);
    }

    private int Header(int tag, out int length)
    {
        if (NextTag != tag)
            throw new FormatException($"tag {NextTag} where {tag} was expected");
        int at = _at + 1;
        if (at >= _end)
            throw new FormatException("an element without length");
        int first = _bytes[at++];
        if (first < 0x80)
        {
            length = first;
        }
        else
        {
            int count = first & 0x7F;
            if (count is 0 or > 4 || at + count > _end)
                throw new FormatException("a length that is indefinite or too large");
            long value = 0;
            for (int i = 0; i < count; i++)
                value = (value << 8) | _bytes[at++];
            length = value <= _end - at ? (int)value : throw new FormatException("an element longer than what holds it");
        }

        return length <= _end - at ? at : throw new FormatException("an element longer than what holds it");
    }
}
