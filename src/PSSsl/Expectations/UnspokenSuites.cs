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

    internal static IReadOnlyList<int> Ids { get; } = s_ranges.SelectMany(r => Enumerable.Range(r.First, r.Last - r.First + 1)).Where(id => CipherTable.ById(id) is null).ToArray();
}
