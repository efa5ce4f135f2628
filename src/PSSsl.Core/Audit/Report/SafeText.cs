using System;
using System.Text;

namespace PSSsl.Audit.Report;

/// <summary>
/// A text of others as other programs take it: of bounded length, without control characters, what turns the direction of a line, and
/// halves of characters.
/// </summary>
internal static class SafeText
{
    private const int Longest = 2000;

    internal static string Of(string? text)
    {
        string all = text ?? string.Empty;
        var safe = new StringBuilder(Math.Min(all.Length, Longest));
        for (int i = 0; i < Math.Min(all.Length, Longest); i++)
        {
            if (char.IsHighSurrogate(all[i]) && i + 1 < all.Length && char.IsLowSurrogate(all[i + 1]))
                safe.Append(all[i]).Append(all[++i]);
            else
                safe.Append(IsHarmless(all[i]) ? all[i] : '\uFFFD');
        }

        if (all.Length > Longest)
            safe.Append(FormattableString.Invariant($"… ({all.Length - Longest} characters more)"));
        return safe.ToString();
    }

    private static bool IsHarmless(char c) => c is not (< ' ' and not '\n' or >= '\u007F' and <= '\u009F' or '\u061C'
        or >= '\u200B' and <= '\u200F' or >= '\u2028' and <= '\u202E' or >= '\u2060' and <= '\u206F' or '\uFEFF'
        or >= '\uD800' and <= '\uDFFF' or '\uFFFE' or '\uFFFF');
}
