using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Connecting.Proxies;
using PSSsl.Sockets;
using PSSsl.Tests.Interop;
using PSSsl.Tests.Names;
using Xunit;

namespace PSSsl.Tests.Proxies;

/// <summary>
/// Through proxies that we did not write: Squid, tinyproxy, dante; and a SOCKS server with passwords that curl gets through as well.
/// </summary>
public sealed class ProxyServerTests : IDisposable
{
    private readonly TestPki _pki = new();
    private readonly SslListener _listener;
    private readonly SslContext _context;

    public ProxyServerTests()
    {
        _listener = LoopbackPair.Listen(new SslContextOptions { CertificateFile = _pki.CertificateFile("EC"), KeyFile = _pki.KeyFile("EC") });
        _context = new SslContext(new SslContextOptions { CAFile = _pki.CAFile });
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private int Port => _listener.Port;

    [Fact]
    public async Task Squid()
    {
        using RealProxy squid = RealProxy.Squid(_pki);
        await TalkAsync($"http://127.0.0.1:{squid.Ports[0]}", "localhost");
        // Nobody but the proxy knows these names.
        await TalkAsync($"http://127.0.0.1:{squid.Ports[0]}", "web.lab.example", verifyName: "server.example");
        await TalkAsync($"http://127.0.0.1:{squid.Ports[0]}", "bücher.lab.example", verifyName: "server.example");
        await TalkAsync($"http://127.0.0.1:{squid.Ports[0]}", "127.0.0.1");

        // TLS inside of TLS: the proxy's certificate is for localhost and 127.0.0.1.
        await TalkAsync($"https://localhost:{squid.Ports[1]}", "localhost");
        await TalkAsync($"https://127.0.0.1:{squid.Ports[1]}", "web.lab.example", verifyName: "server.example");

        await TalkAsync($"http://{RealProxy.User}:{Uri.EscapeDataString(RealProxy.Password)}@127.0.0.1:{squid.Ports[2]}", "localhost");
        await TalkAsync($"http://127.0.0.1:{squid.Ports[2]}", "localhost", new NetworkCredential(RealProxy.User, RealProxy.Password));

        await RefusedAsync($"http://127.0.0.1:{squid.Ports[2]}", "localhost", SslErrorCode.ProxyAuthentication, "requires a user name and password",
            "takes \"Basic\"");
        await RefusedAsync($"http://bob:wrong@127.0.0.1:{squid.Ports[2]}", "localhost", SslErrorCode.ProxyAuthentication,
            "does not accept the user name");
        await RefusedAsync($"http://127.0.0.1:{squid.Ports[0]}", "forbidden.lab.example", SslErrorCode.ProxyRefused, "403",
            "ERR_ACCESS_DENIED");
        await RefusedAsync($"http://127.0.0.1:{squid.Ports[0]}", "localhost", SslErrorCode.ProxyRefused, 1, "503", "ERR_CONNECT_FAIL");
        // Plain text to a port for TLS, TLS to one for plain text.
        await RefusedAsync($"http://127.0.0.1:{squid.Ports[1]}", "localhost", SslErrorCode.PeerVanished, "closed the connection");
        await RefusedAsync($"https://127.0.0.1:{squid.Ports[0]}", "localhost", SslErrorCode.PeerNotTls, "TLS with the proxy");
    }

    /// <summary>The authorities of the connection judge the proxy; neither its pins nor what makes it lax do.</summary>
    [Fact]
    public async Task AnHttpsProxyIsVerified()
    {
        using RealProxy squid = RealProxy.Squid(_pki);
        string proxy = $"https://localhost:{squid.Ports[1]}";
        using var leaf =
            System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificateFromFile(_pki.CertificateFile("EC"));
        string pin = "sha256$" + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(leaf.RawData));
        foreach (SslContextOptions lax in new SslContextOptions[]
        {
            new(), new() { VerifyMode = SslVerifyMode.None }, new() { Fingerprint = [pin] }, new() { VerifyCallback = _ => true },
        })
        {
            SslException error = await Assert.ThrowsAsync<SslException>(() => Connector(proxy, "localhost", context: new SslContext(lax))
                .ConnectAsync(Cancel));
            // Squid sends its own certificate alone, and nobody here knows who signed it.
            Assert.Equal((SslErrorCode.CertificateChainIncomplete, SslPhase.Proxy), (error.Code, error.Phase));
            Assert.NotEmpty(error.VerifyErrors);
            // Or it would be shown for the host's.
            Assert.Null(error.PeerCertificate);
        }

        // Its name is its own, whatever the host's is to be; and pins are not asked of it.
        await TalkAsync(proxy, "web.lab.example", verifyName: "server.example");
        using FakeProxy elsewhere = Elsewhere(squid.Ports[1]);
        SslException misnamed = await Assert.ThrowsAsync<SslException>(() => Connector($"https://127.0.0.2:{elsewhere.Port}", "localhost")
            .ConnectAsync(Cancel));
        Assert.Equal((SslErrorCode.HostnameMismatch, SslPhase.Proxy), (misnamed.Code, misnamed.Phase));
        SslException pinned = await Assert.ThrowsAsync<SslException>(() =>
            Connector(proxy, "localhost",
                context: new SslContext(new SslContextOptions { CAFile = _pki.CAFile, Fingerprint = [new string('0', 64)] }))
                    .ConnectAsync(Cancel));
        Assert.Equal((SslErrorCode.FingerprintMismatch, SslPhase.Verify), (pinned.Code, pinned.Phase));
    }

