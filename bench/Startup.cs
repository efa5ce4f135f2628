using System;
using System.Collections.Generic;
using System.Diagnostics;

namespace PSSsl.Bench;

/// <summary>A context with the platform's authorities: the second one costs nothing.</summary>
internal static class Startup
{
    internal static IEnumerable<Comparison> All()
    {
        yield return new Comparison("context with the platform's trust", "ms", 5, Context, null);
    }

    private static double Context()
    {
        var watch = Stopwatch.StartNew();
        _ = new SslContext();
        return watch.Elapsed.TotalMilliseconds;
    }
}
