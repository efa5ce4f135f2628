using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>What nobody holds any more is closed by the collector (survey, A10); what somebody else holds is not.</summary>
[Collection(nameof(Trust.Alone))]
public sealed class ForgottenTests : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly TestIdentity _identity = TestIdentity.Make("EC");
    private readonly Loopback _loopback = new();
    private readonly SslContext _context;

    public ForgottenTests() =>
        _context = new SslContext(new SslContextOptions
            { Identities = [_identity.Identity], Authorities = [_identity.Certificate], Group = ["x25519"] });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _loopback.Dispose();
        _identity.Dispose();
    }

    [Fact]
    public async Task AnOpenSocket() => await AssertClosesAsync(await ForgetAsync((near, far) => OpenAsync(near, far)));

    [Fact]
    public async Task AStreamOverASocket() => await AssertClosesAsync(await ForgetAsync(async (near, far) =>
    {
        Stream stream = (await OpenAsync(near, far)).Client.GetStream();
        await stream.WriteAsync(new byte[1], Cancel);
    }));

    [Fact]
    public async Task ASocketInItsHandshake() => await AssertClosesAsync(await ForgetAsync((near, _) => BeginAsync(near)));

    [Fact]
    public async Task ASocketWhoseWaitEnded() => await AssertClosesAsync(await ForgetAsync(async (near, far) =>
    {
        SslSocket client = (await OpenAsync(near, far)).Client;
        await Assert.ThrowsAsync<SslException>(() =>
            client.ReadAsync(new byte[1], 0, 1, Deadline.After(TimeSpan.FromMilliseconds(50)), Cancel).AsTask());
    }));

    [Fact]
    public async Task TlsInTls() => await AssertClosesAsync(await ForgetAsync(async (near, far) =>
    {
        (SslSocket client, SslSocket server) = await OpenAsync(near, far);
        await OpenAsync(client, server);
    }));

    /// <summary>
    /// A read is always under way on a stream. It is called back, so that it does not eat what comes for the stream's owner.
    /// </summary>
    [Fact]
    public async Task ButNotAStreamThatItsOwnerHolds()
    {
        WatchedStream? stream = null;
        WeakReference? forgotten = null;
        using Socket far = await ForgetAsync(async (near, _) =>
        {
            stream = new WatchedStream(near);
            forgotten = await BeginAsync(stream);
        });
        await AssertCollectedAsync(forgotten!);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream!.LastRead!.WaitAsync(s_patience, Cancel));
        await far.SendAsync(new byte[] { 7 }, SocketFlags.None, Cancel);
        var one = new byte[1];
        await stream!.ReadExactlyAsync(one, Cancel).AsTask().WaitAsync(s_patience, Cancel);
        Assert.Equal(7, one[0]);
    }

    /// <summary>An operation that somebody waits for holds its socket.</summary>
    [Fact]
    public async Task ButNotASocketThatIsWaitedFor()
    {
        var one = new byte[1];
        Task<int>? reading = null;
        SslSocket? server = null;
        await ForgetAsync(async (near, far) =>
        {
            (SslSocket client, server) = await OpenAsync(near, far);
            reading = client.ReadAsync(one, 0, 1, Deadline.None, CancellationToken.None).AsTask();
        });
        Footprint.Settled();
        using (server)
        {
            await server!.WriteAsync(new byte[] { 9 }, 0, 1, Deadline.After(s_patience), Cancel);
            Assert.Equal(1, await reading!.WaitAsync(s_patience, Cancel));
            Assert.Equal(9, one[0]);
        }
    }

    [Fact]
    public async Task AListenerAndTheConnectionsThatNobodyTook()
    {
        (IPEndPoint place, Socket silent, SslSocket through) = await ListenAndForgetAsync();
        await AssertClosesAsync(silent);
        using (through)
        {
            // It came through its handshake, and nobody will ever take it: it is closed, with a goodbye.
            Assert.Equal(0, await through.ReadAsync(new byte[1], 0, 1, Deadline.After(s_patience), Cancel));
        }

        using var late = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        SocketException refused = await Assert.ThrowsAsync<SocketException>(() => late.ConnectAsync(place, Cancel).AsTask());
        Assert.Equal(SocketError.ConnectionRefused, refused.SocketErrorCode);
    }

    /// <summary>Does something with a connection. What it made is held by nobody afterwards, but for the bare far end.</summary>
    private async Task<Socket> ForgetAsync(Func<Socket, Socket, Task> use)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(Cancel);
        await use(near, far);
        return far;
    }

    /// <summary>A bare socket is the new one's alone, as those that we dial and accept; everything else stays its owner's.</summary>
    private static SslSocket Open(object source) =>
        source is Socket bare ? new SslSocket(new SocketTransport(bare) { IsOurs = true }, null, 0) : UpgradeSource.Open(source);

    private Task<WeakReference> BeginAsync(object source)
    {
        SslSocket socket = Open(source);
        socket.BeginTls(_context, asServer: false, "localhost", "localhost");
        socket.Blocking = false;
        Assert.False(socket.Connect());
        return Task.FromResult(new WeakReference(socket));
    }

    private async Task<(SslSocket Client, SslSocket Server)> OpenAsync(object near, object far)
    {
        SslSocket client = Open(near), server = UpgradeSource.Open(far);
        client.BeginTls(_context, asServer: false, "localhost", "localhost");
        server.BeginTls(_context, asServer: true, null, null);
        await Task.WhenAll(client.FinishHandshakeAsync(Deadline.After(s_patience), Cancel),
            server.FinishHandshakeAsync(Deadline.After(s_patience), Cancel));
        return (client, server);
    }

    private async Task<(IPEndPoint Place, Socket Silent, SslSocket Through)> ListenAndForgetAsync()
    {
        var listener = new SslListener(ListenerCore.Bind(IPAddress.Loopback, 0, 10, _context, s_patience, false, null), null);
        var silent = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await silent.ConnectAsync(listener.LocalEndPoint, Cancel);
        SslSocket through = await new Connector(new HostAndPort("127.0.0.1", listener.Port), _context).ConnectAsync(Cancel);
        while (listener.Pending == 0)
            await Task.Delay(5, Cancel);
        return (listener.LocalEndPoint, silent, through);
    }

    /// <summary>The far end sees the end, by FIN or by reset, once the collector was there.</summary>
    private static async Task AssertClosesAsync(Socket far)
    {
        using (far)
        {
            var dropped = new byte[4096];
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_patience;)
            {
                // Waiting for the collector begins on a stack of its own, on which nothing lies of what was called before.
                await Task.Delay(10, Cancel);
                Footprint.Settled();
                if (far.Poll(0, SelectMode.SelectRead)
                    && (far.Receive(dropped, 0, dropped.Length, SocketFlags.None, out SocketError error) == 0
                        || error != SocketError.Success))
                    return;
            }

            Assert.Fail("It is still open.");
        }
    }

    private sealed class WatchedStream(Socket socket) : NetworkStream(socket, ownsSocket: true)
    {
        internal Task<int>? LastRead { get; private set; }

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            LastRead = base.ReadAsync(buffer, offset, count, cancellationToken);
    }

    private static async Task AssertCollectedAsync(WeakReference forgotten)
    {
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < s_patience;)
        {
            await Task.Delay(10, Cancel);
            Footprint.Settled();
            if (!forgotten.IsAlive)
                return;
        }

        Assert.Fail("It is still held.");
    }
}