    [Fact]
    public async Task Tinyproxy()
    {
        using RealProxy tiny = RealProxy.Tinyproxy();
        await TalkAsync($"http://bob:lab-secret@127.0.0.1:{tiny.Port}", "localhost");
        await RefusedAsync($"http://127.0.0.1:{tiny.Port}", "localhost", SslErrorCode.ProxyAuthentication, "requires a user name and password",
            "takes \"Basic\"");
        await RefusedAsync($"http://bob:wrong@127.0.0.1:{tiny.Port}", "localhost", SslErrorCode.ProxyAuthentication, "401");
        await RefusedAsync($"http://bob:lab-secret@127.0.0.1:{tiny.Port}", "localhost", SslErrorCode.ProxyRefused, 1, "500");
    }

    [Fact]
    public async Task Dante()
    {
        using RealProxy dante = RealProxy.Dante();
        await TalkAsync($"socks5h://127.0.0.1:{dante.Port}", "localhost");
        await TalkAsync($"socks5://127.0.0.1:{dante.Port}", "localhost");
        await TalkAsync($"socks5h://127.0.0.1:{dante.Port}", "127.0.0.1");
        await TalkAsync($"socks5h://bob:unasked@127.0.0.1:{dante.Port}", "localhost");
        await RefusedAsync($"socks5h://127.0.0.1:{dante.Port}", "localhost", SslErrorCode.ProxyRefused, 1, "\"connection refused\"");
        await RefusedAsync($"socks5h://127.0.0.1:{dante.Port}", "127.0.0.1", SslErrorCode.ProxyRefused, 9,
            "\"connection not allowed by ruleset\"");
        await RefusedAsync($"socks5h://127.0.0.1:{dante.Port}", "no-such-host.invalid", SslErrorCode.ProxyRefused, "\"host unreachable\"");
        await RefusedAsync($"http://127.0.0.1:{dante.Port}", "localhost", SslErrorCode.PeerVanished, "closed the connection");
        SslException unknown = await Assert.ThrowsAsync<SslException>(() =>
            Connector($"socks5://127.0.0.1:{dante.Port}", "no-such-host.invalid").ConnectAsync(Cancel));
        Assert.Equal((SslErrorCode.NameNotFound, SslPhase.Lookup), (unknown.Code, unknown.Phase));
    }

    [Fact]
    public async Task SocksWithAPassword()
    {
        var asked = new ConcurrentQueue<string>();
        using FakeProxy socks = SocksServer.Start("bob", "pä:ss", asked.Enqueue);
        await TalkAsync($"socks5h://bob:p%C3%A4%3Ass@127.0.0.1:{socks.Port}", "web.lab.example", verifyName: "server.example");
        await TalkAsync($"socks5://127.0.0.1:{socks.Port}", "127.0.0.1", new NetworkCredential("bob", "pä:ss"));
        Assert.Equal(["web.lab.example", "127.0.0.1"], asked);
        await RefusedAsync($"socks5h://127.0.0.1:{socks.Port}", "localhost", SslErrorCode.ProxyAuthentication, "no acceptable method");
        await RefusedAsync($"socks5h://bob:wrong@127.0.0.1:{socks.Port}", "localhost", SslErrorCode.ProxyAuthentication, "does not accept",
            "status 7");

        // A second opinion on the server.
        Peer.Require("curl");
        Task<SslSocket> accepted = Task.Run(() => LoopbackPair.Accept(_listener), Cancel);
        using Peer curl = Peer.Start("curl", "-s", "--cacert", _pki.CAFile, "--proxy", $"socks5h://127.0.0.1:{socks.Port}", "--proxy-user",
            "bob:pä:ss", $"https://localhost:{Port}/");
        using (SslSocket server = await accepted)
        {
            Assert.StartsWith("GET / HTTP/1.1", server.ReadLine(), StringComparison.Ordinal);
            server.Write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }

        Assert.True(curl.WaitForExit());
        Assert.Equal(0, curl.ExitCode);
        Assert.Equal("localhost", asked.Last());
    }

