using System;
using System.IO;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>Both roles against .NET's own TLS, over real sockets.</summary>
public class SslStreamPeerTests
{
    private const int OneMebibyte = 1 << 20;

    public static TheoryData<string, int> KeysAndVersions => new() { { "EC", 13 }, { "EC", 12 }, { "RSA", 13 }, { "RSA", 12 } };

    [Theory]
    [MemberData(nameof(KeysAndVersions))]
    public async Task OurClientTalksToSslStream(string key, int version)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using TestIdentity identity = TestIdentity.Make(key);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        byte[] sent = RandomNumberGenerator.GetBytes(OneMebibyte);
        Task<byte[]> server = Task.Run(async () =>
        {
            using TcpClient accepted = await listener.AcceptTcpClientAsync(cancel);
            using var tls = new SslStream(accepted.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
            {
                ServerCertificate = identity.Certificate,
                EnabledSslProtocols = version == 13 ? SslProtocols.Tls13 : SslProtocols.Tls12,
            }, cancel);
            var received = new byte[OneMebibyte];
            await tls.ReadExactlyAsync(received, cancel);
            await tls.WriteAsync(received, cancel);
            await tls.ShutdownAsync();
            Assert.Equal(0, await tls.ReadAsync(new byte[1], cancel));
            return received;
        }, cancel);

        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var context = new SslContext(new SslContextOptions { Authorities = [identity.Certificate] });
        using SslSocket socket = await new Connector(new HostAndPort("localhost", port), context).ConnectAsync(cancel);
        Assert.Equal(SslState.Open, socket.State);
        Assert.Equal(version == 13 ? SslVersion.TLSv1_3 : SslVersion.TLSv1_2, socket.Version);
        Task writing = Task.Run(() => socket.Write(sent), cancel);
        using var back = new MemoryStream();
        var buffer = new byte[64 * 1024];
        for (int n; (n = socket.Read(buffer, 0, buffer.Length)) > 0;)
            back.Write(buffer, 0, n);
        await writing;
        Assert.Equal(sent, back.ToArray());
        Assert.True(socket.ClosedCleanly);
        socket.Close();
        Assert.Equal(sent, await server);
    }

    [Theory]
    [MemberData(nameof(KeysAndVersions))]
    public async Task SslStreamTalksToOurListener(string key, int version)
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using TestIdentity identity = TestIdentity.Make(key);
        var context = new SslContext(new SslContextOptions { Identities = [identity.Identity] });
        using var listener =
            new SslListener(ListenerCore.Bind(IPAddress.Loopback, 0, 10, context, TimeSpan.FromSeconds(30), false, null), null);
        byte[] sent = RandomNumberGenerator.GetBytes(OneMebibyte);
        Task<byte[]> client = Task.Run(async () =>
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, listener.Port, cancel);
            using var tls = new SslStream(tcp.GetStream(), false, (_, _, _, _) => true);
            await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
            {
                TargetHost = "localhost",
                EnabledSslProtocols = version == 13 ? SslProtocols.Tls13 : SslProtocols.Tls12,
            }, cancel);
            Task write = tls.WriteAsync(sent, cancel).AsTask();
            var received = new byte[OneMebibyte];
            await tls.ReadExactlyAsync(received, cancel);
            await write;
            await tls.ShutdownAsync();
            return received;
        }, cancel);

        AcceptedClient? accepted = listener.Core.Take(Deadline.After(TimeSpan.FromSeconds(30)), cancel);
        using SslSocket socket = accepted!.Socket!;
        Assert.Equal("localhost", socket.ServerName);
        using Stream stream = socket.GetStream();
        var all = new byte[OneMebibyte];
        await stream.ReadExactlyAsync(all, cancel);
        await stream.WriteAsync(all, cancel);
        Assert.Equal(0, await stream.ReadAsync(new byte[1], cancel));
        Assert.Equal(sent, all);
        Assert.Equal(sent, await client);
    }

    [Fact]
    public async Task AnEndWithoutGoodbyeIsTruncation()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using TestIdentity identity = TestIdentity.Make("EC");
        var context = new SslContext(new SslContextOptions { Identities = [identity.Identity], Authorities = [identity.Certificate] });
        using var listener =
            new SslListener(ListenerCore.Bind(IPAddress.Loopback, 0, 10, context, TimeSpan.FromSeconds(30), false, null), null);
        using SslSocket client = await new Connector(new HostAndPort("127.0.0.1", listener.Port), context).ConnectAsync(cancel);
        using SslSocket server = listener.Core.Take(Deadline.None, cancel)!.Socket!;
        server.Write("last words");
        server.Close(SslShutdown.None);
        Assert.Equal("last words", client.ReadLineOrRest());
        SslException truncated = Assert.Throws<SslException>(() => client.Read(new byte[1], 0, 1));
        Assert.Equal(SslErrorCode.Truncated, truncated.Code);
        client.AllowTruncation = true;
        Assert.Equal(0, client.Read(new byte[1], 0, 1));
        Assert.False(client.ClosedCleanly);
    }

    [Fact]
    public async Task SocketsThatDoNotBlockSayWhatTheyWant()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        using TestIdentity identity = TestIdentity.Make("EC");
        var context = new SslContext(new SslContextOptions { Identities = [identity.Identity], Authorities = [identity.Certificate] });
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        int port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using SslSocket client = await new Connector(new HostAndPort("127.0.0.1", port), context)
            { NoHandshake = true }.ConnectAsync(cancel);
        Assert.Equal(SslState.Plain, client.State);
        client.BeginTls(context, asServer: false, string.Empty, "127.0.0.1");
        client.Blocking = false;
        // Nobody has taken the connection yet: there can be no answer, however slow or quick this machine is.
        Assert.False(client.Connect());
        Assert.Equal(SslErrorCode.WantRead, client.LastError!.Code);
        using SslSocket server = UpgradeSource.Open(await listener.AcceptTcpClientAsync(cancel));
        server.BeginTls(context, asServer: true, string.Empty, string.Empty);
        Task<bool> accepting = Task.Run(server.Accept, cancel);
        while (!client.Connect())
        {
            Assert.Equal(SslErrorCode.WantRead, client.LastError!.Code);
            client.Transport.Wait(TransportWait.Read, 10_000);
        }

        Assert.True(await accepting);
        Assert.Equal(SslState.Open, client.State);
        Assert.Equal(-1, client.Read(new byte[10], 0, 10));
        Assert.Equal(SslErrorCode.WantRead, client.LastError!.Code);

        var much = new byte[16 * 1024 * 1024];
        int taken = client.Write(much, 0, much.Length);
        Assert.InRange(taken, 1, much.Length - 1);
        Assert.Equal(SslErrorCode.WantWrite, client.LastError!.Code);
        var into = new byte[64 * 1024];
        Task<int> reading = Task.Run(() =>
        {
            int total = 0;
            while (total < much.Length)
                total += server.Read(into, 0, into.Length);
            return total;
        }, cancel);
        while (taken < much.Length)
        {
            int n = client.Write(much, taken, much.Length - taken);
            if (n > 0)
                taken += n;
            else
                client.Transport.Wait(TransportWait.Write, 10_000);
        }

        Assert.Equal(much.Length, await reading);
    }
}
