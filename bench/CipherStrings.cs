using System;
using System.Collections.Generic;
using System.Diagnostics;
using PSSsl.Ciphers;

namespace PSSsl.Bench;

/// <summary>Reading cipher strings.</summary>
internal static class CipherStrings
{
    private const int Count = 200;

    internal static IEnumerable<Comparison> All()
    {
        foreach (string text in new[] { "HIGH:!aNULL:!kRSA:@STRENGTH", "ALL:COMPLEMENTOFALL:+kRSA:-SHA:SHA:!MD5:+AES128+SHA256:@STRENGTH" })
            yield return new Comparison($"cipher string of {text.Length} characters", "ms", 7, () => Measure(text), null);
    }

    private static double Measure(string text)
    {
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Count; i++)
            CipherString.Parse(text);
        return watch.Elapsed.TotalMilliseconds / Count;
    }
}
