using System;
using System.IO;
using System.Net;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Interop;

/// <summary>Against programs that we did not write, in both roles: handshake, one mebibyte each way, goodbye from either side, and none.</summary>
public sealed class InteropTests(TestPki pki) : IClassFixture<TestPki>
{
    private const int OneMebibyte = 1 << 20;

    // Echoes a mebibyte through a TLS 1.2 or 1.3 socket of Perl's, then says goodbye.
    private const string PerlEcho = """
        my $left = 1048576;
        while ($left > 0 && (my $n = sysread($s, my $buf, 16384))) { $left -= $n; my $o = 0; while ($o < $n) { $o += syswrite($s, $buf, $n - $o, $o) } }
        $s->close(SSL_fast_shutdown => 0);
        """;

    public static TheoryData<string, string> KeysAndVersions => new() { { "EC", "1.3" }, { "EC", "1.2" }, { "RSA", "1.3" }, { "RSA", "1.2" } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(KeysAndVersions))]
    public async Task OurClientWithOpenSslsServer(string key, string version)
    {
        int port = Peer.FreePort();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-accept", $"127.0.0.1:{port}", "-cert", pki.CertificateFile(key), "-key", pki.KeyFile(key), OpenSslVersion(version));
        using SslSocket socket = await Connect(port);
        AssertNegotiated(socket, version);
        await Exchange(socket, server.Input, server.Output);
        // End of input makes s_server say goodbye.
        server.Input.Close();
        Assert.Equal(0, socket.Read(new byte[1], 0, 1));
        Assert.True(socket.ClosedCleanly);
    }

    [Theory]
    [MemberData(nameof(KeysAndVersions))]
    public async Task OpenSslsClientWithOurListener(string key, string version)
    {
        using SslListener listener = Listen(key);
        using Peer client = Peer.Start("openssl", "s_client", "-quiet", "-verify_return_error", "-verify_hostname", "server.example", "-servername", "server.example", "-CAfile", pki.CAFile, "-connect", $"127.0.0.1:{listener.Port}", OpenSslVersion(version));
        using SslSocket socket = Accept(listener);
        AssertNegotiated(socket, version);
        Assert.Equal("server.example", socket.ServerName);
        await Exchange(socket, client.Input, client.Output);
        // Our goodbye ends s_client.
        socket.Close();
        Assert.True(client.WaitForExit());
    }

    [Theory]
    [MemberData(nameof(KeysAndVersions))]
    public async Task GnuTlssClientWithOurListener(string key, string version)
    {
        using SslListener listener = Listen(key);
        using Peer client = Peer.Start("gnutls-cli", "--logfile=/dev/null", "--x509cafile", pki.CAFile, "--verify-hostname=server.example", "--sni-hostname=server.example",
            "--priority", version == "1.3" ? "NORMAL:-VERS-ALL:+VERS-TLS1.3" : "NORMAL:-VERS-ALL:+VERS-TLS1.2", "-p", $"{listener.Port}", "127.0.0.1");
        using SslSocket socket = Accept(listener);
        AssertNegotiated(socket, version);
        await Exchange(socket, client.Input, client.Output);
        client.Input.Close();
        Assert.Equal(0, socket.Read(new byte[1], 0, 1));
        Assert.True(socket.ClosedCleanly);
    }

    /// <summary>
    /// gnutls-serv listens on every address, so it gets a network of its own, which holds nothing but a loopback; a relay there carries bytes between its
    /// port and the pipes, which are upgraded as any stream.
    /// </summary>
    [Theory]
    [MemberData(nameof(KeysAndVersions))]
    public async Task OurClientWithGnuTlssServer(string key, string version)
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root may make a network namespace");
        Peer.Require("gnutls-serv");
        Peer.Require("ip");
        const string relay = """
            use IO::Socket::INET; use IO::Select;
            my $s; for (1..100) { $s = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => 4433) and last; select(undef, undef, undef, 0.1) } $s or die;
            my $all = IO::Select->new($s, \*STDIN);
            while (1) { for my $from ($all->can_read) { my $n = sysread($from, my $buf, 65536); exit unless $n; my $to = $from == $s ? \*STDOUT : $s; my $o = 0; $o += syswrite($to, $buf, $n - $o, $o) while $o < $n } }
            """;
        string priority = version == "1.3" ? "NORMAL:-VERS-ALL:+VERS-TLS1.3" : "NORMAL:-VERS-ALL:+VERS-TLS1.2";
        using Peer server = Peer.Start("unshare", "--net", "--pid", "--kill-child", "--fork", "sh", "-c",
            $"ip link set lo up && (gnutls-serv -q --echo --crlf -p 4433 --priority {priority} --x509certfile {pki.CertificateFile(key)} --x509keyfile {pki.KeyFile(key)} --disable-client-cert >/dev/null 2>&1 </dev/null &) && exec perl -e \"$0\"", relay);
        using var socket = new SslSocket(new StreamTransport(new PipeStream(server.Output, server.Input)) { ReadsExactly = true }, "localhost", 4433);
        socket.BeginTls(new SslContext(new SslContextOptions { CAFile = pki.CAFile }), asServer: false, "localhost", "localhost");
        await socket.FinishHandshakeAsync(Deadline.After(TimeSpan.FromSeconds(20)), Cancel);
        AssertNegotiated(socket, version);
        // It echoes lines of text, one after the other.
        for (int i = 0; i < OneMebibyte / 1024; i++)
        {
            string line = Convert.ToHexString(RandomNumberGenerator.GetBytes(511));
            socket.WriteLine(line);
            Assert.Equal(line, socket.ReadLine());
        }
    }

    [Theory]
    [MemberData(nameof(KeysAndVersions))]
    public async Task OurClientWithPerlsServer(string key, string version)
    {
        int port = Peer.FreePort();
        using Peer server = Peer.StartServer(port, "perl", "-MIO::Socket::SSL", "-e", $$"""
            my $l = IO::Socket::SSL->new(LocalAddr => '127.0.0.1', LocalPort => {{port}}, Listen => 5, SSL_version => '{{PerlVersion(version)}}', SSL_cert_file => '{{pki.CertificateFile(key)}}', SSL_key_file => '{{pki.KeyFile(key)}}') or die $SSL_ERROR;
            my $s = $l->accept or die $SSL_ERROR;
            {{PerlEcho}}
            """);
        using SslSocket socket = await Connect(port);
        AssertNegotiated(socket, version);
        await Echo(socket);
        Assert.Equal(0, socket.Read(new byte[1], 0, 1));
        Assert.True(socket.ClosedCleanly);
    }

    [Theory]
    [MemberData(nameof(KeysAndVersions))]
    public async Task PerlsClientWithOurListener(string key, string version)
    {
        using SslListener listener = Listen(key);
        using Peer client = Peer.Start("perl", "-MIO::Socket::SSL", "-e", $$"""
            my $s = IO::Socket::SSL->new(PeerAddr => '127.0.0.1', PeerPort => {{listener.Port}}, SSL_version => '{{PerlVersion(version)}}', SSL_ca_file => '{{pki.CAFile}}', SSL_hostname => 'server.example', SSL_verifycn_name => 'server.example', SSL_verifycn_scheme => 'http') or die $SSL_ERROR;
            {{PerlEcho}}
            """);
        using SslSocket socket = Accept(listener);
        AssertNegotiated(socket, version);
        await Echo(socket);
        Assert.Equal(0, socket.Read(new byte[1], 0, 1));
        Assert.True(socket.ClosedCleanly);
    }

    [Theory]
    [InlineData("1.3")]
    [InlineData("1.2")]
    public async Task ACrashedServerIsNoEndOfData(string version)
    {
        int port = Peer.FreePort();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-accept", $"127.0.0.1:{port}", "-cert", pki.CertificateFile("EC"), "-key", pki.KeyFile("EC"), OpenSslVersion(version));
        using SslSocket socket = await Connect(port);
        server.Kill();
        SslException broken = Assert.Throws<SslException>(() => socket.Read(new byte[1], 0, 1));
        Assert.Contains(broken.Code, new[] { SslErrorCode.Truncated, SslErrorCode.PeerVanished });
        Assert.False(socket.ClosedCleanly);
    }

    [Theory]
    [InlineData("1.3")]
    [InlineData("1.2")]
    public async Task ClientCertificatesAreShownAndDemanded(string version)
    {
        int port = Peer.FreePort();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-Verify", "2", "-verify_return_error", "-CAfile", pki.CAFile, "-accept", $"127.0.0.1:{port}", "-cert", pki.CertificateFile("EC"), "-key", pki.KeyFile("EC"), OpenSslVersion(version));
        using (SslSocket shown = await Connect(port, new SslContextOptions { CAFile = pki.CAFile, CertificateFile = pki.CertificateFile("RSA", "client"), KeyFile = pki.KeyFile("RSA", "client") }))
        {
            shown.WriteLine("hello");
            Assert.Equal((byte)'h', server.Output.ReadByte());
        }

        SslException refused = await Assert.ThrowsAsync<SslException>(async () =>
        {
            using SslSocket none = await Connect(port);
            // TLS 1.3: the client is done before the server has looked; its refusal is read.
            none.Read(new byte[1], 0, 1);
        });
        Assert.Equal(SslErrorCode.ClientCertificateRequired, refused.Code);
    }

    [Theory]
    [InlineData("-tls1_1", SslVersion.TLSv1_3)]
    [InlineData("-tls1_3", SslVersion.TLSv1_2)]
    public async Task NoVersionInCommon(string serverVersion, SslVersion ours)
    {
        int port = Peer.FreePort();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-cipher", "ALL:@SECLEVEL=0", "-accept", $"127.0.0.1:{port}", "-cert", pki.CertificateFile("RSA"), "-key", pki.KeyFile("RSA"), serverVersion);
        SslException error = await Assert.ThrowsAsync<SslException>(() => Connect(port, new SslContextOptions { CAFile = pki.CAFile, Version = [ours] }));
        Assert.Equal(SslErrorCode.NoCommonVersion, error.Code);
    }

    [Theory]
    [InlineData("SSLv23:!TLSv1_3", "-tls1_2", SslVersion.TLSv1_2)]
    [InlineData("TLSv1_1", "-tls1_1", SslVersion.TLSv1_1)]
    [InlineData("TLSv1", "-tls1", SslVersion.TLSv1)]
    public async Task OldVersionsWhenAskedFor(string words, string serverVersion, SslVersion expected)
    {
        int port = Peer.FreePort();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-cipher", "ALL:@SECLEVEL=0", "-accept", $"127.0.0.1:{port}", "-cert", pki.CertificateFile("RSA"), "-key", pki.KeyFile("RSA"), serverVersion);
        using SslSocket socket = await Connect(port, new SslContextOptions { CAFile = pki.CAFile, Version = [words] });
        Assert.Equal(expected, socket.Version);
    }

    [Fact]
    public async Task NoSuiteInCommon()
    {
        int port = Peer.FreePort();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256", "-accept", $"127.0.0.1:{port}", "-cert", pki.CertificateFile("RSA"), "-key", pki.KeyFile("RSA"));
        SslException error = await Assert.ThrowsAsync<SslException>(() => Connect(port, new SslContextOptions { CAFile = pki.CAFile, CipherList = "ECDHE-RSA-AES256-GCM-SHA384", Version = ["TLSv1_2"] }));
        Assert.Equal(SslErrorCode.NoCommonCipher, error.Code);
    }

    [Fact]
    public async Task AnExpiredCertificateAndAWrongNameAreBothTold()
    {
        int port = Peer.FreePort();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-accept", $"127.0.0.1:{port}", "-cert", pki.CertificateFile("EC", "expired"), "-key", pki.KeyFile("EC", "expired"));
        SslException error = await Assert.ThrowsAsync<SslException>(() => Connect(port, new SslContextOptions { CAFile = pki.CAFile, VerifyName = "other.example" }));
        Assert.Equal(SslErrorCode.CertificateExpired, error.Code);
        Assert.Contains(error.VerifyErrors, e => e.Code == SslErrorCode.CertificateExpired);
        Assert.Contains(error.VerifyErrors, e => e.Code == SslErrorCode.HostnameMismatch);
        Assert.Equal(SslAlert.certificate_expired, error.Alert);
    }

    private Task<SslSocket> Connect(int port, SslContextOptions? options = null) =>
        new Connector(new HostAndPort("127.0.0.1", port), new SslContext(options ?? new SslContextOptions { CAFile = pki.CAFile })) { Timeout = TimeSpan.FromSeconds(20) }.ConnectAsync(Cancel);

    private SslListener Listen(string key) => new(ListenerCore.Bind(IPAddress.Loopback, 0, 10,
        new SslContext(new SslContextOptions { CertificateFile = pki.CertificateFile(key), KeyFile = pki.KeyFile(key) }), TimeSpan.FromSeconds(20), false, null), null);

    private static SslSocket Accept(SslListener listener)
    {
        AcceptedClient? client = listener.Core.Take(Deadline.After(TimeSpan.FromSeconds(20)), Cancel);
        Assert.NotNull(client);
        return client.Socket ?? throw client.Error!;
    }

    private static void AssertNegotiated(SslSocket socket, string version)
    {
        Assert.Equal(SslState.Open, socket.State);
        Assert.Equal(version == "1.3" ? SslVersion.TLSv1_3 : SslVersion.TLSv1_2, socket.Version);
        Assert.True(socket.ExtendedMasterSecret);
        Assert.Equal(SslCipherStrength.Recommended, socket.Cipher!.Strength);
    }

    /// <summary>A mebibyte from the peer's input to us while a mebibyte goes from us to its output.</summary>
    private static async Task Exchange(SslSocket socket, Stream peerInput, Stream peerOutput)
    {
        byte[] ours = RandomNumberGenerator.GetBytes(OneMebibyte), theirs = RandomNumberGenerator.GetBytes(OneMebibyte);
        byte[] atPeer = new byte[OneMebibyte], here = new byte[OneMebibyte];
        Task feed = Task.Run(async () =>
        {
            await peerInput.WriteAsync(theirs, Cancel);
            await peerInput.FlushAsync(Cancel);
        }, Cancel);
        Task drain = peerOutput.ReadExactlyAsync(atPeer, Cancel).AsTask();
        Task write = Task.Run(() => socket.Write(ours), Cancel);
        using (var read = new MemoryStream(here))
        {
            var buffer = new byte[32 * 1024];
            while (read.Position < OneMebibyte)
            {
                int n = socket.Read(buffer, 0, (int)Math.Min(buffer.Length, OneMebibyte - read.Position));
                Assert.True(n > 0);
                read.Write(buffer, 0, n);
            }
        }

        await Task.WhenAll(feed, drain, write);
        Assert.Equal(theirs, here);
        Assert.Equal(ours, atPeer);
    }

    private static async Task Echo(SslSocket socket)
    {
        byte[] sent = RandomNumberGenerator.GetBytes(OneMebibyte), back = new byte[OneMebibyte];
        Task write = Task.Run(() => socket.Write(sent), Cancel);
        for (int have = 0; have < OneMebibyte;)
        {
            int n = socket.Read(back, have, OneMebibyte - have);
            Assert.True(n > 0);
            have += n;
        }

        await write;
        Assert.Equal(sent, back);
    }

    private static string OpenSslVersion(string version) => version == "1.3" ? "-tls1_3" : "-tls1_2";

    private static string PerlVersion(string version) => version == "1.3" ? "TLSv1_3" : "TLSv1_2";
}
