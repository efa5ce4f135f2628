using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using PSSsl.Tests.Interop.Peers;
using Xunit;
using static PSSsl.Tests.Interop.OurEnds;

namespace PSSsl.Tests.Interop;

/// <summary>
/// Against OpenSSL: a mebibyte each way at once, goodbye from either side and none, and what goes wrong. What works with whom is in
/// <see cref="MatrixTests"/>.
/// </summary>
public sealed class InteropTests(TestPki pki) : IClassFixture<TestPki>
{
    private const int OneMebibyte = 1 << 20;

    public static TheoryData<string, string> KeysAndVersions =>
        new() { { "EC", "1.3" }, { "EC", "1.2" }, { "RSA", "1.3" }, { "RSA", "1.2" } };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(KeysAndVersions))]
    public async Task OurClientWithOpenSslsServer(string key, string version)
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-accept", $"127.0.0.1:{port}", "-cert",
            pki.CertificateFile(key), "-key", pki.KeyFile(key), OpenSslVersion(version));
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
        using Peer client = Peer.Start("openssl", "s_client", "-quiet", "-verify_return_error", "-verify_hostname", "server.example",
            "-servername", "server.example", "-CAfile", pki.CAFile, "-connect", $"127.0.0.1:{listener.Port}", OpenSslVersion(version));
        using SslSocket socket = Accept(listener);
        AssertNegotiated(socket, version);
        Assert.Equal("server.example", socket.ServerName);
        await Exchange(socket, client.Input, client.Output);
        // Our goodbye ends s_client.
        socket.Close();
        Assert.True(client.WaitForExit());
    }

    [Theory]
    [InlineData("1.3")]
    [InlineData("1.2")]
    public async Task ACrashedServerIsNoEndOfData(string version)
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-accept", $"127.0.0.1:{port}", "-cert",
            pki.CertificateFile("EC"), "-key", pki.KeyFile("EC"), OpenSslVersion(version));
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
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-Verify", "2", "-verify_return_error", "-CAfile",
            pki.CAFile, "-accept", $"127.0.0.1:{port}", "-cert", pki.CertificateFile("EC"), "-key", pki.KeyFile("EC"),
            OpenSslVersion(version));
        using (SslSocket shown = await Connect(port, new SslContextOptions
            { CAFile = pki.CAFile, CertificateFile = pki.CertificateFile("RSA", "client"), KeyFile = pki.KeyFile("RSA", "client") }))
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
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-cipher", "ALL:@SECLEVEL=0", "-accept",
            $"127.0.0.1:{port}", "-cert", pki.CertificateFile("RSA"), "-key", pki.KeyFile("RSA"), serverVersion);
        SslException error =
            await Assert.ThrowsAsync<SslException>(() => Connect(port, new SslContextOptions { CAFile = pki.CAFile, Version = [ours] }));
        Assert.Equal(SslErrorCode.NoCommonVersion, error.Code);
    }

    [Theory]
    [InlineData("SSLv23:!TLSv1_3", "-tls1_2", SslVersion.TLSv1_2)]
    [InlineData("TLSv1_1", "-tls1_1", SslVersion.TLSv1_1)]
    [InlineData("TLSv1", "-tls1", SslVersion.TLSv1)]
    public async Task OldVersionsWhenAskedFor(string words, string serverVersion, SslVersion expected)
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-cipher", "ALL:@SECLEVEL=0", "-accept",
            $"127.0.0.1:{port}", "-cert", pki.CertificateFile("RSA"), "-key", pki.KeyFile("RSA"), serverVersion);
        using SslSocket socket = await Connect(port, new SslContextOptions { CAFile = pki.CAFile, Version = [words] });
        Assert.Equal(expected, socket.Version);
    }

    public static TheoryData<SslVersion> Versions => new(Enum.GetValues<SslVersion>());

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task AClientThatOffersAllVersionsGetsTheServers(SslVersion version)
    {
        var java = new JavaPeer();
        java.Require();
        using RunningPeer server = java.StartServer(new PeerRequest(pki, version, "RSA", ClientCertificate: false));
        using SslSocket socket = await server.ConnectAsync(new SslContext(new SslContextOptions
            { CAFile = pki.CAFile, VerifyName = "server.example", Version = [.. AllVersions] }), Cancel);
        Assert.Equal(version, socket.Version);
        await server.TalkAsync(socket, Cancel);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task AListenerThatTakesAllVersionsGetsTheClients(SslVersion version)
    {
        var java = new JavaPeer();
        java.Require();
        using SslListener listener = Listen("RSA", [.. AllVersions]);
        using RunningPeer client = java.StartClient(new PeerRequest(pki, version, "RSA", ClientCertificate: false), listener.Port);
        using SslSocket socket = Accept(listener);
        Assert.Equal(version, socket.Version);
        await client.TalkAsync(socket, Cancel);
    }

    [Fact]
    public async Task NoSuiteInCommon()
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-tls1_2", "-cipher", "ECDHE-RSA-AES128-GCM-SHA256",
            "-accept", $"127.0.0.1:{port}", "-cert", pki.CertificateFile("RSA"), "-key", pki.KeyFile("RSA"));
        SslException error = await Assert.ThrowsAsync<SslException>(() =>
            Connect(port, new SslContextOptions
                { CAFile = pki.CAFile, CipherList = "ECDHE-RSA-AES256-GCM-SHA384", Version = ["TLSv1_2"] }));
        Assert.Equal(SslErrorCode.NoCommonCipher, error.Code);
    }

    [Fact]
    public async Task AnExpiredCertificateAndAWrongNameAreBothTold()
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-accept", $"127.0.0.1:{port}", "-cert",
            pki.CertificateFile("EC", "expired"), "-key", pki.KeyFile("EC", "expired"));
        SslException error = await Assert.ThrowsAsync<SslException>(() =>
            Connect(port, new SslContextOptions { CAFile = pki.CAFile, VerifyName = "other.example" }));
        Assert.Equal(SslErrorCode.CertificateExpired, error.Code);
        Assert.Contains(error.VerifyErrors, e => e.Code == SslErrorCode.CertificateExpired);
        Assert.Contains(error.VerifyErrors, e => e.Code == SslErrorCode.HostnameMismatch);
        Assert.Equal(SslAlert.certificate_expired, error.Alert);
    }

    private Task<SslSocket> Connect(int port, SslContextOptions? options = null) =>
        new Connector(new HostAndPort("127.0.0.1", port), new SslContext(options ?? new SslContextOptions { CAFile = pki.CAFile }))
            { Timeout = TimeSpan.FromSeconds(20) }.ConnectAsync(Cancel);

    private static IEnumerable<object> AllVersions => Enum.GetValues<SslVersion>().Cast<object>();

    private SslListener Listen(string key, object[]? versions = null) => new(ListenerCore.Bind(IPAddress.Loopback, 0, 10,
        new SslContext(new SslContextOptions
            { CertificateFile = pki.CertificateFile(key), KeyFile = pki.KeyFile(key), Version = versions }), TimeSpan.FromSeconds(20),
                false, null), null);

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

    private static string OpenSslVersion(string version) => version == "1.3" ? "-tls1_3" : "-tls1_2";
}
