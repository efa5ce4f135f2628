using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PSSsl.X509.Der;

/// <summary>Writes DER (X.690): each method gives an element whole, of parts that are elements themselves.</summary>
internal static class DerWriter
{
    internal static byte[] Element(int tag, params byte[][] parts)
    {
        int length = parts.Sum(p => p.Length);
        var bytes = new List<byte>(length + 6) { (byte)tag };
        if (length < 0x80)
        {
            bytes.Add((byte)length);
        }
        else
        {
            int count = length <= 0xFF ? 1 : length <= 0xFFFF ? 2 : length <= 0xFFFFFF ? 3 : 4;
            bytes.Add((byte)(0x80 | count));
            for (int i = count - 1; i >= 0; i--)
                bytes.Add((byte)(length >> (8 * i)));
        }

        foreach (byte[] part in parts)
            bytes.AddRange(part);
        return bytes.ToArray();
    }

    internal static byte[] Sequence(params byte[][] parts) => Element(DerReader.Sequence, parts);

    internal static byte[] Sequence(IEnumerable<byte[]> parts) => Element(DerReader.Sequence, parts.ToArray());

    /// <summary>SET OF, whose elements stand in the order of their bytes (X.690, 11.6).</summary>
    internal static byte[] SetOf(IEnumerable<byte[]> parts) =>
        Element(0x31, parts.OrderBy(p => p, Comparer<byte[]>.Create(Compare)).ToArray());

    /// <summary>[number] around what is constructed.</summary>
    internal static byte[] Constructed(int number, params byte[][] parts) => Element(0xA0 | number, parts);

    /// <summary>[number] in place of a primitive type's tag.</summary>
    internal static byte[] Primitive(int number, byte[] content) => Element(0x80 | number, content);

    internal static byte[] True() => Element(DerReader.Boolean, new byte[] { 0xFF });

    /// <param name="value">Big-endian, without sign.</param>
    internal static byte[] Integer(byte[] value)
    {
        byte[] digits = value.SkipWhile(b => b == 0).ToArray();
        return Element(DerReader.Integer, digits.Length == 0 || digits[0] >= 0x80 ? digits.Prepend((byte)0).ToArray() : digits);
    }

    internal static byte[] Integer(long value) =>
        Integer(new[] { 56, 48, 40, 32, 24, 16, 8, 0 }.Select(shift => (byte)(value >> shift)).ToArray());

    internal static byte[] Enumerated(int value) => Element(0x0A, new[] { (byte)value });

    internal static byte[] OctetString(byte[] content) => Element(DerReader.OctetString, content);

    internal static byte[] BitString(byte[] content) => Element(DerReader.BitString, new byte[] { 0 }, content);

    /// <summary>A named bit list, without the zeros at its end (X.690, 11.2.2).</summary>
    /// <param name="bits">The numbers of those that are set, 0 being the first.</param>
    internal static byte[] NamedBits(IReadOnlyCollection<int> bits)
    {
        if (bits.Count == 0)
            return Element(DerReader.BitString, new byte[] { 0 });
        int last = bits.Max();
        var content = new byte[2 + (last / 8)];
        content[0] = (byte)(7 - (last % 8));
        foreach (int bit in bits)
            content[1 + (bit / 8)] |= (byte)(0x80 >> (bit % 8));
        return Element(DerReader.BitString, content);
    }

    /// <exception cref="FormatException">It is none.</exception>
    internal static byte[] Oid(string dots)
    {
        string[] parts = dots.Split('.');
        var arcs = new ulong[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts[i].Length == 0 || (parts[i].Length > 1 && parts[i][0] == '0')
                || !ulong.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out arcs[i]))
                throw new FormatException($"'{dots}' is not an object identifier");
        }

        if (parts.Length < 2 || parts.Length > 64 || arcs[0] > 2 || (arcs[0] < 2 && arcs[1] >= 40) || arcs[1] > ulong.MaxValue - 80)
            throw new FormatException($"'{dots}' is not an object identifier");
        var content = new List<byte>();
        foreach (ulong arc in arcs.Skip(2).Prepend((arcs[0] * 40) + arcs[1]))
        {
            int groups = 1;
            while (groups < 10 && arc >> (7 * groups) != 0)
                groups++;
            for (int i = groups - 1; i >= 0; i--)
                content.Add((byte)(((arc >> (7 * i)) & 0x7F) | (i > 0 ? 0x80u : 0)));
        }

        return Element(DerReader.ObjectIdentifier, content.ToArray());
    }

    internal static byte[] Utf8(string text) => Element(0x0C, Encoding.UTF8.GetBytes(text));

    /// <param name="text">Of the letters that PrintableString has.</param>
    internal static byte[] Printable(string text) => Element(0x13, Encoding.ASCII.GetBytes(text));

    /// <param name="text">ASCII.</param>
    internal static byte[] Ia5(string text) => Element(0x16, Encoding.ASCII.GetBytes(text));

    /// <summary>RFC 5280, 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 on.</summary>
    internal static byte[] Time(DateTime time)
    {
        DateTime utc = time.ToUniversalTime();
        return utc.Year is >= 1950 and <= 2049
            ? Element(0x17, Encoding.ASCII.GetBytes(utc.ToString("yyMMddHHmmss'Z'", CultureInfo.InvariantCulture)))
            : GeneralizedTime(utc);
    }

    internal static byte[] GeneralizedTime(DateTime time) =>
        Element(0x18, Encoding.ASCII.GetBytes(time.ToUniversalTime().ToString("yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture)));

    private static int Compare(byte[]? left, byte[]? right)
    {
        for (int i = 0; i < left!.Length && i < right!.Length; i++)
        {
            if (left[i] != right[i])
                return left[i] - right[i];
        }

        return left.Length - right!.Length;
    }
}
