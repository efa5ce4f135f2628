using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>
/// All that a connection can come to, both ends in this process. Whatever is not closed in here is left to the collector on purpose.
/// </summary>
internal sealed class Outcomes : IDisposable
{
    private static readonly byte[] s_plain = Encoding.ASCII.GetBytes("220 nothing of TLS here\r\n");
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(50);

    private readonly TestIdentity _identity = TestIdentity.Make("EC");
    private readonly Loopback _loopback = new();
    private readonly SslContext _server13, _server12, _trusting13, _trusting12, _distrusting, _refusing, _throwing, _resuming13,
        _resuming12, _psk, _mutual, _strict;
    private readonly SslListener _listener;
    private readonly SslListener _strictListener;
    private readonly Thread _taker;
    private readonly Thread _strictTaker;
    private readonly Socket _deaf = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private long _served;

    internal Outcomes()
    {
        // The group that is quickest, and the curve of the certificate: what is looked at is not arithmetic.
        SslContextOptions shared = new() { Group = ["x25519", "secp256r1"], Authorities = [_identity.Certificate], SessionCacheSize = 16 };
        SslContext Context(SslContextOptions options) => new(options);
        _server13 = Context(shared with { Identities = [_identity.Identity] });
        _server12 = Context(shared with { Identities = [_identity.Identity], Version = [SslVersion.TLSv1_2] });
        _trusting13 = Context(shared with { SessionCacheSize = null });
        _trusting12 = Context(shared with { SessionCacheSize = null, Version = [SslVersion.TLSv1_2] });
        _distrusting = Context(shared with { Authorities = null, NoAuthorities = true });
        _refusing = Context(shared with { VerifyCallback = _ => false });
        _throwing = Context(shared with { VerifyCallback = _ => throw new InvalidOperationException("The callback fails.") });
        _resuming13 = Context(shared);
        _resuming12 = Context(shared with { Version = [SslVersion.TLSv1_2] });
        _psk = Context(shared with { Authorities = null, Psk = new SslPreSharedKey("somebody", new byte[32]) });
        _mutual = Context(shared with { Identities = [_identity.Identity] });
        _strict = Context(shared with { Identities = [_identity.Identity], ClientCertificate = SslClientCertificate.Require,
            VerifyCallback = _ => false });
        _listener = Listen(_server13);
        _strictListener = Listen(_strict);
        _taker = Take(_listener);
        _strictTaker = Take(_strictListener);
        // It has a port, which nobody else can get then, and takes no connections.
        _deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
    }

    /// <summary>What happens, how many connections it is, and how often of a thousand.</summary>
    internal IReadOnlyList<(string Name, Func<CancellationToken, Task> Happen, int Connections, int Weight)> All =>
    [
        ("closed by both, TLS 1.3", c => ClosedAsync(_trusting13, _server13, c), 1, 150),
        ("closed by both, TLS 1.2", c => ClosedAsync(_trusting12, _server12, c), 1, 120),
        ("through a listener", ThroughListenerAsync, 1, 80),
        ("dropped by both, TLS 1.3", c => DroppedAsync(_trusting13, _server13, c), 1, 60),
        ("dropped by both, TLS 1.2", c => DroppedAsync(_trusting12, _server12, c), 1, 40),
        ("dropped by the client of a listener", DroppedThroughListenerAsync, 1, 20),
        ("reset by the server", c => ResetAsync(asServer: false, c), 1, 50),
        ("reset by the client", c => ResetAsync(asServer: true, c), 1, 50),
        ("silent to the end of the time", SilentAsync, 1, 10),
        ("plain text from the server", c => PlainAsync(asServer: false, c), 1, 40),
        ("plain text from the client", c => PlainAsync(asServer: true, c), 1, 40),
        ("refused", RefusedAsync, 1, 50),
        ("certificate refused", c => RefusesCertificateAsync(_distrusting, c), 1, 40),
        ("certificate refused through a listener", RefusesListenerAsync, 1, 20),
        ("client leaves in the middle", LeavesListenerAsync, 1, 40),
        ("callback refuses", c => RefusesCertificateAsync(_refusing, c), 1, 20),
        ("callback throws", c => RefusesCertificateAsync(_throwing, c), 1, 20),
        ("a listener's callback refuses", RefusedByListenerAsync, 1, 20),
        ("listener closed with clients waiting", c => WaitingClientsAsync(_server13, dropped: false, c), 10, 2),
        ("listener dropped with clients waiting", c => WaitingClientsAsync(_server13, dropped: true, c), 10, 2),
        ("listener closed with a callback that nobody runs", c => WaitingClientsAsync(_strict, dropped: false, c), 10, 1),
        ("TLS in TLS", NestedAsync, 1, 20),
        ("upgrade fails, plain text goes on", FailedUpgradeAsync, 1, 30),
        ("pre-shared key", c => ClosedAsync(_psk, _psk, c), 1, 20),
        ("resumed, TLS 1.3", c => ClosedAsync(_resuming13, _server13, c), 1, 20),
        ("resumed, TLS 1.2", c => ClosedAsync(_resuming12, _server12, c), 1, 20),
        ("cancelled", CancelledAsync, 1, 20),
        ("does not block and is dropped half-way", AbandonedAsync, 1, 20),
        ("upgrade of a stream is dropped half-way", AbandonedStreamAsync, 1, 10),
        ("up and down and up", UpAndDownAsync, 1, 5),
    ];

