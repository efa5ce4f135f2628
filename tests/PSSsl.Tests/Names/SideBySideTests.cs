using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using PSSsl.Tests.Interop;
using Xunit;

namespace PSSsl.Tests.Names;

/// <summary>An RSA and an EC certificate at once: what the client can verify decides.</summary>
public sealed class SideBySideTests(TestPki pki) : IClassFixture<TestPki>
{
    [Theory]
    [InlineData("EC", "-tls1_3", "-sigalgs", "ecdsa_secp256r1_sha256")]
    [InlineData("RSA", "-tls1_3", "-sigalgs", "rsa_pss_rsae_sha256")]
    [InlineData("RSA", "-tls1_3", "-sigalgs", "rsa_pss_rsae_sha384:ecdsa_secp256r1_sha256")]
    [InlineData("EC", "-tls1_3", "-sigalgs", "ecdsa_secp384r1_sha384:ecdsa_secp256r1_sha256:rsa_pss_rsae_sha384")]
    [InlineData("EC", "-tls1_2", "-cipher", "aECDSA")]
    [InlineData("RSA", "-tls1_2", "-cipher", "aRSA")]
    [InlineData("RSA", "-tls1_2", "-sigalgs", "RSA+SHA256")]
    [InlineData("EC", "-tls1_2", "-sigalgs", "ECDSA+SHA256")]
    // A curve that the client does not know is of no use to it, not even in a certificate (RFC 8422, 5.1).
    [InlineData("RSA", "-tls1_2", "-groups", "X25519")]
    public async Task OpenSslsClientGetsTheOneItVerifies(string expected, params string[] arguments)
    {
        using SslListener listener = LoopbackPair.Listen(Both);
        using Peer client = Peer.Start("openssl",
            ["s_client", "-verify_return_error", "-CAfile", pki.CAFile, "-connect", $"127.0.0.1:{listener.Port}", .. arguments]);
        using SslSocket server = LoopbackPair.Accept(listener);
        Assert.Equal(expected, server.LocalCertificate!.GetKeyAlgorithm() == "1.2.840.113549.1.1.1" ? "RSA" : "EC");
        server.Close();
        using var reader = new StreamReader(client.Output, Encoding.UTF8);
        Assert.Contains("Verify return code: 0", await reader.ReadToEndAsync(TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    /// <summary>The server's own order, of its files here, wins when it is to.</summary>
    [Theory]
    [InlineData(false, "EC")]
    [InlineData(true, "RSA")]
    public async Task TheOrderIsTheClientsUnlessTheServersIsHonored(bool honor, string expected)
    {
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions
            { CertificateFiles = Both.CertificateFiles, KeyFiles = Both.KeyFiles, HonorCipherOrder = honor });
        using SslSocket client = await LoopbackPair.Connect(listener.Port, new SslContextOptions
            { CAFile = pki.CAFile, SignatureScheme = ["ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha256"] });
        Assert.Equal(expected, client.PeerCertificate!.KeyAlgorithm);
    }

    [Fact]
    public async Task NothingThatTheClientVerifiesIsToldToBothEnds()
    {
        using SslListener listener = LoopbackPair.Listen(Both);
        SslException client = await Assert.ThrowsAsync<SslException>(() =>
            LoopbackPair.Connect(listener.Port, new SslContextOptions
                { CAFile = pki.CAFile, Version = ["TLSv1_3"], SignatureScheme = ["ed25519"] }));
        Assert.Equal(SslErrorCode.NoCommonCipher, client.Code);
        SslException server = LoopbackPair.Refused(listener);
        Assert.Equal(SslErrorCode.NoCommonCipher, server.Code);
        Assert.Contains("verifies no signature that our certificates can make", server.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OneFileMayHoldBoth()
    {
        string file = Path.Combine(Path.GetDirectoryName(pki.CAFile)!, "both.pem");
        foreach (string part in new[] { pki.CertificateFile("RSA"), pki.KeyFile("RSA"), pki.CertificateFile("EC"), pki.KeyFile("EC") })
            await File.AppendAllTextAsync(file, await File.ReadAllTextAsync(part, TestContext.Current.CancellationToken) + "\n",
                TestContext.Current.CancellationToken);
        Assert.Equal(2, new SslContext(new SslContextOptions { CertificateFile = file }).Identities.Count);
    }

    [Fact]
    public void AKeyThatBelongsToNoneIsAMistake()
    {
        SslException error = Assert.Throws<SslException>(() =>
            new SslContext(new SslContextOptions
                { CertificateFiles = [pki.CertificateFile("RSA")], KeyFiles = [pki.KeyFile("RSA"), pki.KeyFile("EC")] }));
        Assert.Equal(SslErrorCode.KeyMismatch, error.Code);
        Assert.Contains(pki.KeyFile("EC"), error.Message, StringComparison.Ordinal);
        error = Assert.Throws<SslException>(() =>
            new SslContext(new SslContextOptions
                { CertificateFiles = [pki.CertificateFile("RSA"), pki.CertificateFile("EC")], KeyFiles = [pki.KeyFile("RSA")] }));
        Assert.Equal(SslErrorCode.KeyMismatch, error.Code);
        Assert.Contains(pki.CertificateFile("EC"), error.Message, StringComparison.Ordinal);
    }

    private SslContextOptions Both => new()
    {
        CertificateFiles = [pki.CertificateFile("RSA"), pki.CertificateFile("EC")],
        // In another order: a key goes with the certificate it belongs to.
        KeyFiles = [pki.KeyFile("EC"), pki.KeyFile("RSA")],
    };
}
