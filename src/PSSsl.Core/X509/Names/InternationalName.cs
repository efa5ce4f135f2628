using System;
using System.Globalization;
using System.Linq;

namespace PSSsl.X509.Names;

/// <summary>
/// International host names (RFC 5890, UTS 46), the same for looking a host up, asking for it and judging its certificate.
/// </summary>
internal static class InternationalName
{
    // AllowUnassigned: letters that this platform's tables do not know could be mapped otherwise elsewhere.
    private static readonly IdnMapping s_idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    /// <summary>
    /// UTS 46, 4, deviation characters: ß, final sigma, zero-width joiner and non-joiner. IDNA2003 maps them away, so that straße.example
    /// is strasse.example, a name that can belong to somebody else.
    /// </summary>
    private static readonly char[] s_deviations = { '\u00DF', '\u03C2', '\u200C', '\u200D' };

    /// <summary>A-labels of a name.</summary>
    /// <exception cref="ArgumentException">It cannot be written so.</exception>
    internal static string ToAscii(string name)
    {
        if (name.All(c => c < 0x80))
            return name;
        // UTS 46 took back in 15.1 that the capital is two letters.
        name = name.Replace('\u1E9E', '\u00DF');
        string ascii = s_idn.GetAscii(name);
        return name.IndexOfAny(s_deviations) < 0 || CountDeviations(s_idn.GetUnicode(ascii)) == CountDeviations(name) ? ascii
            : throw new ArgumentException("this platform's tables (IDNA2003) would make another name of it", nameof(name));
    }

    /// <summary>
    /// U-labels of a name in A-labels, for reading; null if it has none, if they are not valid, or if they could pass for other letters.
    /// </summary>
    internal static string? Show(string name)
    {
        if (name.Length > 253 || name.IndexOf("xn--", StringComparison.OrdinalIgnoreCase) < 0)
            return null;
        string bare = name.StartsWith("*.", StringComparison.Ordinal) ? name.Substring(2) : name;
        return ToUnicode(bare) is { } unicode && LetterScripts.AreClear(unicode) ? name.Substring(0, name.Length - bare.Length) + unicode
            : null;
    }

    /// <summary>Whether all A-labels of a name are valid: what they decode to is encoded so.</summary>
    internal static bool IsValid(string name) =>
        name.IndexOf("xn--", StringComparison.OrdinalIgnoreCase) < 0 || ToUnicode(name) is not null;

    private static string? ToUnicode(string ascii)
    {
        try
        {
            string unicode = s_idn.GetUnicode(ascii);
            return string.Equals(s_idn.GetAscii(unicode), ascii, StringComparison.OrdinalIgnoreCase) ? unicode : null;
        }
        catch (ArgumentException)
        {
            // The labels are not international ones, though they look so.
            return null;
        }
    }

    private static int CountDeviations(string name) => name.Count(c => Array.IndexOf(s_deviations, c) >= 0);
}
