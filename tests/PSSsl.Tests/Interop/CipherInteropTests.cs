using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;
using PSSsl.X509.Names;
using Xunit;
using static PSSsl.Tests.Interop.OurEnds;

namespace PSSsl.Tests.Interop;

/// <summary>Suites that only whoever asks for gets, in both roles with OpenSSL; and whose order counts.</summary>
public sealed class CipherInteropTests(TestPki pki) : IClassFixture<TestPki>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Suites => new()
    {
        { "RSA", "TLSv1_2", "AES128-SHA" },
        { "RSA", "TLSv1_2", "AES256-GCM-SHA384" },
        { "RSA", "TLSv1_2", "AES128-CCM" },
        { "RSA", "TLSv1_2", "AES256-CCM8" },
        { "RSA", "TLSv1_2", "DHE-RSA-AES128-GCM-SHA256" },
        { "RSA", "TLSv1_2", "DHE-RSA-AES256-SHA256" },
        { "RSA", "TLSv1_2", "DHE-RSA-CHACHA20-POLY1305" },
        { "RSA", "TLSv1_2", "DHE-RSA-AES128-CCM8" },
        { "RSA", "TLSv1_2", "ECDHE-RSA-AES128-SHA256" },
        { "RSA", "TLSv1_2", "ECDHE-RSA-AES256-SHA384" },
        { "RSA", "TLSv1_2", "ECDHE-RSA-CAMELLIA128-SHA256" },
        { "RSA", "TLSv1_2", "ECDHE-ARIA256-GCM-SHA384" },
        { "RSA", "TLSv1_2", "ARIA128-GCM-SHA256" },
        { "RSA", "TLSv1_2", "CAMELLIA256-SHA" },
        { "RSA", "TLSv1_2", "NULL-SHA256" },
        { "RSA", "TLSv1_2", "ECDHE-RSA-NULL-SHA" },
        { "EC", "TLSv1_2", "ECDHE-ECDSA-AES256-CCM8" },
        { "EC", "TLSv1_2", "ECDHE-ECDSA-ARIA128-GCM-SHA256" },
        { "EC", "TLSv1_2", "ECDHE-ECDSA-AES128-SHA" },
        { "EC", "TLSv1_2", "ECDHE-ECDSA-CHACHA20-POLY1305" },
        { "RSA", "TLSv1_1", "ECDHE-RSA-AES128-SHA" },
        { "RSA", "TLSv1_1", "AES256-SHA" },
        { "RSA", "TLSv1", "DHE-RSA-CAMELLIA256-SHA" },
        { "", "TLSv1_2", "ADH-AES128-GCM-SHA256" },
        { "", "TLSv1_2", "ADH-CAMELLIA128-SHA" },
        { "", "TLSv1_2", "AECDH-AES256-SHA" },
        { "", "TLSv1_1", "AECDH-AES128-SHA" },
    };

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task OurClientWithOpenSslsServer(string key, string version, string suite)
    {
        int port = PeerPorts.Next();
        // At level 0 OpenSSL takes a group of 1024 bits for anonymous DH, so it is given one.
        using Peer server = Peer.StartServer(port, "openssl",
            ["s_server", "-accept", $"127.0.0.1:{port}", "-rev", "-cipher", suite + ":@SECLEVEL=0", OpenSsl(version),
            .. key.Length == 0 ? ["-nocert"] : new[] { "-cert", pki.CertificateFile(key), "-key", pki.KeyFile(key) },
            .. suite.StartsWith("ADH", StringComparison.Ordinal) ? new[] { "-dhparam", pki.DhFile } : []]);
        using SslSocket socket = await Connect(port, Options(key, version, suite));
        Assert.Equal(suite, socket.Cipher!.Name);
        Assert.Equal(Enum.Parse<SslVersion>(version), socket.Version);
        socket.WriteLine("hello");
        Assert.Equal("olleh", socket.ReadLine());
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public async Task OpenSslsClientWithOurListener(string key, string version, string suite)
    {
        using SslListener listener = Listen(Options(key, version, suite) with
        {
            CertificateFile = key.Length == 0 ? null : pki.CertificateFile(key),
            KeyFile = key.Length == 0 ? null : pki.KeyFile(key),
        });
        using Peer client = Peer.Start("openssl", "s_client", "-quiet", "-cipher", suite + ":@SECLEVEL=0", "-CAfile", pki.CAFile,
            "-connect", $"127.0.0.1:{listener.Port}", OpenSsl(version));
        using SslSocket socket = Accept(listener);
        Assert.Equal(suite, socket.Cipher!.Name);
        await SayHelloAsync(socket, client);
    }

    private static async Task SayHelloAsync(SslSocket socket, Peer client)
    {
        socket.WriteLine("hello");
        var read = new byte[5];
        await client.Output.ReadExactlyAsync(read, Cancel);
        Assert.Equal("hello"u8.ToArray(), read);
    }

    [Theory]
    [InlineData("TLS_AES_128_CCM_SHA256")]
    [InlineData("TLS_AES_128_CCM_8_SHA256")]
    [InlineData("TLS_CHACHA20_POLY1305_SHA256")]
    public async Task SuitesOfTls13(string suite)
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-rev", "-ciphersuites", suite,
            "-cert", pki.CertificateFile("EC"), "-key", pki.KeyFile("EC"));
        using SslSocket socket =
            await Connect(port, new SslContextOptions { CAFile = pki.CAFile, CipherSuite = ["TLS_AES_256_GCM_SHA384:" + suite] });
        Assert.Equal(suite, socket.Cipher!.Name);
        using SslListener listener = Listen(new SslContextOptions
            { CertificateFile = pki.CertificateFile("EC"), KeyFile = pki.KeyFile("EC"), CipherSuite = [suite] });
        using Peer client = Peer.Start("openssl", "s_client", "-quiet", "-ciphersuites", suite, "-CAfile", pki.CAFile, "-connect",
            $"127.0.0.1:{listener.Port}");
        using SslSocket accepted = Accept(listener);
        Assert.Equal(suite, accepted.Cipher!.Name);
    }

    /// <summary>Debian builds OpenSSL without 3DES; GnuTLS still has it.</summary>
    [Theory]
    [InlineData("TLSv1_2", "RSA", "DES-CBC3-SHA")]
    [InlineData("TLSv1_2", "ECDHE-RSA", "ECDHE-RSA-DES-CBC3-SHA")]
    [InlineData("TLSv1", "DHE-RSA", "DHE-RSA-DES-CBC3-SHA")]
    public async Task TripleDesWithGnuTls(string version, string keyExchange, string suite)
    {
        using SslListener listener =
            Listen(Options("RSA", version, suite) with { CertificateFile = pki.CertificateFile("RSA"), KeyFile = pki.KeyFile("RSA") });
        string theirs = version == "TLSv1" ? "1.0" : "1.2";
        using Peer client = Peer.Start("gnutls-cli", "--logfile=/dev/null", "--x509cafile", pki.CAFile, "--verify-hostname=server.example",
            "--priority", $"NORMAL:-CIPHER-ALL:+3DES-CBC:-VERS-ALL:+VERS-TLS{theirs}:-KX-ALL:+{keyExchange}", "-p", $"{listener.Port}",
            "127.0.0.1");
        using SslSocket socket = Accept(listener);
        Assert.Equal(suite, socket.Cipher!.Name);
        await SayHelloAsync(socket, client);
    }

    [Theory]
    [InlineData("ADH-AES128-GCM-SHA256")]
    [InlineData("AECDH-AES128-SHA")]
    public async Task AnAnonymousServerIsNotTakenForAVerifiedOne(string suite)
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-accept", $"127.0.0.1:{port}", "-rev", "-nocert", "-tls1_2",
            "-cipher", suite + ":@SECLEVEL=0", "-dhparam", pki.DhFile);
        foreach (SslContextOptions verifying in new[]
        {
            new SslContextOptions { CAFile = pki.CAFile },
            new SslContextOptions { VerifyMode = SslVerifyMode.None, Fingerprint = ["sha256$" + new string('0', 64)] },
            new SslContextOptions { VerifyMode = SslVerifyMode.None, VerifyCallback = _ => true },
            new SslContextOptions { VerifyMode = SslVerifyMode.Peer, VerifyScheme = HostnameScheme.Parse("none") },
        })
        {
            SslException refused = await Assert.ThrowsAsync<SslException>(() =>
                Connect(port, verifying with { CipherList = suite + ":@SECLEVEL=0", Version = ["TLSv1_2"] }));
            Assert.Equal(SslErrorCode.CertificateMissing, refused.Code);
            Assert.Contains("anonymous", refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>An anonymous server cannot ask for a certificate, so one that demands it must not become anonymous.</summary>
    [Theory]
    [InlineData(SslClientCertificate.Require, "AECDH-AES128-SHA")]
    [InlineData(SslClientCertificate.Require, "ADH-AES256-SHA")]
    [InlineData(SslClientCertificate.ClientOnce, "AECDH-AES128-SHA")]
    public void ADemandedClientCertificateIsNotAvoidedByAnAnonymousSuite(SslClientCertificate demand, string suite)
    {
        using SslListener listener = Listen(new SslContextOptions
        {
            CertificateFile = pki.CertificateFile("RSA"),
            KeyFile = pki.KeyFile("RSA"),
            CAFile = pki.CAFile,
            ClientCertificate = demand,
            CipherList = "ALL:@SECLEVEL=0",
        });
        using Peer client = Peer.Start("openssl", "s_client", "-quiet", "-tls1_2", "-cipher", suite + ":@SECLEVEL=0", "-connect",
            $"127.0.0.1:{listener.Port}");
        SslException refused = Assert.Throws<SslException>(() => Accept(listener));
        Assert.Equal(SslErrorCode.NoCommonCipher, refused.Code);
    }

    [Fact]
    public void AServerWithoutCertificateIsAnonymousAlsoWhereTls13IsAllowed()
    {
        using SslListener listener = Listen(new SslContextOptions { CipherList = "aNULL:@SECLEVEL=0" });
        Assert.True(listener.Core.Context.CanServe);
        using Peer client =
            Peer.Start("openssl", "s_client", "-quiet", "-cipher", "aNULL:@SECLEVEL=0", "-connect", $"127.0.0.1:{listener.Port}");
        using SslSocket socket = Accept(listener);
        Assert.Equal(SslVersion.TLSv1_2, socket.Version);
        Assert.Equal("None", socket.Cipher!.Authentication);
    }

    [Theory]
    [InlineData(false, "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES256-GCM-SHA384")]
    [InlineData(true, "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256")]
    [InlineData(true, "ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-CHACHA20-POLY1305")]
    [InlineData(true, "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305:ECDHE-RSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256")]
    public void WhoseOrderCounts(bool honor, string offered, string expected)
    {
        using SslListener listener = Listen(new SslContextOptions
        {
            CertificateFile = pki.CertificateFile("RSA"),
            KeyFile = pki.KeyFile("RSA"),
            HonorCipherOrder = honor,
            CipherList = "ECDHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-RSA-CHACHA20-POLY1305",
        });
        using Peer client =
            Peer.Start("openssl", "s_client", "-quiet", "-tls1_2", "-cipher", offered, "-connect", $"127.0.0.1:{listener.Port}");
        using SslSocket socket = Accept(listener);
        Assert.Equal(expected, socket.Cipher!.Name);
    }

    [Theory]
    [InlineData(false, "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384")]
    [InlineData(true, "TLS_AES_256_GCM_SHA384:TLS_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256")]
    [InlineData(true, "TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256")]
    public void WhoseOrderCountsInTls13(bool honor, string offered, string expected)
    {
        using SslListener listener = Listen(new SslContextOptions
        {
            CertificateFile = pki.CertificateFile("RSA"),
            KeyFile = pki.KeyFile("RSA"),
            HonorCipherOrder = honor,
            CipherSuite = ["TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"],
        });
        using Peer client =
            Peer.Start("openssl", "s_client", "-quiet", "-tls1_3", "-ciphersuites", offered, "-connect", $"127.0.0.1:{listener.Port}");
        using SslSocket socket = Accept(listener);
        Assert.Equal(expected, socket.Cipher!.Name);
    }

    private SslContextOptions Options(string key, string version, string suite) => new()
    {
        CAFile = key.Length == 0 ? null : pki.CAFile,
        VerifyMode = key.Length == 0 ? SslVerifyMode.None : null,
        Version = [version],
        CipherList = suite + ":@SECLEVEL=0",
    };

    private static string OpenSsl(string version) => version switch { "TLSv1_2" => "-tls1_2", "TLSv1_1" => "-tls1_1", _ => "-tls1" };
}
