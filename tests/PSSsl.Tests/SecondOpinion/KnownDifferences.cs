using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>The table of known differences.</summary>
internal static class KnownDifferences
{
    internal static IReadOnlyList<KnownDifference> All { get; } =
    [
    ];

    /// <summary>The entry that explains a difference; null if none does.</summary>
    internal static KnownDifference? Explaining(Opinions opinions) =>
        All.FirstOrDefault(k => k.WeAccept == opinions.Ours.Accepts && opinions.Chain.Faults.Any(f => f.Name == k.Fault));
}
