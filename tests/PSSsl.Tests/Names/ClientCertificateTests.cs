using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading.Tasks;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Tests.Interop;
using Xunit;

namespace PSSsl.Tests.Names;

/// <summary>Certificates of clients: asked for, chosen, refused, in both roles.</summary>
public sealed class ClientCertificateTests(TestPki pki) : IClassFixture<TestPki>
{
    [Theory]
    [InlineData(SslClientCertificate.None, "TLSv1_2", false)]
    [InlineData(SslClientCertificate.None, "TLSv1_3", false)]
    [InlineData(SslClientCertificate.Request, "TLSv1_2", true)]
    [InlineData(SslClientCertificate.Request, "TLSv1_3", true)]
    [InlineData(SslClientCertificate.Require, "TLSv1_2", true)]
    [InlineData(SslClientCertificate.Require, "TLSv1_3", true)]
    [InlineData(SslClientCertificate.ClientOnce, "TLSv1_2", true)]
    [InlineData(SslClientCertificate.ClientOnce, "TLSv1_3", true)]
    public async Task AreAskedFor(SslClientCertificate asked, string version, bool shown)
    {
        using SslListener listener = Listen(asked);
        using SslSocket client = await LoopbackPair.Connect(listener.Port, WithCertificate("EC", version));
        using SslSocket server = LoopbackPair.Accept(listener);
        Assert.Equal(shown ? "client.example" : null, server.PeerCertificate?.CommonName);
        Assert.Equal(shown ? true : null, server.PeerCertificate?.IsTrusted);
        Assert.Equal(shown, client.LocalCertificate is not null);
    }

    [Theory]
    [InlineData(SslVerifyMode.Peer, SslClientCertificate.Request)]
    [InlineData(SslVerifyMode.Peer | SslVerifyMode.FailIfNoPeerCert, SslClientCertificate.Require)]
    [InlineData(SslVerifyMode.Peer | SslVerifyMode.ClientOnce, SslClientCertificate.Request)]
    [InlineData(SslVerifyMode.FailIfNoPeerCert, SslClientCertificate.None)]
    [InlineData(SslVerifyMode.None, SslClientCertificate.None)]
    public void TheManualsVerifyModeSaysSoToo(SslVerifyMode mode, SslClientCertificate expected) =>
        Assert.Equal(expected, new SslContext(new SslContextOptions { VerifyMode = mode }).ClientCertificate);

    [Theory]
    [InlineData("TLSv1_2")]
    [InlineData("TLSv1_3")]
    public async Task WhoHasNoneIsLetInOrNot(string version)
    {
        using (SslListener listener = Listen(SslClientCertificate.Request))
        {
            using SslSocket client =
                await LoopbackPair.Connect(listener.Port, new SslContextOptions { CAFile = pki.CAFile, Version = [version] });
            using SslSocket server = LoopbackPair.Accept(listener);
            Assert.Null(server.PeerCertificate);
        }

        using SslListener strict = Listen(SslClientCertificate.Require);
        SslException refused =
            await LoopbackPair.RefusedClient(strict.Port, new SslContextOptions { CAFile = pki.CAFile, Version = [version] });
        Assert.Equal(SslErrorCode.ClientCertificateRequired, refused.Code);
        Assert.Contains("-CertificateFile", refused.RecommendedAction, StringComparison.Ordinal);
        Assert.Equal(SslErrorCode.CertificateMissing, LoopbackPair.Refused(strict).Code);
    }