    /// <summary>A name with two addresses, of which the proxy reaches the second: localhost, where nothing listens on ::1.</summary>
    [Fact]
    public async Task ANameThatIsLookedUpHereIsAskedForByAllItsAddresses()
    {
        Assert.SkipUnless(Dns.GetHostAddresses("localhost").Length > 1, "localhost has one address here");
        var asked = new ConcurrentQueue<string>();
        using var picky = new FakeProxy(async (client, end) =>
        {
            await client.WriteAsync(new byte[] { 5, 0 }, end);
            var request = new byte[3 + 4];
            await client.ReadExactlyAsync(request, end);
            asked.Enqueue(request[6] == 1 ? "IPv4" : "IPv6");
            await client.WriteAsync(asked.Count == 1 ? [5, 5] : new byte[] { 5, 0, 0, 1, 0, 0, 0, 0, 0, 0 }, end);
            await client.CopyToAsync(System.IO.Stream.Null, end);
        });
        using SslSocket socket = await new Connector(new HostAndPort("localhost", 443), _context)
        {
            Proxy = ProxyAddress.Parse($"socks5://127.0.0.1:{picky.Port}", "-Proxy"),
            NoHandshake = true,
        }.ConnectAsync(Cancel);
        Assert.Equal(2, asked.Distinct().Count());
    }

    public void Dispose()
    {
        _listener.Dispose();
        _pki.Dispose();
    }

    private async Task TalkAsync(string proxy, string host, NetworkCredential? credential = null, string? verifyName = null)
    {
        using SslSocket client = await Connector(proxy, host, credential, verifyName).ConnectAsync(Cancel);
        using SslSocket server = LoopbackPair.Accept(_listener);
        Assert.Equal((host, Port), (client.ComputerName, client.Port));
        Assert.Equal(ProxyAddress.Parse(proxy, "-Proxy").ToString(), client.Proxy);
        client.WriteLine("ping");
        Assert.Equal("ping", server.ReadLine());
        var block = new byte[300_000];
        Task sending = Task.Run(() => server.Write(block), Cancel);
        for (int have = 0; have < block.Length;)
            have += client.Read(block, have, block.Length - have);
        await sending;
        server.Close(SslShutdown.Fast);
        Assert.Equal(0, client.Read(block, 0, 1));
        Assert.True(client.ClosedCleanly);
    }

    private Task RefusedAsync(string proxy, string host, SslErrorCode code, params string[] says) =>
        RefusedAsync(proxy, host, code, Port, says);

    private async Task RefusedAsync(string proxy, string host, SslErrorCode code, int port, params string[] says)
    {
        SslException error = await Assert.ThrowsAsync<SslException>(() => Connector(proxy, host, port: port).ConnectAsync(Cancel));
        Assert.Equal((code, SslPhase.Proxy), (error.Code, error.Phase));
        Assert.All(says, s => Assert.Contains(s, error.Message, StringComparison.Ordinal));
        Assert.DoesNotContain("wrong", error.Message, StringComparison.Ordinal);
    }

    private Connector Connector(string proxy, string host, NetworkCredential? credential = null, string? verifyName = null,
        int? port = null, SslContext? context = null) =>
        new(new HostAndPort(host, port ?? Port), context ?? _context)
        {
            Proxy = ProxyAddress.Parse(proxy, "-Proxy").With(credential),
            VerifyName = verifyName,
            Timeout = LoopbackPair.Patience,
        };

    /// <summary>The same proxy at an address that its certificate is not for.</summary>
    private static FakeProxy Elsewhere(int port) => new(async (client, end) =>
    {
        using var target = new TcpClient();
        await target.ConnectAsync(IPAddress.Loopback, port, end);
        await Task.WhenAny(client.CopyToAsync(target.GetStream(), end), target.GetStream().CopyToAsync(client, end));
    }, IPAddress.Parse("127.0.0.2"));
}
