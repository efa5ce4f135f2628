using System;
using System.Collections.Generic;
using System.Text;
using System.Text.RegularExpressions;

namespace PSSsl.Engine.Keys;

/// <summary>
/// Text with blocks of PEM (RFC 7468). What stands between blocks is comment; everything that looks like a block's beginning or end is part
/// of one or an error, because a certificate that is passed over in silence is an authority or an issuer less. Blocks may follow each other
/// within a line, as they do where files without a last newline were joined.
/// </summary>
internal static class PemBlocks
{
    private const string Begin = "-----BEGIN ", End = "-----END ", Dashes = "-----";
    private const int LongestLabel = 64, MostBlocks = 20_000;

    /// <summary>A mark that lost a dash, or its capitals.</summary>
    private static readonly Regex s_damaged = new(
        @"-[ \t]*(BEGIN|END) [A-Z0-9 #.]*(CERTIFICATE|PRIVATE KEY|X509 CRL|PKCS|CMS|DH PARAMETERS)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    /// <summary>Whether bytes are such text, and not DER that has a mark somewhere in it.</summary>
    internal static bool AreIn(byte[] content) =>
        !(DerFrame.At(content, 0, content.Length) is { Tag: 0x30 } whole && whole.End == content.Length) && Has(content);

    /// <exception cref="KeyMaterialException">A block has no end, or another's, or a mark is damaged.</exception>
    internal static IReadOnlyList<PemBlock> Of(byte[] content)
    {
        string text = Encoding.ASCII.GetString(content);
        var blocks = new List<PemBlock>();
        int at = 0, line = 1, counted = 0;
        while (text.IndexOf(Begin, at, StringComparison.Ordinal) is >= 0 and var begin)
        {
            line += Lines(text, counted, begin);
            counted = begin;
            CheckBetween(text, at, begin, line);
            if (blocks.Count == MostBlocks)
                throw Wrong($"there are more than {MostBlocks} blocks in it");
            blocks.Add(Read(text, begin, line, out at));
        }

        CheckBetween(text, at, text.Length, line);
        return blocks;
    }

    private static PemBlock Read(string text, int begin, int line, out int next)
    {
        int start = begin + Begin.Length, stop = text.IndexOf(Dashes, start, StringComparison.Ordinal);
        string label = stop < 0 || stop - start > LongestLabel ? string.Empty : text.Substring(start, stop - start);
        if (label.Length == 0 || label.IndexOfAny(new[] { '\r', '\n' }) >= 0)
            throw Wrong($"line {line} begins a block of PEM and does not say of what");
        int body = stop + Dashes.Length, end = text.IndexOf(Dashes, body, StringComparison.Ordinal);
        string mark = End + label + Dashes;
        if (end < 0)
            throw Wrong($"the block '{PemBlock.Shown(label)}' of line {line} has no end: the file may be cut off");
        if (string.CompareOrdinal(text, end, mark, 0, mark.Length) != 0)
            throw Wrong($"the block '{PemBlock.Shown(label)}' of line {line} does not end with {PemBlock.Shown(mark)}");
        next = end + mark.Length;
        (IReadOnlyDictionary<string, string> headers, string rest) = Headers(text.Substring(body, end - body));
        return new PemBlock(label, line, headers, rest);
    }

    /// <summary>Lines with a colon before an empty one (RFC 1421, 4.4); base64 has no colon.</summary>
    private static (IReadOnlyDictionary<string, string> Headers, string Body) Headers(string block)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (block.IndexOf(':') < 0)
            return (headers, block);
        string[] lines = block.Replace("\r\n", "\n").Replace('\r', '\n').TrimStart('\n', ' ', '\t').Split('\n');
        int i = 0;
        for (; i < lines.Length && lines[i].IndexOf(':') is > 0 and var colon; i++)
            headers[lines[i].Substring(0, colon).Trim()] = lines[i].Substring(colon + 1).Trim();
        return (headers, string.Join("\n", lines, i, lines.Length - i));
    }

    private static void CheckBetween(string text, int from, int to, int line)
    {
        if (to - from < End.Length)
            return;
        string between = text.Substring(from, to - from);
        if (s_damaged.Match(between) is { Success: true } found)
        {
            throw Wrong($"between its blocks there is '{PemBlock.Shown(found.Value.Trim())}' (before or after line {line}): "
                + "the mark of a block that is damaged, or has no beginning");
        }
    }

    private static bool Has(byte[] content)
    {
        int last = content.Length - Begin.Length;
        for (int at = Array.IndexOf(content, (byte)'-'); at >= 0 && at <= last; at = Array.IndexOf(content, (byte)'-', at + 1))
        {
            int i = 0;
            while (i < Begin.Length && content[at + i] == Begin[i])
                i++;
            if (i == Begin.Length)
                return true;
        }

        return false;
    }

    private static int Lines(string text, int from, int to)
    {
        int lines = 0;
        for (int at = text.IndexOf('\n', from, to - from); at >= 0; at = text.IndexOf('\n', at + 1, to - at - 1))
            lines++;
        return lines;
    }

    private static KeyMaterialException Wrong(string message) => new(KeyMaterialFault.Malformed, message);
}
