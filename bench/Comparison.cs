using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace PSSsl.Bench;

/// <summary>Two ways to do the same, measured in turns, so that what disturbs one disturbs the other; medians count.</summary>
internal sealed class Comparison(string name, string unit, int rounds, Func<double> ours, Func<double>? theirs)
{
    internal string Name => name;

    internal void Run()
    {
        // The first round warms up and is not counted.
        var own = new List<double>();
        var other = new List<double>();
        for (int i = 0; i <= rounds; i++)
        {
            double a = ours();
            double b = theirs?.Invoke() ?? 0;
            if (i == 0)
                continue;
            own.Add(a);
            other.Add(b);
        }

        double median = Median(own), against = Median(other);
        string ratio = theirs is null ? "" : (median / against).ToString("0.00", CultureInfo.InvariantCulture);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"| {name} | {median:0.##} {unit} | {(theirs is null ? "" : $"{against:0.##} {unit}")} | {ratio} | {own.Min():0.##} – {own.Max():0.##} |"));
    }

    private static double Median(List<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
