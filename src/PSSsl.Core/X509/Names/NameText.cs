using System;
using System.Globalization;
using System.Linq;
using System.Text;

namespace PSSsl.X509.Names;

/// <summary>The texts in names: read out of their string types, and prepared for comparing (RFC 5280, 7.1; RFC 4518, 2).</summary>
internal static class NameText
{
    private static readonly UTF8Encoding s_strictUtf8 = new(false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding s_strictUtf16 = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UTF32Encoding s_strictUtf32 = new(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true);

    /// <summary>The text of a string type; null for other types, and for bytes that are not text.</summary>
    internal static string? Read(int tag, byte[] value)
    {
        try
        {
            return tag switch
            {
                NameAttribute.Utf8String => s_strictUtf8.GetString(value),
                NameAttribute.BmpString when value.Length % 2 == 0 => s_strictUtf16.GetString(value),
                NameAttribute.UniversalString when value.Length % 4 == 0 => s_strictUtf32.GetString(value),
                // NumericString, PrintableString, TeletexString, IA5String, VisibleString: ASCII, or near to Latin-1.
                0x12 or NameAttribute.PrintableString or NameAttribute.TeletexString or NameAttribute.Ia5String or 0x1A =>
                    new string(value.Select(b => (char)b).ToArray()),
                _ => null,
            };
        }
        catch (DecoderFallbackException)
        {
            // Bytes that say they are UTF-8 and are not.
            return null;
        }
    }

    /// <summary>
    /// One form of each character, no case, white space that is one space and none at the ends, without characters that are not seen.
    /// </summary>
    internal static string Prepare(string text)
    {
        if (IsPlain(text))
            return text.ToUpperInvariant();
        var seen = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (char.IsWhiteSpace(c))
                seen.Append(' ');
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format)
                seen.Append(c);
        }

        string folded = seen.ToString().Normalize(NormalizationForm.FormKC).ToUpperInvariant().Normalize(NormalizationForm.FormKC);
        return string.Join(" ", folded.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>A letter of PrintableString (X.680, 41.4).</summary>
    internal static bool IsPrintable(char c) =>
        c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || " '()+,-./:=?".IndexOf(c) >= 0;

    /// <summary>ASCII with single spaces inside.</summary>
    private static bool IsPlain(string text)
    {
        bool space = true;
        foreach (char c in text)
        {
            if (c is < ' ' or > '~' || (c == ' ' && space))
                return false;
            space = c == ' ';
        }

        return !space;
    }
}
