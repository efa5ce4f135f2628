using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Audit;

/// <summary>When a "no" counts: against servers that have TLS 1.2 with one suite, and say no in their own way.</summary>
public sealed class ServerAskerTests : IDisposable
{
    private const int Suite = 0xC02F;

    private static readonly AskLimits s_limits = new()
        { AtOnce = 1, Pauses = [TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10)] };
    private static readonly byte[] s_refusal = [21, 3, 3, 0, 2, 2, 40], s_internal = [21, 3, 3, 0, 2, 2, 80];
    private static readonly byte[] s_taken =
        FlightReaderTests.Record(22,
            FlightReaderTests.Message(2, [3, 3, .. new byte[32], 0, Suite >> 8, Suite & 0xFF, 0, 0, 5, 0xFF, 1, 0, 1, 0]));

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _connections;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task AnAlertOfTlsIsANoAtOnce()
    {
        using ServerAsker asker = Serve((_, takes) => takes ? s_taken : s_refusal);
        Assert.False((await AskOtherAsync(asker)).Taken);
        Assert.Equal(2, _connections);
    }

    [Fact]
    public async Task ADropIsANoOnlyIfItIsDoneAgain()
    {
        using ServerAsker asker = Serve((_, takes) => takes ? s_taken : []);
        Assert.False((await AskOtherAsync(asker)).Taken);
        Assert.False(asker.IsDoubtful);
        Assert.Equal(4, _connections);
    }

    [Fact]
    public async Task AnotherAlertIsANoOnlyIfItIsSentAgain()
    {
        using ServerAsker asker = Serve((_, takes) => takes ? s_taken : s_internal);
        Assert.False((await AskOtherAsync(asker)).Taken);
        Assert.Equal(4, _connections);
    }

    [Fact]
    public async Task WhoDropsEverythingSaysNothing()
    {
        using ServerAsker asker = Serve((at, takes) => at == 1 ? s_taken : []);
        Assert.Null((await AskOtherAsync(asker)).Taken);
        Assert.NotNull(asker.GivenUp);
    }

    [Fact]
    public async Task WhoDropsAtRandomNeedsMore()
    {
        // The other hello is dropped twice although it would be taken, and what was known to be good once in between.
        using ServerAsker asker = Serve((at, takes) => at is 2 or 3 or 5 ? [] : s_taken);
        Settled settled = await AskOtherAsync(asker);
        Assert.True(settled.Taken);
    }

    [Fact]
    public async Task WhoBansUsWithAnAlertIsFoundOut()
    {
        using ServerAsker asker = Serve((at, takes) => at == 1 ? s_taken : s_refusal);
        Assert.False((await AskOtherAsync(asker)).Taken);
        Assert.False(await asker.IsStillThereAsync());
    }

    [Fact]
    public async Task SilenceIsNoAnswer()
    {
        using ServerAsker asker = Serve((_, takes) => takes ? s_taken : null, TimeSpan.FromMilliseconds(300));
        Assert.Null((await AskOtherAsync(asker)).Taken);
    }

    private static async Task<Settled> AskOtherAsync(ServerAsker asker)
    {
        var hellos = new Hellos(string.Empty);
        ClientHello good = hellos.Of(Hellos.Tls12, [Suite]);
        Assert.NotNull((await asker.MeetAsync(good)).Hello);
        asker.Trust(good);
        return await asker.SettleAsync(hellos.Of(Hellos.Tls12, [0x0005]), flight => flight.Hello!.Version == Hellos.Tls12)
            .WaitAsync(TimeSpan.FromSeconds(60), Cancel);
    }

    /// <param name="answer">The answer to the n-th connection, which offers what is taken or not; empty hangs up, null says
    /// nothing.</param>
    /// <param name="timeout">How long a connection may take.</param>
    private ServerAsker Serve(Func<int, bool, byte[]?> answer, TimeSpan? timeout = null)
    {
        _listener.Start();
        _ = Task.Run(() => ServeAsync(answer), Cancel);
        var route = new ProbeRoute(new HostAndPort("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port), new SslContext())
            { Timeout = timeout ?? TimeSpan.FromSeconds(30) };
        return new ServerAsker(route, s_limits, Cancel);
    }

    private async Task ServeAsync(Func<int, bool, byte[]?> answer)
    {
        var silent = new List<TcpClient>();
        while (true)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync(Cancel);
            var hello = new byte[4096];
            int count = await client.GetStream().ReadAsync(hello, Cancel);
            byte[]? bytes = answer(Interlocked.Increment(ref _connections), hello.Take(count).Skip(44).Take(4)
                .SequenceEqual(new byte[] { 0, 2, Suite >> 8, Suite & 0xFF }));
            if (bytes is null)
            {
                silent.Add(client);
                continue;
            }

            if (bytes.Length > 0)
                await client.GetStream().WriteAsync(bytes, Cancel);
            client.Client.Shutdown(SocketShutdown.Send);
            client.Dispose();
        }
    }
}
