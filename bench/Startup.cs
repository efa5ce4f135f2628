using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace PSSsl.Bench;

/// <summary>A context with the platform's authorities: the second one costs nothing.</summary>
internal static class Startup
{
    internal static IEnumerable<Comparison> All()
    {
        using var ends = new LoopbackPair("P-256", SslVersion.TLSv1_3);
        yield return new Comparison("verdict on a chain of one", "ms", 5, () => Verdict(ends), null);
        yield return new Comparison("context with the platform's trust", "ms", 5, Context, null);
    }

    private static double Verdict(LoopbackPair ends)
    {
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < 100; i++)
            ends.Verify();
        return watch.Elapsed.TotalMilliseconds / 100;
    }

    private static double Context()
    {
        var watch = Stopwatch.StartNew();
        _ = new SslContext();
        return watch.Elapsed.TotalMilliseconds;
    }
}
