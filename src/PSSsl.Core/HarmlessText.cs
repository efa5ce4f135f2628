using System.Globalization;
using System.Linq;
using System.Text;

namespace PSSsl;

/// <summary>
/// Texts that a peer chose, or whoever wrote a certificate: what a terminal would obey (escape sequences), hide, or turn around
/// (bidirectional marks) is made visible before such a text is shown. What counts as harmless is decided here alone.
/// </summary>
internal static class HarmlessText
{
    private const char Stand = '\uFFFD';

    /// <summary>False for control and format characters, and for the separators of Unicode, which end lines.</summary>
    internal static bool IsShown(char c) => !char.IsControl(c) && char.GetUnicodeCategory(c)
        is not (UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);

    /// <summary>The text with a U+FFFD for each such character: the same length, so that tables stay in line.</summary>
    internal static string Of(string text) =>
        IsHarmless(text) ? text : new string(Enumerable.Range(0, text.Length).Select(i => IsShownAt(text, i) ? text[i] : Stand).ToArray());

    /// <summary>The text with <c>\x1B</c> for each such character; tabs and line feeds stay.</summary>
    internal static string WrittenOut(string text)
    {
        if (IsHarmless(text))
            return text;
        var shown = new StringBuilder(text.Length + 16);
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c is '\n' or '\t' || IsShownAt(text, i))
                shown.Append(c);
            else
                shown.AppendFormat(CultureInfo.InvariantCulture, c < 0x100 ? "\\x{0:X2}" : "\\u{0:X4}", (int)c);
        }

        return shown.ToString();
    }

    /// <summary>A message of several lines, which may quote such a text.</summary>
    internal static string Message(string text) => WrittenOut(text.Replace("\r\n", "\n")).Replace("\n", System.Environment.NewLine);

    private static bool IsHarmless(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!IsShownAt(text, i))
                return false;
        }

        return true;
    }

    /// <remarks>Tags and other format characters beyond U+FFFF are two chars each.</remarks>
    private static bool IsShownAt(string text, int i)
    {
        char c = text[i];
        if (c < 0x7F)
            return c >= ' ';
        if (!char.IsSurrogate(c))
            return IsShown(c);
        int first = char.IsLowSurrogate(c) ? i - 1 : i;
        return first >= 0 && first + 1 < text.Length && char.IsSurrogatePair(text[first], text[first + 1])
            && CharUnicodeInfo.GetUnicodeCategory(text, first) != UnicodeCategory.Format;
    }
}
