using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>Whatever connections come to, they leave the process as it was: its handles, its threads, its memory.</summary>
[Collection(nameof(Trust.Alone))]
public sealed class LifetimeTests(ITestOutputHelper output)
{
    private const int Connections = 10_000;
    private const int AtOnce = 8;

    /// <summary>
    /// What the runtime itself may come to keep, in pools of arrays above all: about 100 bytes for each connection, where the smallest of
    /// ours holds thousands.
    /// </summary>
    private const int Noise = 1024 * 1024;

    /// <summary>The runtime's pool grows and shrinks by itself; whoever blocks its threads for good makes it grow by more.</summary>
    private const int PoolThreads = 8;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(25);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TenThousandConnectionsLeaveNothingBehind()
    {
        using var outcomes = new Outcomes();
        // What is made once and kept: compiled code, pools of arrays, caches that are full after the first connections.
        await HappenAsync(outcomes, 1000);
        Footprint before = Footprint.Settled();
        var watch = Stopwatch.StartNew();
        int connections = await HappenAsync(outcomes, Connections);
        TimeSpan took = watch.Elapsed;
        Footprint most = new(before.Handles, before.Threads + PoolThreads, before.Memory + Noise);
        Footprint after = Footprint.NoMoreThan(most, s_patience);
        output.WriteLine($"{connections} connections in {took.TotalSeconds:0.0} s; before {before}, after {after}");
        Assert.True(connections >= Connections);
        Assert.True(after.Handles <= most.Handles, $"{after.Handles - before.Handles} handles are left open.");
        Assert.True(after.Threads <= most.Threads, $"{after.Threads - before.Threads} threads are left over.");
        Assert.True(after.Memory <= most.Memory, $"{after.Memory - before.Memory} bytes are held by nobody who needs them.");
    }

    private static async Task<int> HappenAsync(Outcomes outcomes, int connections)
    {
        var queue = new ConcurrentQueue<(string Name, Func<CancellationToken, Task> Happen)>(Draw(outcomes, connections, out int count));
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (queue.TryDequeue(out (string Name, Func<CancellationToken, Task> Happen) next))
            {
                try
                {
                    await next.Happen(Cancel);
                }
                catch (Exception e)
                {
                    throw new InvalidOperationException($"The connection that was to be '{next.Name}' came to something else: {e.Message}",
                        e);
                }
            }
        }, Cancel)));
        return count;
    }

    /// <summary>All outcomes by their weight, in an order that is the same each time.</summary>
    private static List<(string Name, Func<CancellationToken, Task> Happen)> Draw(Outcomes outcomes, int connections, out int count)
    {
        var drawn = new List<(string, Func<CancellationToken, Task>)>();
        int weights = outcomes.All.Sum(o => o.Weight * o.Connections);
        count = 0;
        foreach ((string name, Func<CancellationToken, Task> happen, int each, int weight) in outcomes.All)
        {
            int times = (int)Math.Ceiling((double)connections * weight / weights);
            count += times * each;
            drawn.AddRange(Enumerable.Repeat((name, happen), times));
        }

        var random = new Random(10_000);
        return drawn.OrderBy(_ => random.Next()).ToList();
    }
}
