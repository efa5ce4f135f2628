using System;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Names;

/// <summary>Both ends of ours, and certificates that tell names apart.</summary>
internal static class LoopbackPair
{
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static SslListener Listen(SslContextOptions options) =>
        new(ListenerCore.Bind(IPAddress.Loopback, 0, 10, new SslContext(options), Patience, false, null), null);

    internal static Task<SslSocket> Connect(int port, SslContextOptions options, string? serverName = null) =>
        new Connector(new HostAndPort("127.0.0.1", port), new SslContext(options))
            { Timeout = Patience, ServerName = serverName }.ConnectAsync(Cancel);

    /// <summary>Takes a client that got in.</summary>
    internal static SslSocket Accept(SslListener listener)
    {
        AcceptedClient client = listener.Core.Take(Deadline.After(Patience), Cancel)!;
        return client.Socket ?? throw client.Error!;
    }

    /// <summary>Takes a client that did not get in.</summary>
    internal static SslException Refused(SslListener listener)
    {
        AcceptedClient client = listener.Core.Take(Deadline.After(Patience), Cancel)!;
        client.Socket?.Dispose();
        return client.Error ?? throw new InvalidOperationException("The client got in.");
    }

    /// <summary>TLS 1.3 tells a client of its refusal only when it reads.</summary>
    internal static async Task<SslException> RefusedClient(int port, SslContextOptions options, string? serverName = null) =>
        await Assert.ThrowsAsync<SslException>(async () =>
        {
            using SslSocket socket = await Connect(port, options, serverName);
            socket.Read(new byte[1], 0, 1);
        });
}
