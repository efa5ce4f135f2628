using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using PSSsl.Tests.Interop;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Names;

/// <summary>Certificates by the name a client asks for.</summary>
public sealed class CertificateMapTests(TestPki pki) : IClassFixture<TestPki>
{
    private static SslContextOptions Anybody(params string[] version) =>
        new() { VerifyMode = SslVerifyMode.None, Version = version.Length == 0 ? null : version };

    private static Dictionary<string, SslHostCertificate> Map(params string[] names) =>
        names.ToDictionary(n => n, n => new SslHostCertificate
            { Certificate = [CertificateLab.SelfSigned("CN=" + (n.Length == 0 ? "default" : n.Replace("*", "any", StringComparison.Ordinal)))] });

    [Theory]
    [InlineData("foo.example.org", "foo.example.org")]
    [InlineData("FOO.Example.org", "foo.example.org")]
    [InlineData("foo.example.org.", "foo.example.org")]
    [InlineData("bar.example.org", "any.example.org")]
    [InlineData("a.bar.example.org", "default")]
    [InlineData("example.org", "default")]
    [InlineData("elsewhere", "default")]
    [InlineData("xn--bcher-kva.example", "bücher.example")]
    [InlineData("", "default")]
    public async Task ServesByName(string asked, string expected)
    {
        foreach (string version in new[] { "TLSv1_2", "TLSv1_3" })
        {
            using SslListener listener = LoopbackPair.Listen(new SslContextOptions
                { CertificateMap = Map("foo.example.org", "*.example.org", "bücher.example", string.Empty) });
            using SslSocket client = await LoopbackPair.Connect(listener.Port, Anybody(version), asked);
            using SslSocket server = LoopbackPair.Accept(listener);
            Assert.Equal(expected, client.PeerCertificate!.CommonName);
            // The root's dot is never sent (RFC 6066, 3).
            string sent = asked.TrimEnd('.');
            Assert.Equal(sent.Length == 0 ? null : sent, server.ServerName);
            Assert.Equal(sent, client.ServerName ?? string.Empty);
            Assert.Equal($"CN={expected}", server.LocalCertificate!.Subject);
        }
    }

