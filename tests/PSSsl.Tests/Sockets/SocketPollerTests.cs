using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>Many waits on one thread.</summary>
public sealed class SocketPollerTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly Loopback _loopback = new();
    private readonly SocketPoller _watch = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _loopback.Dispose();

    [Fact]
    public async Task TellsThoseThatCanBeReadAndNoOthers()
    {
        var pairs = new List<(Socket Near, Socket Far, Task Wait)>();
        for (int i = 0; i < 200; i++)
        {
            (Socket near, Socket far) = await _loopback.PairAsync(Cancel);
            pairs.Add((near, far, _watch.UntilReadableAsync(near, Cancel)));
        }

        foreach (bool even in new[] { true, false })
        {
            Task[] told = pairs.Where((_, i) => i % 2 == 0 == even).Select(p => p.Wait).ToArray();
            for (int i = even ? 0 : 1; i < pairs.Count; i += 2)
                await pairs[i].Far.SendAsync(new byte[1], SocketFlags.None, Cancel);
            await Task.WhenAll(told).WaitAsync(s_patience, Cancel);
            if (even)
                Assert.DoesNotContain(pairs.Where((_, i) => i % 2 == 1), p => p.Wait.IsCompleted);
        }

        foreach ((Socket near, Socket far, _) in pairs)
        {
            near.Dispose();
            far.Dispose();
        }
    }

    /// <summary>Whoever was cancelled may close the socket at once, as one closes any: the other end sees its end, and no reset.</summary>
    [Fact]
    public async Task LetsGoOfWhatWasCancelled()
    {
        (Socket near, Socket far) = await _loopback.PairAsync(Cancel);
        (Socket other, Socket otherFar) = await _loopback.PairAsync(Cancel);
        using (otherFar)
        using (other)
        using (far)
        {
            Task others = _watch.UntilReadableAsync(other, Cancel);
            using var cancel = new CancellationTokenSource();
            Task waiting = _watch.UntilReadableAsync(near, cancel.Token);
            await Task.Delay(20, Cancel);
            cancel.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(s_patience, Cancel));
            near.Dispose();
            Assert.Equal(0, await far.ReceiveAsync(new byte[1], SocketFlags.None, Cancel).AsTask().WaitAsync(s_patience, Cancel));
            Assert.False(others.IsCompleted);
            await otherFar.SendAsync(new byte[1], SocketFlags.None, Cancel);
            await others.WaitAsync(s_patience, Cancel);
        }
    }

    [Fact]
    public async Task TellsAllWhenOneWasClosedUnderIt()
    {
        (Socket near, Socket far) = await _loopback.PairAsync(Cancel);
        using (far)
        {
            near.Dispose();
            await _watch.UntilReadableAsync(near, Cancel).WaitAsync(s_patience, Cancel);
        }
    }

    [Fact]
    public async Task BeginsAgainWhenItsThreadHasEnded()
    {
        (Socket near, Socket far) = await _loopback.PairAsync(Cancel);
        using (near)
        using (far)
        {
            for (int i = 0; i < 2; i++)
            {
                Task waiting = _watch.UntilReadableAsync(near, Cancel);
                await far.SendAsync(new byte[1], SocketFlags.None, Cancel);
                await waiting.WaitAsync(s_patience, Cancel);
                await near.ReceiveAsync(new byte[1], SocketFlags.None, Cancel);
                // The thread stays for two seconds.
                await Task.Delay(2500, Cancel);
            }
        }
    }
}
