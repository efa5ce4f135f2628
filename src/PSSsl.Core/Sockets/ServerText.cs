using System;
using System.Linq;
using System.Text;

namespace PSSsl.Sockets;

/// <summary>
/// A server's words before TLS. Anybody may have written them, so what a terminal would obey or hide in them is made visible before it is
/// shown.
/// </summary>
internal static class ServerText
{
    internal const int LongestQuote = 120;

    private static readonly Encoding s_utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding s_latin1 = Encoding.GetEncoding(28591);

    /// <summary>Text in UTF-8, or in Latin-1 if it cannot be that.</summary>
    internal static string Decode(byte[] bytes) => Decode(bytes, bytes.Length);

    internal static string Decode(byte[] bytes, int count) => Decode(bytes, count, isWhole: true);

    /// <param name="bytes">The text.</param>
    /// <param name="count">How many bytes of it.</param>
    /// <param name="isWhole">False if the last character may be cut off; it is left out then.</param>
    private static string Decode(byte[] bytes, int count, bool isWhole)
    {
        var chars = new char[count];
        try
        {
            return new string(chars, 0, s_utf8.GetDecoder().GetChars(bytes, 0, count, chars, 0, flush: isWhole));
        }
        catch (DecoderFallbackException)
        {
            // Old servers write in their country's letters; most of these Latin-1 has.
            return s_latin1.GetString(bytes, 0, count);
        }
    }

    /// <summary>The first line in quotation marks if it is text, bytes in hex otherwise.</summary>
    internal static string Quote(byte[] bytes) => AsText(Decode(bytes, bytes.Length, isWhole: false)) ?? Hex(bytes);

    internal static string Quote(string text) => AsText(text) ?? Hex(Encoding.UTF8.GetBytes(text));

    private static string? AsText(string text)
    {
        text = text.TrimStart('\r', '\n');
        int length = text.IndexOfAny(new[] { '\r', '\n' });
        length = length < 0 ? text.Length : length;
        bool isCut = length > LongestQuote;
        // Not through the middle of a character of two.
        length = !isCut ? length : char.IsHighSurrogate(text[LongestQuote - 1]) ? LongestQuote - 1 : LongestQuote;
        text = text.Substring(0, length).Replace('\t', ' ');
        // A few control characters are a text's colours; many are a packet.
        return length == 0 || 4 * text.Count(c => !HarmlessText.IsShown(c)) > length ? null
            : $"\"{HarmlessText.WrittenOut(text)}{(isCut ? "…" : string.Empty)}\"";
    }

    private static string Hex(byte[] bytes) =>
        bytes.Length == 0 ? "nothing" : "the bytes " + BitConverter.ToString(bytes, 0, Math.Min(bytes.Length, 16));

    /// <summary>How long a line is without its end, LF or CRLF.</summary>
    internal static int LengthWithoutEnd(byte[] line)
    {
        int length = line.Length;
        if (length > 0 && line[length - 1] == '\n')
            length--;
        if (length > 0 && line[length - 1] == '\r' && length < line.Length)
            length--;
        return length;
    }
}
