using System;
using System.Net;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Interop;

/// <summary>Our client and our listener on the loopback, with the time that a test allows.</summary>
internal static class OurEnds
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(20);

    internal static Task<SslSocket> Connect(int port, SslContextOptions options) => Connect(port, new SslContext(options));

    internal static Task<SslSocket> Connect(int port, SslContext context) =>
        new Connector(new HostAndPort("127.0.0.1", port), context)
            { Timeout = s_timeout }.ConnectAsync(TestContext.Current.CancellationToken);

    internal static SslListener Listen(SslContextOptions options) =>
        new(ListenerCore.Bind(IPAddress.Loopback, 0, 10, new SslContext(options), s_timeout, false, null), null);

    internal static SslSocket Accept(SslListener listener)
    {
        AcceptedClient? client = listener.Core.Take(Deadline.After(s_timeout), TestContext.Current.CancellationToken);
        Assert.NotNull(client);
        return client.Socket ?? throw client.Error!;
    }
}
