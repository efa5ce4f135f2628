using System;
using System.Globalization;
using System.IO;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using PSSsl.Tests.Interop.Peers;
using PSSsl.X509.Names;
using Xunit;
using static PSSsl.Tests.Interop.OurEnds;

namespace PSSsl.Tests.Interop;

/// <summary>
/// Sessions with programs that we did not write, in both roles: the second connection resumes the first, or tells that it does not.
/// </summary>
public sealed class SessionInteropTests(TestPki pki, MatrixRun run) : IClassFixture<TestPki>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("-tls1_3", "")]
    [InlineData("-tls1_3", "-no_ticket")]
    [InlineData("-tls1_2", "")]
    [InlineData("-tls1_2", "-no_ticket")]
    public async Task OurClientResumesWithOpenSslsServer(string version, string ticket)
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl",
            ["s_server", "-accept", $"127.0.0.1:{port}", "-rev", "-cert", pki.CertificateFile("EC"), "-key", pki.KeyFile("EC"), version,
                .. ticket.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        await ResumesEachTime(port);
        Works("OpenSSL", MatrixCell.Client, version);
    }

    [Theory]
    [InlineData("1.3")]
    [InlineData("1.2")]
    public async Task OurClientResumesWithPerlsServer(string version)
    {
        new PerlPeer().Require();
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "perl", "-MIO::Socket::SSL", "-e", $$"""
            my $l = IO::Socket::SSL->new(LocalAddr => '127.0.0.1', LocalPort => {{port}}, Listen => 5, SSL_version => '{{PerlVersion(version)}}', SSL_cert_file => '{{pki.CertificateFile("EC")}}', SSL_key_file => '{{pki.KeyFile("EC")}}') or die $SSL_ERROR;
            while (my $s = $l->accept) { while (my $line = <$s>) { $line =~ s/\r?\n//; print $s scalar(reverse $line), "\n" } close $s }
            """);
        await ResumesEachTime(port);
        Works("IO::Socket::SSL", MatrixCell.Client, version);
    }

    [Theory]
    [InlineData(SslVersion.TLSv1_3)]
    [InlineData(SslVersion.TLSv1_2)]
    public async Task OurClientResumesWithNginx(SslVersion version)
    {
        var nginx = new NginxPeer();
        nginx.Require();
        using RunningPeer server = nginx.StartServer(new PeerRequest(pki, version, "EC", false));
        var context = new SslContext(new SslContextOptions { CAFile = pki.CAFile, SessionCacheSize = 4 });
        foreach (bool resumed in new[] { false, true, true })
        {
            using SslSocket socket = await server.ConnectAsync(context, Cancel);
            Assert.Equal(resumed, socket.SessionReused);
            await server.TalkAsync(socket, Cancel);
        }

        run.Works(MatrixCell.Resumption(nginx.Name, MatrixCell.Client, version));
    }

    /// <summary>gnutls-serv listens on every address, so it gets a network of its own, and each connection a relay into it.</summary>
    [Theory]
    [InlineData(SslVersion.TLSv1_3)]
    [InlineData(SslVersion.TLSv1_2)]
    public async Task OurClientResumesWithGnuTlssServer(SslVersion version)
    {
        new GnuTlsPeer().Require();
        Peer.Require("nsenter");
        using Peer server = Peer.Start("unshare", "--net", "sh", "-c",
            $"ip link set lo up && exec gnutls-serv -q --echo --crlf -p 4433 --priority {GnuTlsPeer.Priority(version)} --x509certfile "
                + $"{pki.CertificateFile("EC")} --x509keyfile {pki.KeyFile("EC")} --disable-client-cert");
        // It has its network when something listens there.
        for (int i = 0; i < 200 && !Peer.Run("nsenter", $"--net=/proc/{server.Id}/ns/net", "cat", "/proc/net/tcp")
            .Contains(":1151 ", StringComparison.Ordinal); i++)
            await Task.Delay(50, Cancel);
        var context = new SslContext(new SslContextOptions { CAFile = pki.CAFile, SessionCacheSize = 4 });
        foreach (bool resumed in new[] { false, true, true })
        {
            using Peer relay = Peer.Start("nsenter", $"--net=/proc/{server.Id}/ns/net", "perl", "-e", GnuTlsPeer.Relay);
            using var socket = new SslSocket(new StreamTransport(new PipeStream(relay.Output, relay.Input))
                { ReadsExactly = true }, "server.example", 4433);
            socket.BeginTls(context, asServer: false, "server.example", "server.example");
            await socket.FinishHandshakeAsync(Deadline.After(TimeSpan.FromSeconds(20)), Cancel);
            Assert.Equal(resumed, socket.SessionReused);
            Assert.True(socket.PeerCertificate!.IsTrusted);
            socket.WriteLine("hello");
            Assert.Equal("hello", socket.ReadLine());
        }

        run.Works(MatrixCell.Resumption("GnuTLS", MatrixCell.Client, version));
    }

    [Theory]
    [InlineData(SslVersion.TLSv1_3)]
    [InlineData(SslVersion.TLSv1_2)]
    public async Task OurClientResumesWithNodesServer(SslVersion version)
    {
        new NodePeer().Require();
        using Peer server = NodePeer.Run("""
            const [cert, key, version] = process.argv.slice(1);
            const fs = require('fs'), tls = require('tls');
            const server = tls.createServer({ cert: fs.readFileSync(cert), key: fs.readFileSync(key), minVersion: version, maxVersion: version }, s => {
                s.on('error', () => {});
                s.on('data', d => s.write(d.toString().trim().split('').reverse().join('') + '\n'));
            });
            server.listen(0, '127.0.0.1', () => console.log(server.address().port));
            """, pki.CertificateFile("EC"), pki.KeyFile("EC"), version.ToString().Replace('_', '.'));
        // It gives two tickets with the first connection and none with resumed ones; in TLS 1.3 each serves once.
        await ResumesEachTime(int.Parse(await FirstLine(server), CultureInfo.InvariantCulture), connections: 3);
        run.Works(MatrixCell.Resumption("Node", MatrixCell.Client, version));
    }

    [Theory]
    [InlineData(SslVersion.TLSv1_3)]
    [InlineData(SslVersion.TLSv1_2)]
    public async Task NodesClientResumesWithOurListener(SslVersion version)
    {
        new NodePeer().Require();
        using SslListener listener = Listen();
        using Peer client = NodePeer.Run("""
            const [ca, port, version] = process.argv.slice(1);
            const fs = require('fs'), tls = require('tls');
            const options = { host: '127.0.0.1', port, servername: 'server.example', ca: fs.readFileSync(ca), minVersion: version, maxVersion: version };
            let session;
            const first = tls.connect(options);
            first.on('session', s => { session = s; });
            first.on('data', () => first.end());
            first.on('close', () => {
                const second = tls.connect({ ...options, session });
                second.on('data', () => { console.log(second.isSessionReused()); second.end(); });
            });
            """, pki.CAFile, listener.Port.ToString(CultureInfo.InvariantCulture), version.ToString().Replace('_', '.'));
        foreach (bool resumed in new[] { false, true })
        {
            using SslSocket socket = Accept(listener);
            Assert.Equal(resumed, socket.SessionReused);
            socket.WriteLine("hello");
            Assert.Null(socket.ReadLine());
        }

        Assert.Equal("true", await FirstLine(client));
        run.Works(MatrixCell.Resumption("Node", MatrixCell.Listener, version));
    }

    [Theory]
    [InlineData("-tls1_3")]
    [InlineData("-tls1_2")]
    public async Task OpenSslsClientResumesWithOurListener(string version)
    {
        using SslListener listener = Listen();
        string file = Path.GetTempFileName();
        try
        {
            foreach ((string option, bool resumed) in new[] { ("-sess_out", false), ("-sess_in", true) })
            {
                using Peer client = Peer.Start("openssl", "s_client", "-quiet", "-verify_return_error", "-servername", "server.example",
                    "-CAfile", pki.CAFile, "-connect", $"127.0.0.1:{listener.Port}", version, option, file);
                using SslSocket socket = Accept(listener);
                Assert.Equal(resumed, socket.SessionReused);
                Assert.Equal("server.example", socket.ServerName);
                await Answer(socket, client);
            }

            Works("OpenSSL", MatrixCell.Listener, version);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task OpenSslsClientResumesByIdWithOurListener()
    {
        using SslListener listener = Listen();
        string file = Path.GetTempFileName();
        try
        {
            foreach ((string option, bool resumed) in new[] { ("-sess_out", false), ("-sess_in", true) })
            {
                using Peer client = Peer.Start("openssl", "s_client", "-quiet", "-no_ticket", "-verify_return_error", "-CAfile", pki.CAFile,
                    "-connect", $"127.0.0.1:{listener.Port}", "-tls1_2", option, file);
                using SslSocket socket = Accept(listener);
                Assert.Equal(resumed, socket.SessionReused);
                await Answer(socket, client);
            }
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("1.3")]
    [InlineData("1.2")]
    public void GnuTlssClientResumesWithOurListener(string version)
    {
        using SslListener listener = Listen();
        using Peer client = Peer.Start("gnutls-cli", "--resume", "--waitresumption", "--logfile=/dev/null", "--x509cafile", pki.CAFile,
            "--verify-hostname=server.example", "--sni-hostname=server.example",
            "--priority", version == "1.3" ? "NORMAL:-VERS-ALL:+VERS-TLS1.3"
                : "NORMAL:-VERS-ALL:+VERS-TLS1.2", "-p", $"{listener.Port}", "127.0.0.1");
        using (SslSocket first = Accept(listener))
        {
            Assert.False(first.SessionReused);
            // It waits for the ticket, hangs up and comes again.
            Assert.Null(first.ReadLine());
        }

        using SslSocket second = Accept(listener);
        Assert.True(second.SessionReused);
        Works("GnuTLS", MatrixCell.Listener, version);
    }

    [Theory]
    [InlineData("1.3")]
    [InlineData("1.2")]
    public void PerlsClientResumesWithOurListener(string version)
    {
        new PerlPeer().Require();
        using SslListener listener = Listen();
        using Peer client = Peer.Start("perl", "-MIO::Socket::SSL", "-e", $$"""
            my $c = IO::Socket::SSL::SSL_Context->new(SSL_version => '{{PerlVersion(version)}}', SSL_ca_file => '{{pki.CAFile}}', SSL_session_cache_size => 4, SSL_mode => 1) or die $SSL_ERROR;
            for (1..2) {
                my $s = IO::Socket::SSL->new(PeerAddr => '127.0.0.1', PeerPort => {{listener.Port}}, SSL_reuse_ctx => $c, SSL_hostname => 'server.example', SSL_verifycn_name => 'server.example', SSL_verifycn_scheme => 'http') or die $SSL_ERROR;
                print $s "hello\n"; my $line = <$s>; print $line; close $s;
            }
            """);
        foreach (bool resumed in new[] { false, true })
        {
            using SslSocket socket = Accept(listener);
            Assert.Equal("hello", socket.ReadLine());
            socket.WriteLine("hello");
            Assert.Equal(resumed, socket.SessionReused);
        }

        Works("IO::Socket::SSL", MatrixCell.Listener, version);
    }

    [Fact]
    public async Task ASessionIsBoundToTrustAndName()
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-rev", "-cert",
            pki.CertificateFile("EC"), "-key", pki.KeyFile("EC"), "-tls1_2");
        var cache = new SslSessionCache(8);
        var trusting = new SslContextOptions { CAFile = pki.CAFile, SessionCache = cache };
        Assert.False(await Reused(port, trusting));
        Assert.True(await Reused(port, trusting));

        // Nobody was verified: a session of that one is of no use to anybody who verifies, and the other way round.
        var careless = new SslContextOptions { VerifyMode = SslVerifyMode.None, SessionCache = cache };
        Assert.False(await Reused(port, careless));
        Assert.True(await Reused(port, careless));
        Assert.True(await Reused(port, trusting));
        SslException refused = await Assert.ThrowsAsync<SslException>(() =>
            Reused(port, new SslContextOptions { NoAuthorities = true, SessionCache = cache }));
        Assert.Equal(SslErrorCode.CertificateChainIncomplete, refused.Code);

        Assert.False(await Reused(port, new SslContextOptions { CAFile = pki.CAFile, SessionCache = cache, VerifyName = "localhost" }));
        refused = await Assert.ThrowsAsync<SslException>(() =>
            Reused(port, new SslContextOptions { CAFile = pki.CAFile, SessionCache = cache, VerifyName = "other.example" }));
        Assert.Equal(SslErrorCode.HostnameMismatch, refused.Code);
        Assert.False(await Reused(port, new SslContextOptions
            { CAFile = pki.CAFile, SessionCache = cache, CertificateFile = pki.CertificateFile("EC", "client"),
                KeyFile = pki.KeyFile("EC", "client") }));
    }

    [Fact]
    public async Task OneKeyForTwoPlacesIsWhatTheUserSays()
    {
        int port = PeerPorts.Next(), dataPort = PeerPorts.Next();
        var keys = new[] { new byte[32] };
        using SslListener control =
            Listen(new SslContextOptions { CertificateFile = pki.CertificateFile("EC"), KeyFile = pki.KeyFile("EC"), TicketKey = keys });
        using SslListener data =
            Listen(new SslContextOptions { CertificateFile = pki.CertificateFile("EC"), KeyFile = pki.KeyFile("EC"), TicketKey = keys });
        var context = new SslContext(new SslContextOptions { CAFile = pki.CAFile, SessionCacheSize = 4 });
        foreach ((SslListener listener, string? key, bool resumed) in new[] { (control, "ftp", false), (data, "ftp", true),
            (data, null, false), (control, null, false) })
        {
            Task<SslSocket> connecting = new Connector(new HostAndPort("127.0.0.1", listener.Port), context)
                { SessionKey = key, Timeout = TimeSpan.FromSeconds(20) }.ConnectAsync(Cancel);
            using SslSocket there = Accept(listener);
            using SslSocket here = await connecting;
            there.WriteLine("hello");
            Assert.Equal("hello", here.ReadLine());
            Assert.Equal(resumed, here.SessionReused);
        }
    }

    private void Works(string peer, string role, string version) =>
        run.Works(MatrixCell.Resumption(peer, role, version.EndsWith('3') ? SslVersion.TLSv1_3 : SslVersion.TLSv1_2));

    private static async Task<string> FirstLine(Peer peer)
    {
        using var reader = new StreamReader(peer.Output, leaveOpen: true);
        return await reader.ReadLineAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(20), Cancel)
            ?? throw new InvalidOperationException(peer.Errors);
    }

    private async Task ResumesEachTime(int port, int connections = 4)
    {
        var context = new SslContext(new SslContextOptions { CAFile = pki.CAFile, SessionCacheSize = 4 });
        for (int i = 0; i < connections; i++)
        {
            using SslSocket socket = await Connect(port, context);
            Assert.Equal(i > 0, socket.SessionReused);
            Assert.True(socket.PeerCertificate!.IsTrusted);
            Assert.True(socket.PeerCertificate.HostnameMatch);
            Assert.Equal("CN=server.example", socket.PeerCertificate.Subject);
            socket.WriteLine("hello");
            Assert.Equal("olleh", socket.ReadLine());
        }
    }

    private static async Task<bool> Reused(int port, SslContextOptions options)
    {
        using SslSocket socket = await Connect(port, new SslContext(options));
        socket.WriteLine("hello");
        Assert.Equal("olleh", socket.ReadLine());
        return socket.SessionReused;
    }

    private static async Task Answer(SslSocket socket, Peer client)
    {
        socket.WriteLine("hello");
        var read = new byte[5];
        await client.Output.ReadExactlyAsync(read, Cancel);
        // Our goodbye ends s_client, which writes the session down.
        socket.Close();
        Assert.True(client.WaitForExit());
    }

    private SslListener Listen(SslContextOptions? options = null) => new(ListenerCore.Bind(IPAddress.Loopback, 0, 10,
        new SslContext(options ?? new SslContextOptions { CertificateFile = pki.CertificateFile("EC"), KeyFile = pki.KeyFile("EC") }),
        TimeSpan.FromSeconds(20), false, null), null);

    private static string PerlVersion(string version) => version == "1.3" ? "TLSv1_3" : "TLSv1_2";
}
