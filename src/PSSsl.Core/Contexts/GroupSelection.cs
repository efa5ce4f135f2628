using System.Collections.Generic;
using System.Linq;
using PSSsl.Ciphers;

namespace PSSsl.Contexts;

/// <summary>The groups of a context, and those a client sends its share for at once.</summary>
internal static class GroupSelection
{
    private const int X25519 = 29;
    private const int X25519MlKem768 = 0x11EC;

    internal static IReadOnlyList<int> For(IReadOnlyList<string>? names) =>
        names is { Count: > 0 } ? names.SelectMany(n => n.Split(':')).Select(NamedGroups.Parse).Distinct().ToArray() : NamedGroups.Default;

    /// <summary>
    /// The hybrid's share, and x25519's for servers that do not know hybrids; without these the first group's, so that no round trip is
    /// lost.
    /// </summary>
    internal static IReadOnlyList<int> Early(IReadOnlyList<int> groups)
    {
        int[] usual = groups.Where(g => g is X25519 or X25519MlKem768).ToArray();
        return usual.Length > 0 && (groups[0] is X25519 or X25519MlKem768) ? usual : groups.Take(1).ToArray();
    }
}
