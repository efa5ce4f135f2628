using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;

namespace PSSsl.Bench;

/// <summary>
/// Requests of 1 KiB and answers of 1 KiB in turns, thousands a second, with calls that block and with asynchronous ones: more is better.
/// </summary>
internal static class Requests
{
    private const int Size = 1024;
    private const int Count = 5_000;

    internal static IEnumerable<Comparison> All()
    {
        var ends = new LoopbackPair("P-256", SslVersion.TLSv1_3);
        yield return new Comparison("requests of 1 KiB, blocking", "thousand/s", 15, () => Measure(ends, true, true, Blocking),
            () => Measure(ends, false, false, Blocking));
        yield return new Comparison("requests of 1 KiB, blocking, client", "thousand/s", 15, () => Measure(ends, true, false, Blocking),
            () => Measure(ends, false, false, Blocking));
        yield return new Comparison("requests of 1 KiB, blocking, server", "thousand/s", 15, () => Measure(ends, false, true, Blocking),
            () => Measure(ends, false, false, Blocking));
        yield return new Comparison("requests of 1 KiB, asynchronous", "thousand/s", 15, () => Measure(ends, true, true, AsynchronousAsync),
            () => Measure(ends, false, false, AsynchronousAsync));
    }

    private static double Measure(LoopbackPair ends, bool ourClient, bool ourServer, Func<Stream, Stream, Task> talk)
    {
        (Stream client, Stream server) = ends.ConnectAsync(ourClient, ourServer).GetAwaiter().GetResult();
        var watch = Stopwatch.StartNew();
        talk(client, server).GetAwaiter().GetResult();
        double rate = Count / 1e3 / watch.Elapsed.TotalSeconds;
        client.Dispose();
        server.Dispose();
        return rate;
    }

    private static Task Blocking(Stream client, Stream server)
    {
        Task serving = Task.Run(() =>
        {
            var request = new byte[Size];
            for (int i = 0; i < Count; i++)
            {
                server.ReadExactly(request);
                server.Write(request, 0, Size);
            }
        });
        var answer = new byte[Size];
        for (int i = 0; i < Count; i++)
        {
            client.Write(answer, 0, Size);
            client.ReadExactly(answer);
        }

        return serving;
    }

    private static async Task AsynchronousAsync(Stream client, Stream server)
    {
        Task serving = Task.Run(async () =>
        {
            var request = new byte[Size];
            for (int i = 0; i < Count; i++)
            {
                await server.ReadExactlyAsync(request).ConfigureAwait(false);
                await server.WriteAsync(request).ConfigureAwait(false);
            }
        });
        var answer = new byte[Size];
        for (int i = 0; i < Count; i++)
        {
            await client.WriteAsync(answer).ConfigureAwait(false);
            await client.ReadExactlyAsync(answer).ConfigureAwait(false);
        }

        await serving.ConfigureAwait(false);
    }
}
