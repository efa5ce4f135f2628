using System;
using System.Collections.Generic;

namespace PSSsl.Bench;

/// <summary>What full handshakes allocate, both ends together, KiB each: memory that the collector has to take back.</summary>
internal static class Allocations
{
    private const int Count = 50;

    internal static IEnumerable<Comparison> All()
    {
        foreach (SslVersion version in new[] { SslVersion.TLSv1_3, SslVersion.TLSv1_2 })
        {
            var ends = new LoopbackPair("P-256", version);
            Func<double> theirs = () => Measure(ends, false, false);
            yield return new Comparison($"allocated by a handshake {version} P-256, both ends", "KiB", 5,
                () => Measure(ends, true, true), theirs);
            yield return new Comparison($"allocated by a handshake {version} P-256, client", "KiB", 5,
                () => Measure(ends, true, false), theirs);
        }
    }

    private static double Measure(LoopbackPair ends, bool ourClient, bool ourServer)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        for (int i = 0; i < Count; i++)
            Handshakes.ConnectAsync(ends, ourClient, ourServer).GetAwaiter().GetResult();
        return (GC.GetTotalAllocatedBytes(precise: true) - before) / 1024.0 / Count;
    }
}
