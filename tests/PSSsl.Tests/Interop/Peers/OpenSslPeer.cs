using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Interop.Peers;

/// <summary>s_server and s_client: what comes out of them is put in again.</summary>
internal sealed class OpenSslPeer : TlsPeer
{
    internal override string Name => "OpenSSL";

    internal override IReadOnlyList<SslVersion> ServerVersions => SinceTls10;

    internal override IReadOnlyList<SslVersion> ClientVersions => SinceTls10;

    internal override void Require() => Peer.Require("openssl");

    internal override string Version() => string.Join(' ', Peer.Run("openssl", "version").Split(' ')[..2]);

    internal override RunningPeer StartServer(PeerRequest request)
    {
        int port = PeerPorts.Next();
        List<string> arguments = ["s_server", "-quiet", "-accept", $"127.0.0.1:{port}", "-cert", request.CertificateFile, "-key",
            request.KeyFile, .. Negotiation(request)];
        if (request.ClientCertificate)
            arguments.AddRange(["-Verify", "2", "-verify_return_error", "-CAfile", request.Pki.CAFile]);
        return new Running(Peer.StartServer(port, "openssl", [.. arguments]), isServer: true) { Port = port };
    }

    internal override RunningPeer StartClient(PeerRequest request, int port)
    {
        List<string> arguments =
        [
            "s_client", "-quiet", "-verify_return_error", "-verify_hostname", "server.example", "-servername", "server.example", "-CAfile",
            request.Pki.CAFile,
            "-connect", $"127.0.0.1:{port}", .. Negotiation(request),
        ];
        if (request.ClientCertificate)
            arguments.AddRange(["-cert", request.ClientCertificateFile, "-key", request.ClientKeyFile]);
        return new Running(Peer.Start("openssl", [.. arguments]), isServer: false);
    }

    private static IEnumerable<string> Negotiation(PeerRequest request)
    {
        yield return request.Version switch
        {
            SslVersion.TLSv1_3 => "-tls1_3",
            SslVersion.TLSv1_2 => "-tls1_2",
            SslVersion.TLSv1_1 => "-tls1_1",
            _ => "-tls1",
        };
        if (request.HasAlpn)
        {
            yield return "-alpn";
            yield return PeerRequest.ApplicationProtocol;
        }

        if (request.Version < SslVersion.TLSv1_2)
        {
            // They sign with SHA-1, which the default level forbids.
            yield return "-cipher";
            yield return "DEFAULT:@SECLEVEL=0";
        }
    }

    private sealed class Running : RunningPeer
    {
        private readonly Peer _process;
        private readonly bool _isServer;
        private readonly Task _echo;

        internal Running(Peer process, bool isServer)
        {
            _process = process;
            _isServer = isServer;
            _echo = process.EchoAsync();
        }

        internal override async Task TalkAsync(SslSocket socket, CancellationToken cancel)
        {
            await EchoAsync(socket, cancel);
            if (_isServer)
            {
                // End of input makes s_server say goodbye.
                _process.EndInput();
                Assert.Equal(0, socket.Read(new byte[1], 0, 1));
            }
            else
            {
                // s_client answers our goodbye, and ends.
                socket.Close(SslShutdown.Full, cancel);
                Assert.True(_process.WaitForExit());
                Assert.True(_process.ExitCode == 0, _process.Errors);
            }

            Assert.True(socket.ClosedCleanly);
        }

        public override void Dispose()
        {
            _process.Dispose();
            _echo.Wait();
        }
    }
}
