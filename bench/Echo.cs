using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace PSSsl.Bench;

/// <summary>
/// 1 GiB over AES-256-GCM, megabytes a second: one way, and both ways at once, where the other end sends back what comes. More is better.
/// </summary>
internal static class Echo
{
    private const int Chunk = 64 * 1024;
    private const long Total = 1L << 30;

    internal static IEnumerable<Comparison> All()
    {
        foreach (SslVersion version in new[] { SslVersion.TLSv1_3, SslVersion.TLSv1_2 })
        {
            var ends = new LoopbackPair("P-256", version);
            yield return new Comparison($"1 GiB {version} one way", "MB/s", 5, () => Measure(ends, true, echoes: false),
                () => Measure(ends, false, echoes: false));
            yield return new Comparison($"1 GiB {version} there and back", "MB/s", 5, () => Measure(ends, true, echoes: true),
                () => Measure(ends, false, echoes: true));
        }
    }

    private static double Measure(LoopbackPair ends, bool ours, bool echoes)
    {
        (Stream client, Stream server) = ends.ConnectAsync(ours, ours).GetAwaiter().GetResult();
        var watch = Stopwatch.StartNew();
        Task serving = Task.Run(() => Drain(server, echoes));
        Task writing = Task.Run(() =>
        {
            var data = new byte[Chunk];
            for (long sent = 0; sent < Total; sent += Chunk)
                client.Write(data, 0, Chunk);
        });
        if (echoes)
            Drain(client, echoes: false);
        Task.WaitAll(serving, writing);
        double rate = Total / 1e6 / watch.Elapsed.TotalSeconds;
        client.Dispose();
        server.Dispose();
        return rate;
    }

    private static void Drain(Stream stream, bool echoes)
    {
        var buffer = new byte[Chunk];
        for (long got = 0; got < Total;)
        {
            int n = stream.Read(buffer, 0, Chunk);
            if (echoes)
                stream.Write(buffer, 0, n);
            got += n;
        }
    }
}
