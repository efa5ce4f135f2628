using System;
using System.Linq;

namespace PSSsl.X509.Names;

/// <summary>
/// Whether letters can be told from others that look the same (UTS 39, 5.2, "highly restrictive"): each label is of one script, or of Latin
/// with what Chinese, Japanese or Korean is written in; and a Cyrillic or Greek label does not consist of letters alone that look Latin.
/// </summary>
internal static class LetterScripts
{
    private const string LookLatin = "асԁеһіјӏорԛѕԝхуъьҽпгѵѡκνορτυαικ";

    [Flags]
    private enum Scripts
    {
        None = 0,
        Latin = 1,
        Greek = 2,
        Cyrillic = 4,
        Han = 8,
        Kana = 16,
        Bopomofo = 32,
        Hangul = 64,
        Other = 128,
    }

    internal static bool AreClear(string name) => name.Split('.').All(IsClear);

    private static bool IsClear(string label)
    {
        Scripts used = Scripts.None;
        int block = -1;
        foreach (char c in label)
        {
            Scripts script = Of(c);
            used |= script;
            // Scripts that are not told apart by name are told apart by their block.
            if (script == Scripts.Other && block >= 0 && block != c >> 7)
                return false;
            if (script == Scripts.Other)
                block = c >> 7;
        }

        bool single = (used & (used - 1)) == 0;
        bool eastAsian = IsWithin(used, Scripts.Latin | Scripts.Han | Scripts.Kana)
            || IsWithin(used, Scripts.Latin | Scripts.Han | Scripts.Bopomofo)
            || IsWithin(used, Scripts.Latin | Scripts.Han | Scripts.Hangul);
        return (single || eastAsian)
            && !(used is Scripts.Cyrillic or Scripts.Greek && label.Where(c => c >= 0x80).All(c => LookLatin.IndexOf(c) >= 0));
    }

    private static bool IsWithin(Scripts used, Scripts allowed) => (used & ~allowed) == 0;

    private static Scripts Of(char c) => c switch
    {
        (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '\u00C0' and <= '\u024F') or (>= '\u1E00' and <= '\u1EFF') => Scripts.Latin,
        < '\u0080' => Scripts.None,
        (>= '\u0370' and <= '\u03FF') or (>= '\u1F00' and <= '\u1FFF') => Scripts.Greek,
        >= '\u0400' and <= '\u052F' => Scripts.Cyrillic,
        (>= '\u3040' and <= '\u30FF') => Scripts.Kana,
        (>= '\u3100' and <= '\u312F') => Scripts.Bopomofo,
        (>= '\u3400' and <= '\u9FFF') or '\u3005' or '\u3007' => Scripts.Han,
        (>= '\uAC00' and <= '\uD7A3') or (>= '\u1100' and <= '\u11FF') => Scripts.Hangul,
        // Marks that go with the letter before them; the joiners.
        (>= '\u0300' and <= '\u036F') or '\u200C' or '\u200D' => Scripts.None,
        _ => Scripts.Other,
    };
}
