using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace PSSsl.Bench;

/// <summary>
/// Memory of an idle connection, one end, in KiB; a read waits on it, as on a server's connections. Managed memory of a few, and what 5,000
/// add to the resident memory of a process of their own, the platform's libraries included.
/// </summary>
internal static class Idle
{
    private const int Few = 200;
    private const int Many = 5000;
    private const int AtOnce = 4;

    internal static IEnumerable<Comparison> All()
    {
        var ends = new LoopbackPair("P-256", SslVersion.TLSv1_3);
        yield return new Comparison("memory of an idle connection", "KiB", 3, () => Managed(ends, true), () => Managed(ends, false));
        yield return new Comparison("resident memory of an idle connection of 5,000", "KiB", 1, () => InAProcess("ours"),
            () => InAProcess("theirs"));
    }

    private static double Managed(LoopbackPair ends, bool ours)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        List<Stream> held = HoldAsync(ends, ours, Few).GetAwaiter().GetResult();
        double each = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024.0 / held.Count;
        foreach (Stream stream in held)
            stream.Dispose();
        return each;
    }

    private static double InAProcess(string whose)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", [typeof(Idle).Assembly.Location, "idle", whose])
            { RedirectStandardOutput = true })!;
        string said = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return double.Parse(said, CultureInfo.InvariantCulture);
    }

    /// <summary>What that process does.</summary>
    internal static async Task<double> ResidentAsync(bool ours)
    {
        var ends = new LoopbackPair("P-256", SslVersion.TLSv1_3);
        // Code and pools are there once for all.
        List<Stream> first = await HoldAsync(ends, ours, Few).ConfigureAwait(false);
        long before = Resident();
        List<Stream> held = await HoldAsync(ends, ours, Many).ConfigureAwait(false);
        double each = (Resident() - before) / 1024.0 / held.Count;
        GC.KeepAlive(first);
        GC.KeepAlive(held);
        return each;
    }

    private static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return Environment.WorkingSet;
    }

    private static async Task<List<Stream>> HoldAsync(LoopbackPair ends, bool ours, int connections)
    {
        var held = new List<Stream>(2 * connections);
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(part => Task.Run(async () =>
        {
            for (int i = 0; i < connections / AtOnce; i++)
            {
                (Stream client, Stream server) = await ends.ConnectAsync(ours, ours).ConfigureAwait(false);
                lock (held)
                    held.AddRange([client, server]);
                _ = client.ReadAsync(new byte[1], 0, 1);
                _ = server.ReadAsync(new byte[1], 0, 1);
            }
        }))).ConfigureAwait(false);
        return held;
    }
}
