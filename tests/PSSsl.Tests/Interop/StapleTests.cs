using System;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using PSSsl.Tests.Trust.Revocation;
using Xunit;

namespace PSSsl.Tests.Interop;

/// <summary>Stapled OCSP responses in handshakes with OpenSSL and GnuTLS, in both roles (RFC 6066, 8; RFC 8446, 4.4.2.1).</summary>
public sealed class StapleTests : IDisposable
{
    private readonly RevocationLab _lab;

    public StapleTests()
    {
        Peer.Require("openssl");
        _lab = new RevocationLab();
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task OpenSslsStapleIsTaken(string version)
    {
        _lab.Issue("good");
        _lab.Respond("good");
        using SslSocket socket = await ConnectAsync("good", version, SslOcspMode.Must);
        Assert.Equal((SslOcspStatus.Good, true), (socket.OcspResponse!.Status, socket.OcspResponse.Stapled));
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task OpenSslsStapleThatSaysRevokedRefusesByDefault(string version)
    {
        _lab.Issue("bad");
        _lab.Revoke("bad");
        _lab.Respond("bad");
        SslException e = await Assert.ThrowsAsync<SslException>(() => ConnectAsync("bad", version, null));
        Assert.Equal((SslErrorCode.CertificateRevoked, SslPhase.Verify), (e.Code, e.Phase));
    }

    [Fact]
    public async Task NobodyIsAskedWhereThatIsOff()
    {
        _lab.Issue("bad");
        _lab.Revoke("bad");
        _lab.Respond("bad");
        using SslSocket socket = await ConnectAsync("bad", "-tls1_3", SslOcspMode.Off);
        Assert.Null(socket.OcspResponse);
    }

    [Fact]
    public async Task WhereThereMustBeOneAndIsNoneTheHandshakeEnds()
    {
        _lab.Issue("good");
        SslException e = await Assert.ThrowsAsync<SslException>(() => ConnectAsync("good", "-tls1_3", SslOcspMode.Must));
        Assert.Equal(SslErrorCode.RevocationUnknown, e.Code);
    }

    [Theory]
    [InlineData("TLSv1_2")]
    [InlineData("TLSv1_3")]
    public void OursIsTakenByOpenSsl(string version)
    {
        using SslListener listener = Listen(version);
        using Peer client = Peer.Start("openssl", "s_client", "-CAfile", _lab.Path("root.pem"), "-connect", $"127.0.0.1:{listener.Port}",
            "-status", "-verify_return_error");
        using SslSocket socket = OurEnds.Accept(listener);
        client.Input.Close();
        using var reader = new StreamReader(client.Output);
        string output = reader.ReadToEnd();
        Assert.Contains("OCSP Response Status: successful", output, StringComparison.Ordinal);
        Assert.Contains("Cert Status: good", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TLSv1_2")]
    [InlineData("TLSv1_3")]
    public void OursIsTakenByGnuTls(string version)
    {
        Peer.Require("gnutls-cli");
        using SslListener listener = Listen(version);
        using Peer client = Peer.Start("gnutls-cli", "--x509cafile", _lab.Path("root.pem"), "--port", $"{listener.Port}", "--sni-hostname",
            "server.example", "--verify-hostname", "server.example", "127.0.0.1");
        using SslSocket socket = OurEnds.Accept(listener);
        client.Input.Close();
        using var reader = new StreamReader(client.Output);
        Assert.Contains("OCSP status request", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhoDoesNotAskGetsNone()
    {
        using SslListener listener = Listen("TLSv1_2");
        using Peer client = Peer.Start("openssl", "s_client", "-CAfile", _lab.Path("root.pem"), "-connect", $"127.0.0.1:{listener.Port}");
        using SslSocket socket = OurEnds.Accept(listener);
        client.Input.Close();
        using var reader = new StreamReader(client.Output);
        Assert.DoesNotContain("OCSP", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    private SslListener Listen(string version)
    {
        _lab.Issue("good");
        byte[] response = _lab.Respond("good");
        return OurEnds.Listen(new SslContextOptions
            { Version = [version], CertificateFile = _lab.Path("good.pem"), KeyFile = _lab.Path("good.key"),
                OcspResponse = _ => response });
    }

    private async Task<SslSocket> ConnectAsync(string name, string version, SslOcspMode? mode)
    {
        int port = PeerPorts.Next();
        string[] staple = File.Exists(_lab.Path(name + ".ocsp")) ? ["-status_file", _lab.Path(name + ".ocsp")] : [];
        using Peer server = Peer.StartServer(port, "openssl",
            ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", _lab.Path(name + ".pem"), "-key", _lab.Path(name + ".key"), version,
                .. staple]);
        var context = new SslContext(new SslContextOptions { CAFile = _lab.Path("root.pem"), Ocsp = mode });
        return await new Connector(new HostAndPort("127.0.0.1", port), context)
            { Timeout = TimeSpan.FromSeconds(20), ServerName = "server.example", VerifyName = "server.example" }.ConnectAsync(Cancel);
    }
}
