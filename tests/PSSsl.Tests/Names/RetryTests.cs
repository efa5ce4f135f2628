using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Tests.Engine;
using PSSsl.Tests.Interop;
using Xunit;

namespace PSSsl.Tests.Names;

/// <summary>Groups of every kind, and HelloRetryRequest (RFC 8446, 4.1.4), in both roles.</summary>
public sealed class RetryTests(TestPki pki) : IClassFixture<TestPki>
{
    /// <summary>OpenSSL's and our names; the client's first share is for another group.</summary>
    [Theory]
    [InlineData("P-384", "secp384r1")]
    [InlineData("P-521", "secp521r1")]
    [InlineData("X448", "x448")]
    [InlineData("ffdhe2048", "ffdhe2048")]
    [InlineData("ffdhe3072", "ffdhe3072")]
    public async Task OurClientIsAskedForAnotherShare(string theirs, string ours)
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-tls1_3", "-groups", theirs, "-accept",
            $"127.0.0.1:{port}", "-cert", pki.CertificateFile("EC"), "-key", pki.KeyFile("EC"));
        var messages = new List<string>();
        using SslSocket socket =
            await LoopbackPair.Connect(port, new SslContextOptions
                { CAFile = pki.CAFile, MessageCallback = m => messages.Add(m.ToString()!) });
        Assert.Equal(ours, socket.Group);
        Assert.Equal(2,
            messages.FindAll(m => m.Contains("client_hello", StringComparison.OrdinalIgnoreCase)
                || m.Contains("ClientHello", StringComparison.OrdinalIgnoreCase)).Count);
        await Echo(socket, server);
    }

    [Theory]
    [InlineData("X25519:P-384", "secp384r1")]
    [InlineData("P-256:P-521", "secp521r1")]
    [InlineData("X25519:ffdhe2048", "ffdhe2048")]
    [InlineData("X25519:ffdhe4096", "ffdhe4096")]
    public async Task OurServerAsksForAnotherShare(string offered, string wanted)
    {
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions
            { CertificateFile = pki.CertificateFile("EC"), KeyFile = pki.KeyFile("EC"), Group = [wanted] });
        using Peer client = Peer.Start("openssl", "s_client", "-quiet", "-tls1_3", "-groups", offered, "-CAfile", pki.CAFile, "-connect",
            $"127.0.0.1:{listener.Port}");
        using SslSocket socket = LoopbackPair.Accept(listener);
        Assert.Equal(wanted, socket.Group);
        await Echo(socket, client);
    }

    [Fact]
    public async Task NoGroupInCommonIsToldToBothEnds()
    {
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions
            { CertificateFile = pki.CertificateFile("EC"), KeyFile = pki.KeyFile("EC"), Group = ["secp384r1"] });
        SslException client = await Assert.ThrowsAsync<SslException>(() =>
            LoopbackPair.Connect(listener.Port, new SslContextOptions { CAFile = pki.CAFile, Group = ["x25519"], Version = ["TLSv1_3"] }));
        Assert.Equal((SslErrorCode.NoCommonCipher, true), (client.Code, client.AlertFromPeer));
        Assert.Equal((SslErrorCode.NoCommonCipher, false), (LoopbackPair.Refused(listener) is { } e ? (e.Code, e.AlertFromPeer) : default));
    }

    [Theory]
    [InlineData("X25519MLKEM768")]
    [InlineData("SecP256r1MLKEM768")]
    [InlineData("SecP384r1MLKEM1024")]
    [InlineData("ffdhe2048")]
    [InlineData("ffdhe8192")]
    [InlineData("secp521r1")]
    public async Task BetweenOurOwnEnds(string group)
    {
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions
            { CertificateFile = pki.CertificateFile("EC"), KeyFile = pki.KeyFile("EC"), Group = [group] });
        // Once with the share at once, once with another first, so that it is asked for.
        foreach (string[] groups in new[] { new[] { group }, [group == "secp521r1" ? "x448" : "secp521r1", group] })
        {
            using SslSocket client =
                await LoopbackPair.Connect(listener.Port, new SslContextOptions
                    { CAFile = pki.CAFile, Group = groups, Version = ["TLSv1_3"] });
            using SslSocket server = LoopbackPair.Accept(listener);
            Assert.Equal((group, group), (client.Group, server.Group));
            server.Write("x"u8.ToArray());
            Assert.Equal((byte)'x', (byte)client.ReadByte());
        }
    }

    /// <summary>Hybrids are of TLS 1.3: TLS 1.2 passes over them on both ends.</summary>
    [Theory]
    [InlineData("ECDHE-ECDSA-AES128-GCM-SHA256", "x25519")]
    [InlineData("DHE-RSA-AES128-GCM-SHA256", "ffdhe2048")]
    public async Task InTls12(string suite, string expected)
    {
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions
            { CertificateFiles = [pki.CertificateFile("EC"), pki.CertificateFile("RSA")],
                KeyFiles = [pki.KeyFile("EC"), pki.KeyFile("RSA")] });
        using SslSocket client =
            await LoopbackPair.Connect(listener.Port, new SslContextOptions
                { CAFile = pki.CAFile, Version = ["TLSv1_2"], CipherList = suite });
        using SslSocket server = LoopbackPair.Accept(listener);
        Assert.Equal((expected, expected), (client.Group, server.Group));
    }

    /// <summary>One host's rules must not be taken for another's: the name is the first hello's.</summary>
    [Fact]
    public void ASecondHelloThatNamesAnotherHostIsRefused()
    {
        using TlsIdentity identity = EnginePair.Ec();
        TlsEngineSettings server = EnginePair.ServerSettings(identity, 0x0304) with { Groups = [24] };
        using var pair = new EnginePair(EnginePair.ClientSettings(0x0304), server with { SelectHost = _ => server });
        pair.Server.Start();
        pair.Client.Start();
        Wire.Give(pair.Server, Wire.Take(pair.Client));
        Wire.Give(pair.Client, Wire.Take(pair.Server));
        byte[] second = Wire.Take(pair.Client);
        Wire.Replace(second, "server.example", "secret.example");
        var error = Assert.Throws<TlsEngineException>(() => Wire.Give(pair.Server, second));
        Assert.Equal((TlsFailure.AlertSent, (int)SslAlert.illegal_parameter), (error.Failure, error.Alert));
        Assert.Contains("names another host", error.Message, StringComparison.Ordinal);
    }

    private static async Task Echo(SslSocket socket, Peer peer)
    {
        socket.WriteLine("to them");
        await peer.Input.WriteAsync(Encoding.ASCII.GetBytes("to us\n"), TestContext.Current.CancellationToken);
        await peer.Input.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("to us", socket.ReadLine());
        using var reader = new StreamReader(peer.Output, Encoding.ASCII);
        Assert.Equal("to them", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }
}
