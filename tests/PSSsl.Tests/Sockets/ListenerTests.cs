using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>What a listener does with the code of its user, and without anybody who runs it.</summary>
public sealed class ListenerTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(20);

    private readonly TestIdentity _identity = TestIdentity.Make("EC");
    private readonly SslContext _client;
    private int _asked;

    public ListenerTests() =>
        _client = new SslContext(new SslContextOptions { Identities = [_identity.Identity], Authorities = [_identity.Certificate] });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _identity.Dispose();

    [Fact]
    public async Task ACallbackThatNobodyRunsEndsWithTheHandshakesTimeAndIsNotRunLater()
    {
        using SslListener listener = Listen(TimeSpan.FromSeconds(3), null);
        using SslSocket client = await ConnectAsync(listener);
        await Assert.ThrowsAsync<SslException>(() => client.ReadAsync(new byte[1], 0, 1, Deadline.After(s_long), Cancel).AsTask());
        SslException error = listener.Core.Take(Deadline.After(s_long), Cancel)!.Error!;
        Assert.Equal(SslErrorCode.TimedOut, error.Code);
        Assert.Contains("Wait-SslConnection", error.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(0, _asked);
    }

    [Fact]
    public async Task ACallbackIsRunByWhoeverTakes()
    {
        using SslListener listener = Listen(s_long, null);
        Task<SslSocket> connecting = ConnectAsync(listener);
        using SslSocket server = listener.Core.Take(Deadline.After(s_long), Cancel)!.Socket!;
        using SslSocket client = await connecting;
        Assert.Equal(1, _asked);
    }

    [Fact]
    public async Task AnErrorTrapThatFailsIsTold()
    {
        using SslListener listener = Listen(s_long, (_, _) => throw new InvalidOperationException("the trap is broken"));
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndPoint, Cancel);
        await client.SendAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray(), SocketFlags.None, Cancel);
        SslException error = listener.Core.Take(Deadline.After(s_long), Cancel)!.Error!;
        Assert.Equal(SslErrorCode.PeerNotTls, error.Code);
        Assert.Contains("the trap is broken", error.Message, StringComparison.Ordinal);
        // It was closed, not left open.
        Assert.Equal(0, await client.ReceiveAsync(new byte[1], SocketFlags.None, Cancel).AsTask().WaitAsync(s_long, Cancel));
    }

    [Fact]
    public async Task AConnectionForATrapThatNobodyRunsIsClosedWithTheListener()
    {
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (SslListener listener = Listen(s_long, (_, _) => [_asked++]))
        {
            await client.ConnectAsync(listener.LocalEndPoint, Cancel);
            await client.SendAsync("GET / HTTP/1.0\r\n\r\n"u8.ToArray(), SocketFlags.None, Cancel);
            while (listener.Pending == 0)
                await Task.Delay(5, Cancel);
        }

        Assert.Equal(0, await client.ReceiveAsync(new byte[1], SocketFlags.None, Cancel).AsTask().WaitAsync(s_long, Cancel));
        Assert.Equal(0, _asked);
    }

    private SslListener Listen(TimeSpan timeout, Func<SslSocket, SslException, IEnumerable<object>>? trap)
    {
        var context = new SslContext(new SslContextOptions
        {
            Identities = [_identity.Identity],
            Authorities = [_identity.Certificate],
            ClientCertificate = SslClientCertificate.Require,
            VerifyCallback = _ =>
            {
                _asked++;
                return true;
            },
        });
        return new SslListener(ListenerCore.Bind(IPAddress.Loopback, 0, 10, context, timeout, false, trap), null);
    }

    private Task<SslSocket> ConnectAsync(SslListener listener) =>
        new Connector(new HostAndPort("127.0.0.1", listener.Port), _client).ConnectAsync(Cancel);
}
