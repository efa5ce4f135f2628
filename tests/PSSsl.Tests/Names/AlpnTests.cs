using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Tests.Engine;
using PSSsl.Tests.Interop;
using Xunit;

namespace PSSsl.Tests.Names;

/// <summary>Application protocols (RFC 7301).</summary>
public sealed class AlpnTests(TestPki pki) : IClassFixture<TestPki>
{
    [Theory]
    [InlineData("TLSv1_2")]
    [InlineData("TLSv1_3")]
    public async Task TheServersOrderDecides(string version)
    {
        using SslListener listener = Listen("h2", "http/1.1");
        using SslSocket client = await Connect(listener, version, "http/1.1", "h2");
        using SslSocket server = LoopbackPair.Accept(listener);
        Assert.Equal(("h2", "h2"), (client.Alpn, server.Alpn));
    }

    [Theory]
    [InlineData("TLSv1_2")]
    [InlineData("TLSv1_3")]
    public async Task NothingInCommonEndsTheHandshake(string version)
    {
        using SslListener listener = Listen("h2");
        SslException client = await Assert.ThrowsAsync<SslException>(() => Connect(listener, version, "imap"));
        SslException server = LoopbackPair.Refused(listener);
        Assert.Equal((SslErrorCode.NoCommonProtocol, SslAlert.no_application_protocol, true),
            (client.Code, client.Alert!.Value, client.AlertFromPeer));
        Assert.Equal((SslErrorCode.NoCommonProtocol, SslAlert.no_application_protocol, false),
            (server.Code, server.Alert!.Value, server.AlertFromPeer));
    }

    [Theory]
    [InlineData("TLSv1_2")]
    [InlineData("TLSv1_3")]
    public async Task WhoeverNamesNoneGetsNone(string version)
    {
        using SslListener listener = Listen("h2");
        using SslSocket client = await Connect(listener, version);
        using SslSocket server = LoopbackPair.Accept(listener);
        Assert.Null(client.Alpn);
        Assert.Null(server.Alpn);
        using SslListener silent = Listen();
        using SslSocket asking = await Connect(silent, version, "h2");
        Assert.Null(asking.Alpn);
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task WithOpenSsl(string version)
    {
        using (SslListener listener = Listen("h2", "http/1.1"))
        {
            using Peer client =
                Peer.Start("openssl", "s_client", "-quiet", "-alpn", "x,http/1.1", "-connect", $"127.0.0.1:{listener.Port}", version);
            using SslSocket server = LoopbackPair.Accept(listener);
            Assert.Equal("http/1.1", server.Alpn);
        }

        int port = PeerPorts.Next();
        using Peer theirs = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-alpn", "h2,imap", "-accept", $"127.0.0.1:{port}",
            "-cert", pki.CertificateFile("EC"), "-key", pki.KeyFile("EC"), version);
        // It serves one client after the other.
        using (SslSocket socket = await LoopbackPair.Connect(port, new SslContextOptions { CAFile = pki.CAFile, Alpn = ["imap", "h2"] }))
            Assert.Equal("h2", socket.Alpn);
        SslException none = await Assert.ThrowsAsync<SslException>(() =>
            LoopbackPair.Connect(port, new SslContextOptions { CAFile = pki.CAFile, Alpn = ["smtp"] }));
        Assert.Equal(SslErrorCode.NoCommonProtocol, none.Code);
    }

    /// <summary>A server that answers with a protocol nobody asked for: the client's offer is changed on its way there.</summary>
    [Fact]
    public void AProtocolThatWasNotOfferedIsRefused()
    {
        using TlsIdentity identity = EnginePair.Ec();
        using var pair = new EnginePair(
            EnginePair.ClientSettings(0x0303) with { ApplicationProtocols = ["aaaa"] },
            EnginePair.ServerSettings(identity, 0x0303) with { ApplicationProtocols = ["bbbb"] });
        pair.Server.Start();
        pair.Client.Start();
        byte[] hello = Wire.Take(pair.Client);
        Wire.Replace(hello, "aaaa", "bbbb");
        Wire.Give(pair.Server, hello);
        var error = Assert.Throws<TlsEngineException>(() => Wire.Give(pair.Client, Wire.Take(pair.Server)));
        Assert.Equal((TlsFailure.AlertSent, (int)SslAlert.illegal_parameter), (error.Failure, error.Alert));
        Assert.Contains("not offered", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void NamesThatTheWireCannotCarryAreRefused()
    {
        foreach (string name in new[] { string.Empty, new string('a', 256), new string('ä', 128), "h\ud800" })
        {
            SslException error = Assert.Throws<SslException>(() => new SslContext(new SslContextOptions { Alpn = ["h2", name] }));
            Assert.Equal((SslErrorCode.InvalidOption, SslPhase.Configuration), (error.Code, error.Phase));
            Assert.StartsWith("-Alpn: ", error.Message, StringComparison.Ordinal);
        }

        Assert.NotNull(new SslContext(new SslContextOptions { Alpn = [new string('a', 255)] }));
    }

    private SslListener Listen(params string[] alpn) =>
        LoopbackPair.Listen(new SslContextOptions
            { CertificateFile = pki.CertificateFile("EC"), KeyFile = pki.KeyFile("EC"), Alpn = alpn });

    private Task<SslSocket> Connect(SslListener listener, string version, params string[] alpn) =>
        LoopbackPair.Connect(listener.Port, new SslContextOptions { CAFile = pki.CAFile, Version = [version], Alpn = alpn });
}