    [Theory]
    [InlineData("TLSv1_2", "other.example", SslAlert.unrecognized_name)]
    [InlineData("TLSv1_3", "other.example", SslAlert.unrecognized_name)]
    [InlineData("TLSv1_2", "", SslAlert.handshake_failure)]
    [InlineData("TLSv1_3", "", SslAlert.missing_extension)]
    public async Task TellsBothEndsThatANameIsNotServed(string version, string asked, SslAlert alert)
    {
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions { CertificateMap = Map("foo.example.org") });
        SslException client = await Assert.ThrowsAsync<SslException>(() => LoopbackPair.Connect(listener.Port, Anybody(version), asked));
        SslException server = LoopbackPair.Refused(listener);
        Assert.Equal(alert, client.Alert);
        Assert.True(client.AlertFromPeer);
        Assert.Equal(SslErrorCode.NameNotServed, server.Code);
        Assert.Contains("-CertificateMap", server.RecommendedAction, StringComparison.Ordinal);
        if (alert != SslAlert.handshake_failure)
            Assert.Equal(SslErrorCode.NameNotServed, client.Code);
        if (asked.Length > 0)
        {
            Assert.Contains(asked, client.Message, StringComparison.Ordinal);
            Assert.Contains(asked, server.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ACertificateBesideTheMapIsTheDefault()
    {
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions
        {
            CertificateFile = pki.CertificateFile("RSA"),
            KeyFile = pki.KeyFile("RSA"),
            CertificateMap = new Dictionary<string, SslHostCertificate>
                { ["foo.example.org"] = new() { CertificateFiles = [pki.CertificateFile("EC")], KeyFiles = [pki.KeyFile("EC")] } },
        });
        using SslSocket other = await LoopbackPair.Connect(listener.Port, Anybody(), "other.example");
        using SslSocket foo = await LoopbackPair.Connect(listener.Port, Anybody(), "foo.example.org");
        Assert.Equal("RSA", other.PeerCertificate!.KeyAlgorithm);
        Assert.Equal("EC", foo.PeerCertificate!.KeyAlgorithm);
    }

    /// <summary>A context's versions, suites, groups, ALPN and demand for a certificate hold for its name, and for no other.</summary>
    [Fact]
    public async Task AContextOfAHostHasItsOwnRules()
    {
        var strict = new SslContext(new SslContextOptions
        {
            Certificate = [CertificateLab.SelfSigned("CN=strict.example")],
            Version = ["TLSv1_2"],
            CipherList = "ECDHE-ECDSA-CHACHA20-POLY1305",
            Group = ["secp384r1"],
            Alpn = ["imap"],
            ClientCertificate = SslClientCertificate.Require,
            CAFile = pki.CAFile,
        });
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions
        {
            Alpn = ["h2"],
            CertificateMap = new Dictionary<string, SslHostCertificate>
            {
                ["strict.example"] = new() { Context = strict },
                [string.Empty] = new() { Certificate = [CertificateLab.SelfSigned("CN=default")] },
            },
        });
        SslContextOptions with = new()
            { VerifyMode = SslVerifyMode.None, Alpn = ["h2", "imap"], CertificateFile = pki.CertificateFile("EC", "client"),
                KeyFile = pki.KeyFile("EC", "client") };
        using (SslSocket client = await LoopbackPair.Connect(listener.Port, with, "strict.example"))
        {
            using SslSocket server = LoopbackPair.Accept(listener);
            Assert.Equal(("imap", SslVersion.TLSv1_2, "secp384r1", "ECDHE-ECDSA-CHACHA20-POLY1305"),
                (client.Alpn, client.Version, client.Group, client.Cipher!.Name));
            Assert.True(server.PeerCertificate!.IsTrusted);
            Assert.Same(strict, server.Context);
        }

        using (SslSocket client = await LoopbackPair.Connect(listener.Port, with, "other.example"))
        {
            using SslSocket server = LoopbackPair.Accept(listener);
            Assert.Equal(("h2", SslVersion.TLSv1_3), (client.Alpn, client.Version));
            Assert.Null(server.PeerCertificate);
        }

        SslException none = await LoopbackPair.RefusedClient(listener.Port, Anybody(), "strict.example");
        Assert.Equal(SslErrorCode.ClientCertificateRequired, none.Code);
        Assert.Equal(SslErrorCode.CertificateMissing, LoopbackPair.Refused(listener).Code);
    }

