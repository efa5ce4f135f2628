using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Sockets;

public class DialerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnAddressThatFailsIsFollowedByTheNext()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        // Nothing listens on the other loopback addresses' port: they refuse at once.
        using Socket socket = await Dial(port, [IPAddress.IPv6Loopback, IPAddress.Parse("127.0.0.2"), IPAddress.Loopback])
            .ConnectAsync(Cancel);
        Assert.Equal(IPAddress.Loopback, ((IPEndPoint)socket.RemoteEndPoint!).Address);
    }

    [Fact]
    public async Task ALookUpThatTakesTooLongSaysSo()
    {
        var never = new TaskCompletionSource<IPAddress[]>();
        var dialer = new Dialer(new HostAndPort("slow.example", 443), Deadline.After(TimeSpan.FromMilliseconds(200)))
            { Resolver = _ => never.Task };
        SslException error = await Assert.ThrowsAsync<SslException>(() => dialer.ConnectAsync(Cancel));
        Assert.Equal((SslErrorCode.TimedOut, SslPhase.Lookup), (error.Code, error.Phase));
    }

    [Fact]
    public async Task AConnectThatTakesTooLongSaysSo()
    {
        // A full queue lets nobody else in.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        full.Listen(0);
        int port = ((IPEndPoint)full.LocalEndPoint!).Port;
        using var first = new TcpClient();
        using var second = new TcpClient();
        await first.ConnectAsync(IPAddress.Loopback, port, Cancel);
        Task waiting = second.ConnectAsync(IPAddress.Loopback, port);
        var dialer = new Dialer(new HostAndPort("127.0.0.1", port), Deadline.After(TimeSpan.FromMilliseconds(700)));
        SslException error = await Assert.ThrowsAsync<SslException>(() => dialer.ConnectAsync(Cancel));
        Assert.Equal((SslErrorCode.TimedOut, SslPhase.Connect), (error.Code, error.Phase));
        Assert.False(waiting.IsFaulted);
    }

    [Fact]
    public async Task NoAddressOfTheFamily()
    {
        SslException error = await Assert.ThrowsAsync<SslException>(() => new Dialer(new HostAndPort("four.example", 443), Deadline.None)
        {
            Family = AddressFamily.InterNetworkV6,
            Resolver = _ => Task.FromResult(new[] { IPAddress.Loopback }),
        }.ConnectAsync(Cancel));
        Assert.Equal(SslErrorCode.NameNotFound, error.Code);
    }

    [Fact]
    public void UnreachableIsNotRefused()
    {
        SslException error = SocketFaults.Connect("host.example:443", [IPAddress.Parse("192.0.2.1")],
            [new SocketException((int)SocketError.NetworkUnreachable)]);
        Assert.Equal(SslErrorCode.HostUnreachable, error.Code);
        error = SocketFaults.Connect("host.example:443", [IPAddress.IPv6Loopback, IPAddress.Loopback],
            [new SocketException((int)SocketError.NetworkUnreachable), new SocketException((int)SocketError.ConnectionRefused)]);
        Assert.Equal(SslErrorCode.ConnectionRefused, error.Code);
    }

    private static Dialer Dial(int port, IPAddress[] addresses) =>
        new(new HostAndPort("some.example", port), Deadline.After(TimeSpan.FromSeconds(20))) { Resolver = _ => Task.FromResult(addresses) };
}
