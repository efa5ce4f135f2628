using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSSsl.Bench;

/// <summary>A row's ratio as it was measured now.</summary>
/// <param name="Row">The row's name.</param>
/// <param name="Ratio">Ours by theirs.</param>
/// <param name="MoreIsBetter">Whether the row counts what is done in a second, not what it takes.</param>
internal sealed record MeasuredRatio(string Row, double Ratio, bool MoreIsBetter);

/// <summary>How ratios of now stand beside the last ones of the same kind of machine.</summary>
internal sealed class RatioCheck(IReadOnlyList<HistoryEntry> history, string machine)
{
    /// <summary>Ratios of one machine differ by this much from run to run without a reason; what is worse by more has one.</summary>
    private const double Tolerance = 4.0 / 3;

    private int _compared;
    private int _worse;

    /// <summary>Whether something was compared, and nothing is worse by more than a third. What was not compared proves nothing.</summary>
    internal bool Passed => _compared > 0 && _worse == 0;

    /// <summary>What is to be said of a row.</summary>
    internal string Judge(MeasuredRatio now)
    {
        HistoryEntry? last = history.LastOrDefault(entry => entry.Machine == machine && entry.Row == now.Row);
        if (last is null)
            return $"new    {now.Row}: {Text(now.Ratio)}, and nothing to compare with";
        _compared++;
        bool worse = now.MoreIsBetter ? now.Ratio * Tolerance < last.Ratio : now.Ratio > last.Ratio * Tolerance;
        if (worse)
            _worse++;
        return $"{(worse ? "WORSE " : "ok    ")} {now.Row}: {Text(now.Ratio)} beside {Text(last.Ratio)} of {last.Commit}, {last.Date}";
    }

    /// <summary>The last line.</summary>
    internal string Summary() =>
        _compared == 0 ? $"Nothing was compared: the history has no such row of a machine like this one ({machine})."
            : $"{_compared} compared, {_worse} worse by more than a third.";

    private static string Text(double ratio) => ratio.ToString("0.00", CultureInfo.InvariantCulture);
}
