using System;

namespace PSSsl.X509;

/// <summary>Whether bytes are in DER's one form (X.690, 10 and 11) and not in another of BER's: two readers must not be able to see two things in them.</summary>
internal static class DerForm
{
    private const int Deepest = 32;
    private const int MostElements = 100_000;

    /// <summary>What is not as it must be; null if nothing is.</summary>
    internal static string? FaultIn(byte[] bytes)
    {
        int left = MostElements;
        return Elements(bytes, 0, bytes.Length, 0, ref left);
    }

    private static string? Elements(byte[] bytes, int at, int end, int depth, ref int left)
    {
        if (depth > Deepest)
            return $"it is nested more than {Deepest} deep";
        while (at < end)
        {
            if (--left < 0)
                return $"it has more than {MostElements} elements";
            int tag = bytes[at++];
            if ((tag & 0x1F) == 0x1F)
                return "it has a tag number above 30";
            if (Length(bytes, ref at, end) is not { } length)
                return "a length is not written in the shortest way";
            string? fault = (tag & 0x20) != 0 ? Elements(bytes, at, at + length, depth + 1, ref left) : Primitive(tag, bytes, at, length);
            if (fault is not null)
                return fault;
            at += length;
        }

        return null;
    }

    /// <summary>Null if it is not the shortest, is indefinite, or reaches beyond the end.</summary>
    private static int? Length(byte[] bytes, ref int at, int end)
    {
        if (at >= end)
            return null;
        int first = bytes[at++];
        if (first < 0x80)
            return first <= end - at ? first : null;
        int count = first & 0x7F;
        if (count is 0 or > 4 || count > end - at || bytes[at] == 0)
            return null;
        long value = 0;
        for (int i = 0; i < count; i++)
            value = (value << 8) | bytes[at++];
        return value >= 0x80 && value <= end - at ? (int)value : null;
    }

    private static string? Primitive(int tag, byte[] bytes, int at, int length) => tag switch
    {
        DerReader.Boolean when length != 1 || bytes[at] is not (0x00 or 0xFF) => "a truth value is neither 00 nor FF",
        DerReader.Integer when length == 0 || (length > 1 && (bytes[at] == 0x00 ? bytes[at + 1] < 0x80 : bytes[at] == 0xFF && bytes[at + 1] >= 0x80)) => "a number is not written in the shortest way",
        DerReader.BitString when length == 0 || bytes[at] > 7 || (length == 1 && bytes[at] != 0) || (length > 1 && (bytes[at + length - 1] & ((1 << bytes[at]) - 1)) != 0) => "a bit string has bits beyond its end",
        0x05 when length != 0 => "a NULL has content",
        DerReader.ObjectIdentifier when length == 0 || (bytes[at + length - 1] & 0x80) != 0 || StartsWithFiller(bytes, at, length) => "an object identifier is not written in the shortest way",
        _ => null,
    };

    /// <summary>A part of an object identifier that begins with 0x80 has a leading zero.</summary>
    private static bool StartsWithFiller(byte[] bytes, int at, int length)
    {
        for (int i = 0; i < length; i++)
        {
            if (bytes[at + i] == 0x80 && (i == 0 || (bytes[at + i - 1] & 0x80) == 0))
                return true;
        }

        return false;
    }
}
