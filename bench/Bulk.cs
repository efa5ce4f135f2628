using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace PSSsl.Bench;

/// <summary>Much data one way over AES-256-GCM, megabytes a second: more is better.</summary>
internal static class Bulk
{
    private const int Chunk = 64 * 1024;
    private const int Total = 256 * 1024 * 1024;

    internal static IEnumerable<Comparison> All()
    {
        foreach (SslVersion version in new[] { SslVersion.TLSv1_3, SslVersion.TLSv1_2 })
        {
            var ends = new LoopbackPair("P-256", version);
            yield return new Comparison($"bulk {version} client to server", "MB/s", 5, () => Measure(ends, true, false),
                () => Measure(ends, false, false));
            yield return new Comparison($"bulk {version} server to client", "MB/s", 5, () => Measure(ends, true, true),
                () => Measure(ends, false, true));
        }
    }

    private static double Measure(LoopbackPair ends, bool ours, bool down)
    {
        (Stream client, Stream server) = ends.ConnectAsync(ours, ours).GetAwaiter().GetResult();
        (Stream from, Stream to) = down ? (server, client) : (client, server);
        var watch = Stopwatch.StartNew();
        Task writing = Task.Run(() =>
        {
            var data = new byte[Chunk];
            for (long sent = 0; sent < Total; sent += Chunk)
                from.Write(data, 0, Chunk);
        });
        var buffer = new byte[Chunk];
        for (long got = 0; got < Total;)
            got += to.Read(buffer, 0, Chunk);
        writing.Wait();
        double rate = Total / 1e6 / watch.Elapsed.TotalSeconds;
        client.Dispose();
        server.Dispose();
        return rate;
    }
}
