using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSSsl.Commands;

/// <summary>How many of what came out, in one line for the information stream at the end.</summary>
internal sealed class ResultSummary
{
    /// <summary>What -InformationVariable and Get-Member find it by.</summary>
    internal static readonly string[] Tags = { "PSSsl", "Summary" };

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private int _failed;

    /// <summary>True if there is anything to say.</summary>
    internal bool Any => _failed + _counts.Count > 0;

    internal void Add(string word) => _counts[word] = _counts.TryGetValue(word, out int count) ? count + 1 : 1;

    internal void AddFailed() => _failed++;

    /// <param name="noun">What was counted, in the singular.</param>
    /// <param name="order">The words, the best first.</param>
    internal string Write(string noun, IReadOnlyList<string> order)
    {
        IEnumerable<string> parts = order.Where(_counts.ContainsKey).Concat(_counts.Keys.Where(k => !order.Contains(k)))
            .Select(w => $"{Number(_counts[w])} {w}");
        if (_failed > 0)
            parts = parts.Append($"{Number(_failed)} not reached");
        int all = _counts.Values.Sum() + _failed;
        return $"{Number(all)} {noun}{(all == 1 ? string.Empty : "s")}: {string.Join(", ", parts)}";
    }

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);
}
