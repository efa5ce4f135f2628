using System.Collections.Generic;
using PSSsl.X509.Names;

namespace PSSsl.Tests.Interop.Peers;

/// <summary>The module whose manual PSSsl follows.</summary>
internal sealed class PerlPeer : TlsPeer
{
    internal override string Name => "IO::Socket::SSL";

    internal override IReadOnlyList<SslVersion> ServerVersions => SinceTls10;

    internal override IReadOnlyList<SslVersion> ClientVersions => SinceTls10;

    internal override void Require() => Peer.RequireLibrary("Perl's IO::Socket::SSL", "perl", "-MIO::Socket::SSL", "-e", "1");

    internal override string Version() =>
        Peer.Run("perl", "-MIO::Socket::SSL", "-e",
            "printf 'IO::Socket::SSL %s, Net::SSLeay %s, Perl %vd', IO::Socket::SSL->VERSION, Net::SSLeay->VERSION, $^V");

    internal override RunningPeer StartServer(PeerRequest request) =>
        EchoProgram.StartServer(request, "perl", EchoProgram.Source("tls-echo.pl"));

    internal override RunningPeer StartClient(PeerRequest request, int port) =>
        EchoProgram.StartClient(request, port, "perl", EchoProgram.Source("tls-echo.pl"));
}
