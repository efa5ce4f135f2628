using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;

namespace PSSsl.Bench;

/// <summary>Full handshakes one after the other, milliseconds each, processor time of both ends included.</summary>
internal static class Handshakes
{
    private const int Count = 60;

    /// <summary>More than our end knows again.</summary>
    private const int Strangers = 80;

    internal static IEnumerable<Comparison> All()
    {
        // The group that SslStream takes here too.
        var alike = new LoopbackPair("P-256", SslVersion.TLSv1_3, "x25519");
        yield return new Comparison("handshake TLSv1_3 P-256 with x25519, both ends", "ms", 7, () => Measure(alike, true, true),
            () => Measure(alike, false, false));
        foreach (SslVersion version in new[] { SslVersion.TLSv1_3, SslVersion.TLSv1_2 })
        {
            LoopbackPair[] strangers = [.. Enumerable.Range(0, Strangers).Select(_ => new LoopbackPair("P-256", version))];
            int next = 0;
            double among(bool ours) => Measure(() => strangers[next++ % Strangers], ours, ours);
            yield return new Comparison($"handshake {version} P-256 with a peer not met before, both ends", "ms", 7, () => among(true),
                () => among(false));
            foreach (string key in new[] { "P-256", "RSA" })
            {
                var ends = new LoopbackPair(key, version);
                Func<double> theirs = () => Measure(ends, false, false);
                yield return new Comparison($"handshake {version} {key}, both ends", "ms", 7, () => Measure(ends, true, true), theirs);
                yield return new Comparison($"handshake {version} {key}, client", "ms", 5, () => Measure(ends, true, false), theirs);
                yield return new Comparison($"handshake {version} {key}, server", "ms", 5, () => Measure(ends, false, true), theirs);
            }
        }
    }

    private static double Measure(LoopbackPair ends, bool ourClient, bool ourServer) => Measure(() => ends, ourClient, ourServer);

    private static double Measure(Func<LoopbackPair> next, bool ourClient, bool ourServer) =>
        MeasureAsync(next, ourClient, ourServer).GetAwaiter().GetResult();

    private static async Task<double> MeasureAsync(Func<LoopbackPair> next, bool ourClient, bool ourServer)
    {
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < Count; i++)
            await ConnectAsync(next(), ourClient, ourServer).ConfigureAwait(false);
        return watch.Elapsed.TotalMilliseconds / Count;
    }

    /// <summary>One connection, handshake and end.</summary>
    internal static async Task ConnectAsync(LoopbackPair ends, bool ourClient, bool ourServer)
    {
        (Stream client, Stream server) = await ends.ConnectAsync(ourClient, ourServer).ConfigureAwait(false);
        await client.DisposeAsync().ConfigureAwait(false);
        await server.DisposeAsync().ConfigureAwait(false);
    }
}
