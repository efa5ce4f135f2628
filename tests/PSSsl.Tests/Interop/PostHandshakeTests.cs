using System;
using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Interop;

/// <summary>What can come after the handshake: new keys, which are answered, and renegotiation, which is refused.</summary>
public sealed class PostHandshakeTests(TestPki pki) : IClassFixture<TestPki>
{
    private readonly ConcurrentQueue<string> _messages = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("K", true)]
    [InlineData("k", false)]
    public async Task OpenSslsKeyUpdateIsAnswered(string command, bool answered)
    {
        using SslListener listener = Listen("TLSv1_3");
        using Peer client = Peer.Start("openssl", "s_client", "-CAfile", pki.CAFile, "-connect", $"127.0.0.1:{listener.Port}", "-tls1_3");
        using SslSocket socket = Accept(listener);
        for (int i = 0; i < 3; i++)
        {
            await Type(client, command + "\n");
            // s_client takes what it reads at once for text, and a command only as a line of its own.
            await WaitForMessage(socket, "<<< handshake key_update", i + 1);
            await Type(client, $"line {i}\n");
            Assert.Equal($"line {i}", socket.ReadLine());
            socket.WriteLine($"answer {i}");
            await WaitForText(client, $"answer {i}");
        }

        Assert.Equal(answered ? 3 : 0, Count(">>> handshake key_update"));
    }

    [Fact]
    public async Task OpenSslsClientMayNotRenegotiate()
    {
        using SslListener listener = Listen("TLSv1_2");
        using Peer client = Peer.Start("openssl", "s_client", "-CAfile", pki.CAFile, "-connect", $"127.0.0.1:{listener.Port}", "-tls1_2");
        using SslSocket socket = Accept(listener);
        socket.WriteLine("hello");
        await WaitForText(client, "hello");
        await Type(client, "R\n");
        // The warning no_renegotiation ends s_client; the connection is not taken for well ended, and no second handshake happened.
        Assert.Throws<SslException>(() => socket.Read(new byte[1], 0, 1));
        Assert.Equal(1, Count(">>> handshake server_hello,"));
        Assert.Equal(1, Count(">>> alert no_renegotiation"));
    }

    [Fact]
    public async Task OpenSslsServerMayNotRenegotiate()
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-cert",
            pki.CertificateFile("EC"), "-key", pki.KeyFile("EC"), "-tls1_2");
        var context = new SslContext(new SslContextOptions { CAFile = pki.CAFile, MessageCallback = m => _messages.Enqueue(m.ToString()) });
        using SslSocket socket = await new Connector(new HostAndPort("127.0.0.1", port), context)
            { Timeout = TimeSpan.FromSeconds(20) }.ConnectAsync(Cancel);
        await Type(server, "hello\n");
        Assert.Equal("hello", socket.ReadLine());
        await Type(server, "r\n");
        Assert.Throws<SslException>(() => socket.Read(new byte[1], 0, 1));
        Assert.Equal(1, Count(">>> handshake client_hello"));
        Assert.Equal(1, Count(">>> alert no_renegotiation"));
    }

    [Fact]
    public async Task SecureRenegotiationIsToldToOpenSsl()
    {
        using SslListener listener = Listen("TLSv1_2");
        using Peer client = Peer.Start("openssl", "s_client", "-CAfile", pki.CAFile, "-connect", $"127.0.0.1:{listener.Port}", "-tls1_2");
        using SslSocket socket = Accept(listener);
        await WaitForText(client, "Secure Renegotiation IS supported");
    }

    private SslListener Listen(string version) => new(ListenerCore.Bind(IPAddress.Loopback, 0, 10, new SslContext(new SslContextOptions
    {
        Version = [version],
        CertificateFile = pki.CertificateFile("EC"),
        KeyFile = pki.KeyFile("EC"),
        MessageCallback = m => _messages.Enqueue(m.ToString()),
    }), TimeSpan.FromSeconds(20), false, null), null);

    private static SslSocket Accept(SslListener listener)
    {
        AcceptedClient? client = listener.Core.Take(Deadline.After(TimeSpan.FromSeconds(20)), Cancel);
        Assert.NotNull(client);
        SslSocket socket = client.Socket ?? throw client.Error!;
        socket.Callbacks = null;
        return socket;
    }

    private int Count(string start)
    {
        int count = 0;
        foreach (string message in _messages)
            count += message.StartsWith(start, StringComparison.Ordinal) ? 1 : 0;
        return count;
    }

    /// <summary>Has the socket look at what comes without taking plaintext, until a message was seen.</summary>
    private async Task WaitForMessage(SslSocket socket, string start, int count)
    {
        socket.Blocking = false;
        for (int i = 0; i < 500 && Count(start) < count; i++)
        {
            Assert.Null(socket.Peek(1));
            await Task.Delay(20, Cancel);
        }

        socket.Blocking = true;
        Assert.Equal(count, Count(start));
    }

    private static async Task Type(Peer peer, string text)
    {
        await peer.Input.WriteAsync(Encoding.ASCII.GetBytes(text), Cancel);
        await peer.Input.FlushAsync(Cancel);
    }

    private static async Task WaitForText(Peer peer, string text)
    {
        var seen = new StringBuilder();
        var buffer = new byte[4096];
        while (!seen.ToString().Contains(text, StringComparison.Ordinal))
        {
            int n = await peer.Output.ReadAsync(buffer, Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancel);
            Assert.True(n > 0, $"'{text}' never came, but: {seen}");
            seen.Append(Encoding.ASCII.GetString(buffer, 0, n));
        }
    }
}
