using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Bench;

/// <summary>
/// Two ways to do the same, measured in turns, so that what disturbs one disturbs the other. Medians count; the ratio is the median of the
/// rounds' own ratios, since a machine that others use too is at times slower for both.
/// </summary>
internal sealed class Comparison(string name, string unit, int rounds, Func<double> ours, Func<double>? theirs)
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(3);

    internal string Name => name;

    /// <summary>Measures and prints the row.</summary>
    /// <returns>The ratio, where there is something beside ours.</returns>
    internal MeasuredRatio? Run()
    {
        // Managed code is fast once it is compiled for good; rounds before that are not counted.
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_warmUp;)
        {
            ours();
            theirs?.Invoke();
        }

        var own = new List<double>();
        var other = new List<double>();
        for (int i = 0; i < rounds; i++)
        {
            own.Add(ours());
            other.Add(theirs?.Invoke() ?? 0);
        }

        double median = Median(own), against = Median(other);
        MeasuredRatio? measured = theirs is null ? null
            : new MeasuredRatio(name, Median(own.Zip(other, (mine, yours) => mine / yours)), unit.EndsWith("/s", StringComparison.Ordinal));
        string ratio = measured?.Ratio.ToString("0.00", CultureInfo.InvariantCulture) ?? "";
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {median:0.##} {unit} | {(theirs is null ? "" : $"{against:0.##} {unit}")} | {ratio} | {own.Min():0.##} – "
                + $"{own.Max():0.##} |"));
        return measured;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
