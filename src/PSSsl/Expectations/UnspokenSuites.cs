using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Ciphers;

namespace PSSsl.Expectations;

/// <summary>
/// Suites up to TLS 1.2 that nothing here speaks, RC4, DES and export among them. They are offered to see whether a server would take one, and the handshake ends when it does.
/// </summary>
internal static class UnspokenSuites
{
    /// <summary>First and last of the numbers that IANA and the drafts before it gave to suites; no signalling values.</summary>
    private static readonly (int First, int Last)[] s_ranges =
    {
        (0x0001, 0x0046), (0x0060, 0x006D), (0x0080, 0x00C5), (0xC001, 0xC0AF), (0xC100, 0xC102), (0xCC13, 0xCC15), (0xCCA8, 0xCCAE), (0xFEFE, 0xFEFF), (0xFF85, 0xFF85),
    };

    /// <summary>RFC 2246, A.5, RFC 2712, 4 and draft-ietf-tls-56-bit-ciphersuites: keys of 40 and 56 bits.</summary>
    private static readonly int[] s_export =
    {
        0x0003, 0x0006, 0x0008, 0x000B, 0x000E, 0x0011, 0x0014, 0x0017, 0x0019, 0x0026, 0x0027, 0x0028, 0x0029, 0x002A, 0x002B, 0x0060, 0x0061, 0x0062, 0x0063, 0x0064, 0x0065,
    };

    /// <summary>OpenSSL's words, as they were while it had these.</summary>
    private static readonly Dictionary<string, int[]> s_words = new(StringComparer.Ordinal)
    {
        ["RC4"] = new[]
        {
            0x0003, 0x0004, 0x0005, 0x0017, 0x0018, 0x0020, 0x0024, 0x0028, 0x002B, 0x0060, 0x0064, 0x0065, 0x0066, 0x008A, 0x008E, 0x0092, 0xC002, 0xC007, 0xC00C, 0xC011, 0xC016, 0xC033,
        },
        ["DES"] = new[] { 0x0008, 0x0009, 0x000B, 0x000C, 0x000E, 0x000F, 0x0011, 0x0012, 0x0014, 0x0015, 0x0019, 0x001A, 0x001E, 0x0022, 0x0026, 0x0029, 0x0062, 0x0063 },
        ["RC2"] = new[] { 0x0006, 0x0027, 0x002A, 0x0061 },
        ["IDEA"] = new[] { 0x0007, 0x0021, 0x0025 },
        ["SEED"] = new[] { 0x0096, 0x0097, 0x0098, 0x0099, 0x009A, 0x009B },
        ["EXP"] = s_export,
        ["EXPORT"] = s_export,
        ["RC4-MD5"] = new[] { 0x0004 },
        ["RC4-SHA"] = new[] { 0x0005 },
        ["ECDHE-ECDSA-RC4-SHA"] = new[] { 0xC007 },
        ["ECDHE-RSA-RC4-SHA"] = new[] { 0xC011 },
        ["DES-CBC-SHA"] = new[] { 0x0009 },
        ["EDH-RSA-DES-CBC-SHA"] = new[] { 0x0015 },
        ["IDEA-CBC-SHA"] = new[] { 0x0007 },
        ["SEED-SHA"] = new[] { 0x0096 },
    };

    internal static IReadOnlyList<int> Ids { get; } = s_ranges.SelectMany(r => Enumerable.Range(r.First, r.Last - r.First + 1)).Where(id => CipherTable.ById(id) is null).ToArray();

    /// <summary>What a word selects; nothing if it is no word for these alone.</summary>
    internal static IReadOnlyList<int> Of(string word) => s_words.TryGetValue(word, out int[]? ids) ? ids : Array.Empty<int>();
}
