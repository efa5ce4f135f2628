using System;
using System.Globalization;
using System.Linq;
using System.Numerics;
using System.Text;
using PSSsl.X509;

namespace PSSsl.Certificates.Text;

/// <summary>Bytes and numbers in lines, as OpenSSL prints them.</summary>
internal static class HexLines
{
    /// <summary>Numbers larger than this are of no use to a reader; their length is told.</summary>
    private const int MostBytes = 8192;

    /// <summary>Pairs of digits with colons, so many in a line; lines but the last end with a colon.</summary>
    internal static void Append(StringBuilder text, byte[] bytes, int indent, int width, bool upper = false, bool indentFirst = true)
    {
        int shown = Math.Min(bytes.Length, MostBytes);
        for (int i = 0; i < shown; i++)
        {
            if (i % width == 0 && (i > 0 || indentFirst))
                text.Append(' ', indent);
            text.Append(bytes[i].ToString(upper ? "X2" : "x2", CultureInfo.InvariantCulture));
            if (i + 1 < shown)
                text.Append(':');
            if (i % width == width - 1 && i + 1 < shown)
                text.Append('\n');
        }

        text.Append('\n');
        if (shown < bytes.Length)
            text.Append(' ', indent).Append('(').Append(bytes.Length - shown).Append(" more bytes)\n");
    }

    /// <summary>A number by its name: small ones beside it, in decimal and hex, others below it with 15 bytes in a line.</summary>
    internal static void Number(StringBuilder text, string name, byte[] unsigned, int indent)
    {
        byte[] digits = unsigned.SkipWhile(b => b == 0).ToArray();
        text.Append(' ', indent).Append(name);
        if (digits.Length <= 8)
        {
            ulong value = digits.Aggregate(0UL, (v, b) => (v << 8) | b);
            text.Append(' ').Append(value == 0 ? "0" : string.Format(CultureInfo.InvariantCulture, "{0} (0x{0:x})", value)).Append('\n');
            return;
        }

        text.Append('\n');
        // A sign's byte goes before it where the highest bit is set.
        Append(text, (digits[0] & 0x80) != 0 ? digits.Prepend((byte)0).ToArray() : digits, indent + 4, 15);
    }

    /// <summary>An INTEGER in decimal; in hex with its sign once it is longer than 16 bytes.</summary>
    internal static string Decimal(byte[] integer)
    {
        if (integer.Length is 0 or > 16)
            return $"0x{CertificateExtensions.Hex(integer.Take(64).ToArray())}";
        return new BigInteger(Enumerable.Reverse(integer).ToArray()).ToString(CultureInfo.InvariantCulture);
    }
}
