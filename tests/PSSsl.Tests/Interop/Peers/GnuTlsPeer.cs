using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Interop.Peers;

/// <summary>
/// gnutls-serv and gnutls-cli. The server listens on every address, so it gets a network of its own, which holds nothing but a loopback; a
/// relay there carries bytes between its port and the pipes, which are upgraded as any stream.
/// </summary>
internal sealed class GnuTlsPeer : TlsPeer
{
    /// <summary>Carries bytes between its pipes and the server's port.</summary>
    internal const string Relay = """
        use IO::Socket::INET; use IO::Select;
        my $s; for (1..200) { $s = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => 4433) and last; select(undef, undef, undef, 0.02) } $s or die;
        my $all = IO::Select->new($s, \*STDIN);
        while (1) { for my $from ($all->can_read) { my $n = sysread($from, my $buf, 65536); exit unless $n; my $to = $from == $s ? \*STDOUT : $s; my $o = 0; $o += syswrite($to, $buf, $n - $o, $o) while $o < $n } }
        """;

    internal override string Name => "GnuTLS";

    internal override IReadOnlyList<SslVersion> ServerVersions => SinceTls10;

    internal override IReadOnlyList<SslVersion> ClientVersions => SinceTls10;

    internal override void Require()
    {
        foreach (string program in new[] { "gnutls-cli", "gnutls-serv", "ip", "unshare", "perl" })
            Peer.Require(program);
        Assert.SkipUnless(Environment.UserName == "root", "only root may make a network namespace");
    }

    internal override string Version() =>
        Peer.Run("gnutls-cli", "--version").Split('\n')[0].Replace("gnutls-cli", "GnuTLS", StringComparison.Ordinal);

    internal override RunningPeer StartServer(PeerRequest request)
    {
        string client = request.ClientCertificate ? $"--require-client-cert --verify-client-cert --x509cafile {request.Pki.CAFile}"
            : "--disable-client-cert";
        string alpn = request.HasAlpn ? $"--alpn={PeerRequest.ApplicationProtocol}" : string.Empty;
        return new Server(Peer.Start("unshare", "--net", "--pid", "--kill-child", "--fork", "sh", "-c",
            $"ip link set lo up && (gnutls-serv -q --echo --crlf -p 4433 --priority {Priority(request.Version)} --x509certfile "
                + $"{request.CertificateFile} --x509keyfile {request.KeyFile} {client} {alpn} >/dev/null 2>&1 </dev/null &) && exec perl "
                    + $"-e \"$0\"", Relay));
    }

    internal override RunningPeer StartClient(PeerRequest request, int port)
    {
        List<string> arguments =
        [
            "--logfile=/dev/null", "--x509cafile", request.Pki.CAFile, "--verify-hostname=server.example", "--sni-hostname=server.example",
            "--priority", Priority(request.Version),
        ];
        if (request.HasAlpn)
            arguments.Add($"--alpn={PeerRequest.ApplicationProtocol}");
        if (request.ClientCertificate)
            arguments.AddRange(["--x509certfile", request.ClientCertificateFile, "--x509keyfile", request.ClientKeyFile]);
        arguments.AddRange(["-p", $"{port}", "127.0.0.1"]);
        return new Client(Peer.Start("gnutls-cli", [.. arguments]));
    }

    internal static string Priority(SslVersion version) => version switch
    {
        SslVersion.TLSv1_3 => "NORMAL:-VERS-ALL:+VERS-TLS1.3",
        SslVersion.TLSv1_2 => "NORMAL:-VERS-ALL:+VERS-TLS1.2",
        SslVersion.TLSv1_1 => "NORMAL:-VERS-ALL:+VERS-TLS1.1",
        _ => "NORMAL:-VERS-ALL:+VERS-TLS1.0",
    };

    private sealed class Server(Peer process) : RunningPeer
    {
        internal override async Task<SslSocket> ConnectAsync(SslContext context, CancellationToken cancel)
        {
            var socket = new SslSocket(new StreamTransport(new PipeStream(process.Output, process.Input))
                { ReadsExactly = true }, "server.example", 4433);
            socket.BeginTls(context, asServer: false, "server.example", "server.example");
            await socket.FinishHandshakeAsync(Deadline.After(TimeSpan.FromSeconds(20)), cancel);
            return socket;
        }

        /// <summary>It echoes lines of text, one after the other, and answers a goodbye by ending the connection.</summary>
        internal override async Task TalkAsync(SslSocket socket, CancellationToken cancel)
        {
            await Task.Run(() =>
            {
                for (int i = 0; i < 64; i++)
                {
                    string line = Line();
                    socket.WriteLine(line);
                    Assert.Equal(line, socket.ReadLine());
                }
            }, cancel);
            Assert.True(socket.Close(SslShutdown.Full, cancel));
        }

        public override void Dispose() => process.Dispose();
    }

    private sealed class Client(Peer process) : RunningPeer
    {
        private readonly Task _echo = process.EchoAsync();

        internal override async Task TalkAsync(SslSocket socket, CancellationToken cancel)
        {
            await EchoAsync(socket, cancel);
            process.EndInput();
            Assert.Equal(0, socket.Read(new byte[1], 0, 1));
            Assert.True(socket.ClosedCleanly);
            socket.Close();
            Assert.True(process.WaitForExit());
            Assert.True(process.ExitCode == 0, process.Errors);
        }

        public override void Dispose()
        {
            process.Dispose();
            _echo.Wait();
        }
    }
}
