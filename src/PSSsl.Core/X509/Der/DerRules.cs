using System;

namespace PSSsl.X509.Der;

/// <summary>
/// The rules of DER (X.690, 8 to 10) for whatever is read, shown, judged or written: one encoding for each value, so that all readers see
/// the same. Depth and number of elements are bounded.
/// </summary>
internal static class DerRules
{
    private const int Deepest = 32;
    private const int MostElements = 200_000;

    /// <summary>The first rule that is broken; null if none is.</summary>
    internal static string? FirstBroken(byte[] der)
    {
        // The ends of what holds the current element.
        var ends = new int[Deepest];
        int depth = 0;
        ends[0] = der.Length;
        int elements = 0;
        for (int at = 0; ;)
        {
            while (at == ends[depth])
            {
                if (depth-- == 0)
                    return null;
            }

            if (++elements > MostElements)
                return $"it has more than {MostElements} elements";
            int start = at;
            if (Length(der, ref at, ends[depth], out int length) is { } fault)
                return $"{fault} at byte {start}";
            byte tag = der[start];
            if (Content(der, tag, at, length) is { } broken)
                return $"{broken} at byte {start}";
            if ((tag & 0x20) == 0)
            {
                at += length;
                continue;
            }

            if (++depth == Deepest)
                return $"its elements are nested deeper than {Deepest} at byte {start}";
            ends[depth] = at + length;
        }
    }

    /// <exception cref="FormatException">It is not one element in DER.</exception>
    internal static void Check(byte[] der, string what)
    {
        if (FirstBroken(der) is { } fault)
            throw new FormatException($"{what} is not DER: {fault}");
        var reader = new DerReader(der);
        reader.Skip();
        if (reader.HasMore)
            throw new FormatException($"{what} has bytes after its end");
    }

    private static string? Length(byte[] der, ref int at, int end, out int length)
    {
        length = 0;
        if ((der[at] & 0x1F) == 0x1F)
            return "a tag number above 30";
        if (++at >= end)
            return "an element without length";
        int first = der[at++];
        if (first < 0x80)
        {
            length = first;
        }
        else
        {
            int count = first & 0x7F;
            if (count == 0)
                return "an indefinite length";
            if (count > 4 || at + count > end)
                return "a length that is too large";
            long value = 0;
            for (int i = 0; i < count; i++)
                value = (value << 8) | der[at++];
            if (value < 0x80 || value >> (8 * (count - 1)) == 0)
                return "a length in more bytes than needed";
            if (value > end - at)
                return "an element longer than what holds it";
            length = (int)value;
        }

        return length <= end - at ? null : "an element longer than what holds it";
    }

    private static string? Content(byte[] der, byte tag, int at, int length) => tag switch
    {
        0x00 or 0x20 => "an end of contents, which only indefinite lengths have",
        DerReader.Boolean when length != 1 || der[at] is not (0 or 0xFF) => "a BOOLEAN that is neither 00 nor FF",
        DerReader.Integer or DerReader.Enumerated when length == 0 => "an empty integer",
        DerReader.Integer or DerReader.Enumerated when length > 1 && der[at] == 0 && der[at + 1] < 0x80 =>
            "an integer with a superfluous leading zero",
        DerReader.Integer or DerReader.Enumerated when length > 1 && der[at] == 0xFF && der[at + 1] >= 0x80 =>
            "an integer with superfluous leading FF bytes",
        DerReader.BitString when length == 0 || der[at] > 7 || (length == 1 && der[at] != 0) => "a BIT STRING of impossible length",
        DerReader.BitString when length > 1 && (der[at + length - 1] & ((1 << der[at]) - 1)) != 0 =>
            "a BIT STRING whose unused bits are set",
        DerReader.Null when length != 0 => "a NULL with content",
        DerReader.ObjectIdentifier => ObjectIdentifier(der, at, length),
        // EXTERNAL, EMBEDDED PDV, SEQUENCE, SET, CHARACTER STRING: what has parts.
        0x08 or 0x0B or 0x10 or 0x11 or 0x1D => "a structure that is written as a value",
        0x28 or 0x2B or 0x30 or 0x31 or 0x3D => null,
        > 0x20 and < 0x40 => "a value in pieces",
        _ => null,
    };

    /// <summary>Each part in as few bytes as it takes, the last one ended.</summary>
    private static string? ObjectIdentifier(byte[] der, int at, int length)
    {
        if (length == 0 || (der[at + length - 1] & 0x80) != 0)
            return "an object identifier that does not end";
        for (int i = at; i < at + length; i++)
        {
            if (der[i] == 0x80 && (i == at || (der[i - 1] & 0x80) == 0))
                return "an object identifier with a superfluous leading zero";
        }

        return null;
    }
}