    [Fact]
    public async Task ASessionOfOneHostIsNotTakenByAnother()
    {
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions { CertificateMap = Map("a.example", "b.example") });
        foreach (string version in new[] { "TLSv1_2", "TLSv1_3" })
        {
            var cache = new SslSessionCache();
            SslContextOptions options = new() { VerifyMode = SslVerifyMode.None, SessionCache = cache, Version = [version] };
            bool[] reused = new bool[3];
            int i = 0;
            foreach (string name in new[] { "a.example", "b.example", "b.example" })
            {
                using SslSocket client = await LoopbackPair.Connect(listener.Port, options, name);
                using SslSocket server = LoopbackPair.Accept(listener);
                server.Write("x"u8.ToArray());
                client.Read(new byte[1], 0, 1);
                Assert.Equal(name, server.ServerName);
                reused[i++] = server.SessionReused;
            }

            Assert.Equal([false, false, true], reused);
        }
    }

    [Theory]
    [InlineData("-tls1_2")]
    [InlineData("-tls1_3")]
    public async Task OpenSslsClientGetsItsName(string version)
    {
        using SslListener listener =
            LoopbackPair.Listen(new SslContextOptions { CertificateMap = Map("foo.example.org", "*.example.org") });
        string said = await Client(listener.Port, version, "-tlsextdebug", "-servername", "x.example.org");
        Assert.Contains("subject=CN = any.example.org", said, StringComparison.Ordinal);
        // RFC 6066, 3: a server that chose by the name says so.
        Assert.Contains("TLS server extension \"server name\" (id=0), len=0", said, StringComparison.Ordinal);
        LoopbackPair.Accept(listener).Dispose();
        // OpenSSL shows the alert by its old name.
        Assert.Contains("unrecognized name", await Client(listener.Port, version, "-servername", "example.org"), StringComparison.Ordinal);
        Assert.Equal(SslErrorCode.NameNotServed, LoopbackPair.Refused(listener).Code);
        Assert.Contains(version == "-tls1_3" ? "alert number 109"
            : "handshake failure", await Client(listener.Port, version, "-noservername"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*foo.example.org", "star")]
    [InlineData("a.*.example.org", "star")]
    [InlineData("*", "star")]
    [InlineData("*.*.example.org", "star")]
    [InlineData("*.", "empty label")]
    [InlineData(".", "empty label")]
    [InlineData("a..b", "empty label")]
    [InlineData(".example.org", "empty label")]
    [InlineData("a b.example.org", "no host name has")]
    [InlineData("-a.example.org", "no host name has")]
    [InlineData("127.0.0.1", "is an address")]
    [InlineData("::1", "is an address")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example.org", "63")]
    public void RefusesANameThatIsNone(string name, string why)
    {
        SslException error = Assert.Throws<SslException>(() => new SslContext(new SslContextOptions { CertificateMap = Map(name) }));
        Assert.Equal((SslErrorCode.InvalidOption, SslPhase.Configuration), (error.Code, error.Phase));
        Assert.Contains($"-CertificateMap: the entry '{name}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(why, error.Message, StringComparison.Ordinal);
        Assert.Contains("'*.example.org'", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public void RefusesNamesThatAreTheSame() =>
        Refuses(SslErrorCode.InvalidOption, "is there twice", Map("Foo.example.org", "foo.EXAMPLE.org."));

    [Fact]
    public void RefusesAnEmptyMap() => Refuses(SslErrorCode.InvalidOption, "is empty", []);

    [Fact]
    public void RefusesAnEntryWithoutACertificate()
    {
        Refuses(SslErrorCode.InvalidOption, "'a.example' gives no certificate", new() { ["a.example"] = new() });
        Refuses(SslErrorCode.InvalidOption, "'a.example' is a context without a certificate", new()
            { ["a.example"] = new() { Context = new SslContext() } });
        Refuses(SslErrorCode.InvalidOption, "'a.example' is a context with a -CertificateMap of its own", new()
            { ["a.example"] = new() { Context = new SslContext(new SslContextOptions { CertificateMap = Map("x") }) } });
        Refuses(SslErrorCode.KeyMissing, "CertificateMap 'a.example'", new()
            { ["a.example"] = new() { CertificateFiles = [pki.CertificateFile("EC")] } });
        Refuses(SslErrorCode.KeyMismatch, pki.KeyFile("RSA"), new()
            { ["a.example"] = new() { CertificateFiles = [pki.CertificateFile("EC")], KeyFiles = [pki.KeyFile("RSA")] } });
        Refuses(SslErrorCode.FileNotReadable, "CertificateMap 'a.example'", new()
            { ["a.example"] = new() { CertificateFiles = ["/nowhere.pem"] } });
        using var bare =
            System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(CertificateLab.SelfSigned("CN=a").RawData);
        Refuses(SslErrorCode.KeyMissing, "CertificateMap 'a.example'", new() { ["a.example"] = new() { Certificate = [bare] } });
    }

    [Fact]
    public void RefusesTwoDefaults()
    {
        SslException error = Assert.Throws<SslException>(() =>
            new SslContext(new SslContextOptions { Certificate = [CertificateLab.SelfSigned("CN=x")], CertificateMap = Map(string.Empty) }));
        Assert.Equal(SslErrorCode.InvalidOption, error.Code);
        Assert.Contains("the entry '' is the default", error.Message, StringComparison.Ordinal);
    }

    private static void Refuses(SslErrorCode code, string what, Dictionary<string, SslHostCertificate> map)
    {
        SslException error = Assert.Throws<SslException>(() => new SslContext(new SslContextOptions { CertificateMap = map }));
        Assert.Equal(code, error.Code);
        Assert.Contains(what, error.Message, StringComparison.Ordinal);
        Assert.Contains("-CertificateMap", error.Message + error.RecommendedAction, StringComparison.Ordinal);
    }

    /// <summary>What s_client says until the connection ends.</summary>
    private static async Task<string> Client(int port, params string[] arguments)
    {
        using Peer client = Peer.Start("openssl", ["s_client", "-connect", $"127.0.0.1:{port}", .. arguments]);
        client.Input.Close();
        using var reader = new StreamReader(client.Output, Encoding.UTF8);
        string output = await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
        return output + client.Errors;
    }
}
