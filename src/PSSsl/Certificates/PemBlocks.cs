using System;
using System.Collections.Generic;

namespace PSSsl.Certificates;

/// <summary>Blocks of one kind in PEM text (RFC 7468).</summary>
internal static class PemBlocks
{
    /// <exception cref="FormatException">A block has no end, is not base64, or there are too many.</exception>
    internal static IReadOnlyList<byte[]> Of(string text, string label, int most)
    {
        string begin = $"-----BEGIN {label}-----", end = $"-----END {label}-----";
        var blocks = new List<byte[]>();
        for (int at = text.IndexOf(begin, StringComparison.Ordinal); at >= 0; at = text.IndexOf(begin, at, StringComparison.Ordinal))
        {
            if (blocks.Count == most)
                throw new FormatException($"there are more than {most}");
            at += begin.Length;
            int stop = text.IndexOf(end, at, StringComparison.Ordinal);
            if (stop < 0)
                throw new FormatException("a block has no end");
            blocks.Add(Convert.FromBase64String(text.Substring(at, stop - at)));
            at = stop;
        }

        return blocks;
    }
}