    private async Task ClosedAsync(SslContext clients, SslContext servers, CancellationToken cancel)
    {
        (SslSocket client, SslSocket server) = await OpenPairAsync(clients, servers, cancel);
        await TalkAsync(client, server, cancel);
        client.Close();
        Assert.Equal(0, await server.ReadAsync(new byte[1], 0, 1, Deadline.After(s_long), cancel));
        server.Close();
    }

    private async Task DroppedAsync(SslContext clients, SslContext servers, CancellationToken cancel)
    {
        (SslSocket client, SslSocket server) = await OpenPairAsync(clients, servers, cancel);
        await TalkAsync(client, server, cancel);
    }

    private async Task ThroughListenerAsync(CancellationToken cancel)
    {
        using SslSocket client = await ConnectAsync(_listener, _trusting13, cancel);
        await EchoAsync(client, cancel);
    }

    private async Task DroppedThroughListenerAsync(CancellationToken cancel) =>
        await EchoAsync(await ConnectAsync(_listener, _trusting13, cancel), cancel);

    /// <summary>The peer takes the first message, and resets the connection.</summary>
    private async Task ResetAsync(bool asServer, CancellationToken cancel)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(cancel);
        using SslSocket socket = Begin(near, asServer ? _server13 : _trusting13, asServer);
        Task handshake = socket.FinishHandshakeAsync(Deadline.After(s_long), cancel);
        if (!asServer)
            await far.ReceiveAsync(new byte[1], SocketFlags.None, cancel);
        far.LingerState = new LingerOption(true, 0);
        far.Dispose();
        Assert.Equal(SslErrorCode.PeerVanished, (await Assert.ThrowsAsync<SslException>(() => handshake)).Code);
    }

    private async Task SilentAsync(CancellationToken cancel)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(cancel);
        using (far)
        {
            using SslSocket socket = Begin(near, _trusting13, asServer: false);
            Assert.Equal(SslErrorCode.TimedOut,
                (await Assert.ThrowsAsync<SslException>(() => socket.FinishHandshakeAsync(Deadline.After(s_short), cancel))).Code);
        }
    }

    private async Task PlainAsync(bool asServer, CancellationToken cancel)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(cancel);
        using (far)
        {
            using SslSocket socket = Begin(near, asServer ? _server13 : _trusting13, asServer);
            await far.SendAsync(s_plain, SocketFlags.None, cancel);
            Assert.Equal(SslErrorCode.PeerNotTls,
                (await Assert.ThrowsAsync<SslException>(() => socket.FinishHandshakeAsync(Deadline.After(s_long), cancel))).Code);
        }
    }

    private async Task RefusedAsync(CancellationToken cancel)
    {
        var connector = new Connector(new HostAndPort("127.0.0.1", ((IPEndPoint)_deaf.LocalEndPoint!).Port), _trusting13)
            { Timeout = s_long };
        Assert.Equal(SslErrorCode.ConnectionRefused, (await Assert.ThrowsAsync<SslException>(() => connector.ConnectAsync(cancel))).Code);
    }

    private async Task RefusesCertificateAsync(SslContext clients, CancellationToken cancel)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(cancel);
        using SslSocket client = Begin(near, clients, asServer: false), server = Begin(far, _server13, asServer: true);
        Task accepting = server.FinishHandshakeAsync(Deadline.After(s_long), cancel);
        SslException refusal = await Assert.ThrowsAsync<SslException>(() => client.FinishHandshakeAsync(Deadline.After(s_long), cancel));
        Assert.Equal(SslPhase.Verify, refusal.Phase);
        await Assert.ThrowsAsync<SslException>(() => accepting);
    }

    private async Task RefusesListenerAsync(CancellationToken cancel) =>
        await Assert.ThrowsAsync<SslException>(() => ConnectAsync(_listener, _distrusting, cancel));

    /// <summary>Half a client's hello, and its end.</summary>
    private async Task LeavesListenerAsync(CancellationToken cancel)
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(_listener.LocalEndPoint, cancel);
        await client.SendAsync(new byte[] { 22, 3, 1, 0, 200, 1, 0, 0, 196, 3, 3 }, SocketFlags.None, cancel);
    }

    /// <summary>The client has a certificate; the server's callback, which the taker runs, does not want it.</summary>
    private async Task RefusedByListenerAsync(CancellationToken cancel)
    {
        using SslSocket client = await ConnectAsync(_strictListener, _mutual, cancel);
        await Assert.ThrowsAsync<SslException>(() => client.ReadAsync(new byte[1], 0, 1, Deadline.After(s_long), cancel).AsTask());
    }

    /// <summary>Some clients are through, and some in the middle of their handshake, when the listener goes.</summary>
    private async Task WaitingClientsAsync(SslContext servers, bool dropped, CancellationToken cancel)
    {
        (SslSocket[] through, Socket[] silent) = await ConnectAllAsync(servers, dropped, cancel);
        if (dropped)
            GC.Collect();
        foreach (SslSocket client in through)
            client.Dispose();
        foreach (Socket client in silent)
            client.Dispose();
    }

    private async Task<(SslSocket[] Through, Socket[] Silent)> ConnectAllAsync(SslContext servers, bool dropped, CancellationToken cancel)
    {
        SslListener listener = Listen(servers);
        SslSocket[] through = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => ConnectAsync(listener, _mutual, cancel)));
        var silent = new Socket[5];
        for (int i = 0; i < silent.Length; i++)
        {
            silent[i] = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await silent[i].ConnectAsync(listener.LocalEndPoint, cancel);
        }

        if (!dropped)
            listener.Close();
        return (through, silent);
    }

    private async Task NestedAsync(CancellationToken cancel)
    {
        (SslSocket outerClient, SslSocket outerServer) = await OpenPairAsync(_trusting13, _server13, cancel);
        using SslSocket client = UpgradeSource.Open(outerClient), server = UpgradeSource.Open(outerServer);
        client.BeginTls(_trusting13, asServer: false, "localhost", "localhost");
        server.BeginTls(_server13, asServer: true, null, null);
        await Task.WhenAll(client.FinishHandshakeAsync(Deadline.After(s_long), cancel),
            server.FinishHandshakeAsync(Deadline.After(s_long), cancel));
        await TalkAsync(client, server, cancel);
    }

    /// <summary>A TcpClient's connection is upgraded in vain, as Start-SslUpgrade does it, and talks on in plain text.</summary>
    private async Task FailedUpgradeAsync(CancellationToken cancel)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(cancel);
        using (far)
        {
            using var tcp = new TcpClient { Client = near };
            SslSocket socket = UpgradeSource.Open(tcp);
            socket.BeginTls(_trusting13, asServer: false, "localhost", "localhost");
            await far.SendAsync(s_plain, SocketFlags.None, cancel);
            await Assert.ThrowsAsync<SslException>(() => socket.FinishHandshakeAsync(Deadline.After(s_long), cancel));
            socket.AbandonTls();
            socket.Transport.Restore();
            Assert.Equal(SslState.Plain, socket.State);
            var line = new byte[s_plain.Length];
            await tcp.GetStream().ReadExactlyAsync(line, cancel);
            Assert.Equal(s_plain, line);
        }
    }

    private async Task CancelledAsync(CancellationToken cancel)
    {
        using var source = new CancellationTokenSource();
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        int port = ((IPEndPoint)silent.LocalEndpoint).Port;
        Task connecting = new Connector(new HostAndPort("127.0.0.1", port), _trusting13) { Timeout = s_long }.ConnectAsync(source.Token);
        using Socket far = await silent.AcceptSocketAsync(cancel);
        await far.ReceiveAsync(new byte[1], SocketFlags.None, cancel);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    private async Task AbandonedAsync(CancellationToken cancel)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(cancel);
        SslSocket client = Begin(near, _trusting13, asServer: false), server = Begin(far, _server13, asServer: true);
        client.Blocking = server.Blocking = false;
        Assert.False(client.Connect());
        Assert.False(server.Accept());
    }

    /// <summary>A stream always has a read under way, which must not keep it.</summary>
    private async Task AbandonedStreamAsync(CancellationToken cancel)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(cancel);
        SslSocket client = UpgradeSource.Open(new NetworkStream(near, ownsSocket: true));
        client.BeginTls(_trusting13, asServer: false, "localhost", "localhost");
        client.Blocking = false;
        Assert.False(client.Connect());
        // The other end is dropped too: nothing but the collector ends this.
        await far.ReceiveAsync(new byte[1], SocketFlags.None, cancel);
    }

    private async Task UpAndDownAsync(CancellationToken cancel)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(cancel);
        using var client = new SslSocket(new SocketTransport(near) { ReadsExactly = true }, null, 0);
        using var server = new SslSocket(new SocketTransport(far) { ReadsExactly = true }, null, 0);
        for (int i = 0; i < 4; i++)
        {
            client.BeginTls(_trusting13, asServer: false, "localhost", "localhost");
            server.BeginTls(_server13, asServer: true, null, null);
            await Task.WhenAll(client.FinishHandshakeAsync(Deadline.After(s_long), cancel),
                server.FinishHandshakeAsync(Deadline.After(s_long), cancel));
            await TalkAsync(client, server, cancel);
            client.Blocking = server.Blocking = false;
            for (bool clientDone = false, serverDone = false; !clientDone || !serverDone;)
            {
                clientDone = clientDone || client.StopTls();
                serverDone = serverDone || server.StopTls();
                await Task.Yield();
            }

            client.Blocking = server.Blocking = true;
            await TalkAsync(client, server, cancel);
        }
    }

    private async Task<(SslSocket Client, SslSocket Server)> OpenPairAsync(SslContext clients, SslContext servers, CancellationToken cancel)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(cancel);
        SslSocket client = Begin(near, clients, asServer: false), server = Begin(far, servers, asServer: true);
        await Task.WhenAll(client.FinishHandshakeAsync(Deadline.After(s_long), cancel),
            server.FinishHandshakeAsync(Deadline.After(s_long), cancel));
        return (client, server);
    }

    private static SslSocket Begin(Socket socket, SslContext context, bool asServer)
    {
        var tls = new SslSocket(new SocketTransport(socket), asServer ? null : "localhost", 0);
        tls.BeginTls(context, asServer, asServer ? null : "localhost", asServer ? null : "localhost");
        return tls;
    }

    private static async Task<SslSocket> ConnectAsync(SslListener listener, SslContext context, CancellationToken cancel) =>
        await new Connector(new HostAndPort("127.0.0.1", listener.Port), context) { Timeout = s_long }.ConnectAsync(cancel);

    private static async Task TalkAsync(SslSocket client, SslSocket server, CancellationToken cancel)
    {
        var bytes = new byte[100];
        await server.WriteAsync(bytes, 0, bytes.Length, Deadline.After(s_long), cancel);
        Assert.Equal(bytes.Length, await client.ReadAsync(bytes, 0, bytes.Length, Deadline.After(s_long), cancel));
        await client.WriteAsync(bytes, 0, bytes.Length, Deadline.After(s_long), cancel);
        Assert.Equal(bytes.Length, await server.ReadAsync(bytes, 0, bytes.Length, Deadline.After(s_long), cancel));
    }

    private static async Task EchoAsync(SslSocket client, CancellationToken cancel)
    {
        var bytes = new byte[100];
        await client.WriteAsync(bytes, 0, bytes.Length, Deadline.After(s_long), cancel);
        Assert.Equal(bytes.Length, await client.ReadAsync(bytes, 0, bytes.Length, Deadline.After(s_long), cancel));
    }

    private static SslListener Listen(SslContext context) =>
        new(ListenerCore.Bind(IPAddress.Loopback, 0, 64, context, s_long, false, null), null);

    /// <summary>A thread that takes what comes, as a script would, and echoes.</summary>
    private Thread Take(SslListener listener)
    {
        var taker = new Thread(() =>
        {
            while (listener.Core.Take(Deadline.None, CancellationToken.None) is { } client)
            {
                if (client.Socket is { } socket)
                    _ = ServeAsync(socket);
            }
        }) { IsBackground = true };
        taker.Start();
        return taker;
    }

    private async Task ServeAsync(SslSocket socket)
    {
        using (socket)
        {
            var bytes = new byte[100];
            try
            {
                for (int n; (n = await socket.ReadAsync(bytes, 0, bytes.Length, Deadline.None, CancellationToken.None)) > 0;)
                    await socket.WriteAsync(bytes, 0, n, Deadline.After(s_long), CancellationToken.None);
                Interlocked.Increment(ref _served);
            }
            catch (SslException e) when (e.Code is SslErrorCode.Truncated or SslErrorCode.PeerVanished)
            {
                // A client that was dropped.
            }
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _strictListener.Dispose();
        _taker.Join();
        _strictTaker.Join();
        _deaf.Dispose();
        _loopback.Dispose();
        _identity.Dispose();
    }
}