    /// <summary>Also where it is only asked for: a certificate that is shown is verified.</summary>
    [Theory]
    [InlineData(SslClientCertificate.Request, "TLSv1_2")]
    [InlineData(SslClientCertificate.Request, "TLSv1_3")]
    [InlineData(SslClientCertificate.Require, "TLSv1_2")]
    [InlineData(SslClientCertificate.Require, "TLSv1_3")]
    public async Task OneThatIsNotTrustedIsRefused(SslClientCertificate asked, string version)
    {
        using SslListener listener = Listen(asked);
        SslException client = await LoopbackPair.RefusedClient(listener.Port, new SslContextOptions
            { CAFile = pki.CAFile, Version = [version], Certificate = [CertificateLab.SelfSigned("CN=stranger")] });
        Assert.Equal((SslErrorCode.CertificateRefusedByPeer, SslAlert.unknown_ca, true),
            (client.Code, client.Alert!.Value, client.AlertFromPeer));
        SslException server = LoopbackPair.Refused(listener);
        Assert.Equal((SslErrorCode.CertificateSelfSigned, SslPhase.Verify), (server.Code, server.Phase));
        Assert.StartsWith("The client's certificate is refused", server.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TLSv1_2")]
    [InlineData("TLSv1_3")]
    public async Task OneForServersIsRefused(string version)
    {
        using SslListener listener = Listen(SslClientCertificate.Require);
        SslException client = await LoopbackPair.RefusedClient(listener.Port,
            new SslContextOptions
                { CAFile = pki.CAFile, Version = [version], CertificateFile = pki.CertificateFile("EC"), KeyFile = pki.KeyFile("EC") });
        Assert.Equal(SslErrorCode.CertificateRefusedByPeer, client.Code);
        Assert.Equal(SslErrorCode.CertificatePurpose, LoopbackPair.Refused(listener).Code);
    }

    /// <summary>Among several the one from an authority that the server names, then one that the server can verify.</summary>
    [Theory]
    [InlineData("TLSv1_2", null, "EC")]
    [InlineData("TLSv1_3", null, "EC")]
    [InlineData("TLSv1_2", "rsa_pkcs1_sha256", "RSA")]
    [InlineData("TLSv1_3", "rsa_pss_rsae_sha256", "RSA")]
    public async Task TheClientChooses(string version, string? scheme, string expected)
    {
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions
        {
            CertificateFile = pki.CertificateFile("RSA"),
            KeyFile = pki.KeyFile("RSA"),
            ClientCertificate = SslClientCertificate.Require,
            CAFile = pki.CAFile,
            SignatureScheme = scheme is null ? null : [scheme],
        });
        var several = new SslContext(new SslContextOptions
            { CertificateFiles = [pki.CertificateFile("EC", "client"), pki.CertificateFile("RSA", "client")],
                KeyFiles = [pki.KeyFile("EC", "client"), pki.KeyFile("RSA", "client")] });
        using X509Certificate2 stranger = CertificateLab.SelfSigned("CN=stranger");
        TlsIdentity[] identities = [TlsIdentity.FromPlatform(stranger, [])!, .. several.Identities];
        using SslSocket client =
            await LoopbackPair.Connect(listener.Port, new SslContextOptions
                { CAFile = pki.CAFile, Version = [version], Identities = identities });
        using SslSocket server = LoopbackPair.Accept(listener);
        Assert.Equal(("client.example", expected), (server.PeerCertificate!.CommonName, server.PeerCertificate.KeyAlgorithm));
    }

    [Theory]
    [InlineData("-tls1_2", "RSA", "RSA+SHA256")]
    [InlineData("-tls1_2", "EC", "ECDSA+SHA256")]
    [InlineData("-tls1_3", "RSA", "rsa_pss_rsae_sha256")]
    [InlineData("-tls1_3", "EC", "ecdsa_secp256r1_sha256")]
    public async Task TheClientChoosesForOpenSsl(string version, string expected, string verifies)
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-cert",
            pki.CertificateFile("RSA"), "-key", pki.KeyFile("RSA"),
            "-Verify", "2", "-verify_return_error", "-CAfile", pki.CAFile, "-client_sigalgs", verifies, version);
        using SslSocket socket = await LoopbackPair.Connect(port, new SslContextOptions
        {
            CAFile = pki.CAFile,
            CertificateFiles = [pki.CertificateFile("EC", "client"), pki.CertificateFile("RSA", "client")],
            KeyFiles = [pki.KeyFile("EC", "client"), pki.KeyFile("RSA", "client")],
        });
        Assert.Equal(expected == "RSA" ? "1.2.840.113549.1.1.1" : "1.2.840.10045.2.1", socket.LocalCertificate!.GetKeyAlgorithm());
        // It answers only whom it let in.
        await server.Input.WriteAsync("ok\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await server.Input.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("ok", socket.ReadLine());
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task OpenSslTellsWhyItRefuses(string version)
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-accept", $"127.0.0.1:{port}", "-cert",
            pki.CertificateFile("RSA"), "-key", pki.KeyFile("RSA"),
            "-Verify", "2", "-verify_return_error", "-CAfile", pki.CAFile, version);
        SslException none = await LoopbackPair.RefusedClient(port, new SslContextOptions { CAFile = pki.CAFile });
        Assert.Equal(SslErrorCode.ClientCertificateRequired, none.Code);
        SslException stranger =
            await LoopbackPair.RefusedClient(port, new SslContextOptions
                { CAFile = pki.CAFile, Certificate = [CertificateLab.SelfSigned("CN=stranger")] });
        Assert.Equal(SslErrorCode.CertificateRefusedByPeer, stranger.Code);
    }

    /// <summary>The names sent are of -ClientCAFile, else of the authorities that are trusted.</summary>
    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task OpenSslsClientIsToldTheAuthorities(string version)
    {
        string other = Path.Combine(Path.GetDirectoryName(pki.CAFile)!, $"{Guid.NewGuid()}.pem");
        using X509Certificate2 otherAuthority = CertificateLab.SelfSigned("CN=Another CA");
        await File.WriteAllTextAsync(other, otherAuthority.ExportCertificatePem(), TestContext.Current.CancellationToken);
        using X509Certificate2 ca = X509CertificateLoader.LoadCertificateFromFile(pki.CAFile);
        foreach ((SslContextOptions trust, string expected) in new (SslContextOptions, string)[]
        {
            (new() { CAFile = pki.CAFile }, "CN = Test CA"),
            (new() { Authorities = [ca] }, "CN = Test CA"),
            (new() { CAFile = pki.CAFile, ClientCAFile = other }, "CN = Another CA"),
        })
        {
            using SslListener listener = LoopbackPair.Listen(new SslContextOptions
            {
                CertificateFile = pki.CertificateFile("EC"),
                KeyFile = pki.KeyFile("EC"),
                ClientCertificate = SslClientCertificate.Request,
                CAFile = trust.CAFile,
                Authorities = trust.Authorities,
                ClientCAFile = trust.ClientCAFile,
            });
            using Peer client = Peer.Start("openssl", "s_client", "-cert", pki.CertificateFile("RSA", "client"), "-key",
                pki.KeyFile("RSA", "client"), "-connect", $"127.0.0.1:{listener.Port}", version);
            using SslSocket server = LoopbackPair.Accept(listener);
            Assert.True(server.PeerCertificate!.IsTrusted);
            server.Close();
            using var reader = new StreamReader(client.Output, Encoding.UTF8);
            string said = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
            Assert.Contains($"Acceptable client certificate CA names\n{expected}\n", said, StringComparison.Ordinal);
        }
    }

    private SslListener Listen(SslClientCertificate asked) => LoopbackPair.Listen(new SslContextOptions
    {
        CertificateFile = pki.CertificateFile("EC"),
        KeyFile = pki.KeyFile("EC"),
        CAFile = pki.CAFile,
        ClientCertificate = asked,
    });

    private SslContextOptions WithCertificate(string kind, string version) => new()
    {
        CAFile = pki.CAFile,
        Version = [version],
        CertificateFile = pki.CertificateFile(kind, "client"),
        KeyFile = pki.KeyFile(kind, "client"),
    };
}
