using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;
using PSSsl.Tests.Interop.Peers;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Interop;

/// <summary>
/// Every peer in both roles: each version alone, verified on both ends, data both ways, a clean goodbye. A whole run writes
/// docs/interop.md.
/// </summary>
public sealed class MatrixTests(TestPki pki, MatrixRun run) : IClassFixture<TestPki>
{
    private const int TestTimeout = 60_000;

    public static TheoryData<string, SslVersion, string, bool> Servers => Connections(p => p.ServerVersions, _ => true);

    public static TheoryData<string, SslVersion, string, bool> Clients => Connections(p => p.ClientVersions, p => p.ClientShowsCertificate);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory(Timeout = TestTimeout)]
    [MemberData(nameof(Servers))]
    public async Task OurClient(string peer, SslVersion version, string key, bool clientCertificate)
    {
        TlsPeer theirs = Required(peer);
        var request = new PeerRequest(pki, version, key, clientCertificate);
        using RunningPeer server = theirs.StartServer(request);
        using SslSocket socket = await server.ConnectAsync(new SslContext(new SslContextOptions
        {
            Version = [version],
            CAFile = pki.CAFile,
            VerifyName = "server.example",
            Alpn = request.HasAlpn ? ["h2", PeerRequest.ApplicationProtocol] : null,
            CertificateFile = clientCertificate ? request.ClientCertificateFile : null,
            KeyFile = clientCertificate ? request.ClientKeyFile : null,
        }), Cancel);
        Assert.True(socket.PeerCertificate!.IsTrusted);
        Assert.True(socket.PeerCertificate.HostnameMatch);
        Assert.Equal(clientCertificate, socket.LocalCertificate is not null);
        AssertNegotiated(socket, request, theirs);
        await server.TalkAsync(socket, Cancel);
        Record(theirs, MatrixCell.Client, socket, request);
    }

    [Theory(Timeout = TestTimeout)]
    [MemberData(nameof(Clients))]
    public async Task OurListener(string peer, SslVersion version, string key, bool clientCertificate)
    {
        TlsPeer theirs = Required(peer);
        var request = new PeerRequest(pki, version, key, clientCertificate);
        var context = new SslContext(new SslContextOptions
        {
            Version = [version],
            CertificateFile = request.CertificateFile,
            KeyFile = request.KeyFile,
            Alpn = request.HasAlpn ? [PeerRequest.ApplicationProtocol] : null,
            CAFile = pki.CAFile,
            ClientCertificate = clientCertificate ? SslClientCertificate.Require : SslClientCertificate.None,
        });
        using var listener =
            new SslListener(ListenerCore.Bind(IPAddress.Loopback, 0, 10, context, TimeSpan.FromSeconds(20), false, null), null);
        using RunningPeer client = theirs.StartClient(request, listener.Port);
        using SslSocket socket = await client.AcceptAsync(listener, Cancel);
        Assert.Equal("server.example", socket.ServerName);
        if (clientCertificate)
        {
            Assert.Equal("client.example", socket.PeerCertificate!.CommonName);
            Assert.True(socket.PeerCertificate.IsTrusted);
        }

        AssertNegotiated(socket, request, theirs);
        await client.TalkAsync(socket, Cancel);
        Record(theirs, MatrixCell.Listener, socket, request);
    }

    [Fact]
    public void TheDocumentClaimsNothingThatIsNotTested() => Assert.Empty(MatrixRun.Claims(MatrixRun.Document).Except(MatrixCell.All));

    private static TlsPeer Required(string name)
    {
        TlsPeer peer = TlsPeer.All.Single(p => p.Name == name);
        peer.Require();
        return peer;
    }

    private static void AssertNegotiated(SslSocket socket, PeerRequest request, TlsPeer peer)
    {
        Assert.Equal(SslState.Open, socket.State);
        Assert.Equal(request.Version, socket.Version);
        Assert.Equal(request.HasAlpn ? PeerRequest.ApplicationProtocol : null, socket.Alpn);
        if (request.Version >= SslVersion.TLSv1_2)
        {
            Assert.Equal(SslCipherStrength.Recommended, socket.Cipher!.Strength);
            Assert.True(socket.ExtendedMasterSecret);
        }

        if (request.Version == SslVersion.TLSv1_3 && peer.Group is not null)
            Assert.Equal(peer.Group, socket.Group);
    }

    private void Record(TlsPeer peer, string role, SslSocket socket, PeerRequest request)
    {
        string version = MatrixCell.Heading(request.Version);
        if (request.ClientCertificate)
        {
            run.Works(new(peer.Name, role, $"Client certificate, {version}"));
            return;
        }

        var cell = new MatrixCell(peer.Name, role, version);
        run.Works(cell);
        if (request.Key == UsualKey(request.Version))
            run.Negotiated(cell, socket);
        if (request.HasAlpn)
            run.Works(new(peer.Name, role, "ALPN"));
        if (request.Version == SslVersion.TLSv1_3 && peer.Group is not null)
            run.Works(new(peer.Name, role, "Hybrid group"));
    }

    private static string UsualKey(SslVersion version) => version >= SslVersion.TLSv1_2 ? "EC" : "RSA";

    /// <summary>
    /// Each version alone; TLS 1.2 and 1.3 with a server's key of the other kind too, and then with a client certificate where the peer
    /// can.
    /// </summary>
    private static TheoryData<string, SslVersion, string, bool> Connections(Func<TlsPeer, IReadOnlyList<SslVersion>> versions,
        Func<TlsPeer, bool> showsCertificate)
    {
        var connections = new TheoryData<string, SslVersion, string, bool>();
        foreach (TlsPeer peer in TlsPeer.All)
        {
            foreach (SslVersion version in versions(peer))
            {
                connections.Add(peer.Name, version, UsualKey(version), false);
                if (version >= SslVersion.TLSv1_2)
                    connections.Add(peer.Name, version, "RSA", showsCertificate(peer));
            }
        }

        return connections;
    }
}
