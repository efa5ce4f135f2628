using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;

namespace PSSsl.Bench;

/// <summary>Resumed handshakes beside full ones, both ends ours, connection and a byte of data included: what a session saves.</summary>
internal static class Resumption
{
    private const int Count = 60;

    internal static IEnumerable<Comparison> All()
    {
        foreach (SslVersion version in new[] { SslVersion.TLSv1_3, SslVersion.TLSv1_2 })
        {
            foreach (string key in new[] { "P-256", "RSA" })
            {
                var ends = new LoopbackPair(key, version);
                yield return new Comparison($"resumed beside full {version} {key}", "ms", 7, () => Measure(ends, true),
                    () => Measure(ends, false));
            }
        }
    }

    private static double Measure(LoopbackPair ends, bool resumes) => MeasureAsync(ends, resumes).GetAwaiter().GetResult();

    private static async Task<double> MeasureAsync(LoopbackPair ends, bool resumes)
    {
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Count; i++)
            await ends.GreetAsync(resumes).ConfigureAwait(false);
        return watch.Elapsed.TotalMilliseconds / Count;
    }
}
