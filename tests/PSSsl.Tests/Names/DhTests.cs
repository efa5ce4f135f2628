using System;
using System.Diagnostics;
using System.Formats.Asn1;
using System.IO;
using System.Numerics;
using System.Text;
using System.Threading.Tasks;
using PSSsl.Tests.Interop;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Names;

/// <summary>A server's own Diffie-Hellman parameters, and what a client takes of a server's.</summary>
public sealed class DhTests(TestPki pki) : IClassFixture<TestPki>
{
    private const string Suite = "DHE-RSA-AES128-GCM-SHA256";

    /// <summary>A 2048-bit safe prime that openssl dhparam made; making one takes it a minute.</summary>
    private const string Own = """
        -----BEGIN DH PARAMETERS-----
        MIIBCAKCAQEAyM4mYHhvjnIiQjvzyWnIESSyfZK8NXmYTbGtFIBa3dlE4ez0iumT
        8cOOabS3apLKGtgZIDesDTAjcGq9ayAM9oUAPfKtL5QFDahTU/AK7mbi2oJIVyq2
        CVvd0frT/Mp0xzW4Eqb6HnLLic9e/QjE03CFWJ999i3LX6LMz5qPGHAGEneV8gAY
        XypaR9Mqcq0qfmbEw8J4qmhungp5BjPFOWkR40YTue49yBi3HH77sYd1PEK5UbaE
        mdylVQ3yB8fBqeSmAgLwr08nhKLgOKCMWj3gkARAjMAqWinJUTBWEK3HaJ3ljB+3
        0m9Mp6r196YyUzcn9k3wm3vNrvnFpsUVnwIBAg==
        -----END DH PARAMETERS-----
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task OpenSslsClientGetsThem(int form)
    {
        SslContextOptions options = form switch
        {
            0 => new() { CertificateFile = pki.CertificateFile("RSA"), KeyFile = pki.KeyFile("RSA"), DhFile = Save(Own) },
            1 => new() { CertificateFile = pki.CertificateFile("RSA"), KeyFile = pki.KeyFile("RSA"),
                DhParameter = Encoding.ASCII.GetBytes(Own) },
            _ => new() { CertificateFile = pki.CertificateFile("RSA"), KeyFile = pki.KeyFile("RSA"),
                DhParameter = Convert.FromBase64String(Own.Split("-----")[2]) },
        };
        using SslListener listener = LoopbackPair.Listen(options);
        using Peer client =
            Peer.Start("openssl", "s_client", "-msg", "-tls1_2", "-cipher", Suite, "-connect", $"127.0.0.1:{listener.Port}");
        using SslSocket server = LoopbackPair.Accept(listener);
        Assert.Equal(Suite, server.Cipher!.Name);
        // No name is IANA's for it.
        Assert.Null(server.Group);
        server.Close();
        using var reader = new StreamReader(client.Output);
        string said = (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).Replace("\n    ", string.Empty,
            StringComparison.Ordinal).Replace(" ", string.Empty, StringComparison.Ordinal);
        Assert.Contains("ServerTempKey:DH,2048bits", said, StringComparison.Ordinal);
        Assert.Contains(Convert.ToHexString(Convert.FromBase64String(Own.Split("-----")[2])[9..73]), said,
            StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>A client that names groups must be given one of them (RFC 7919, 4).</summary>
    [Fact]
    public async Task AClientThatNamesAGroupGetsThat()
    {
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions
            { CertificateFile = pki.CertificateFile("RSA"), KeyFile = pki.KeyFile("RSA"), DhFile = Save(Own) });
        using (SslSocket client = await LoopbackPair.Connect(listener.Port, new SslContextOptions
            { CAFile = pki.CAFile, Version = ["TLSv1_2"], CipherList = Suite, Group = ["ffdhe3072"] }))
            Assert.Equal("ffdhe3072", client.Group);
        using SslSocket other = await LoopbackPair.Connect(listener.Port, new SslContextOptions
            { CAFile = pki.CAFile, Version = ["TLSv1_2"], CipherList = Suite, Group = ["x25519"] });
        Assert.Null(other.Group);
        Assert.Equal(Suite, other.Cipher!.Name);
    }

    [Theory]
    [InlineData("-dhparam")]
    [InlineData(null)]
    public async Task OurClientTakesOpenSslsOwn(string? parameter)
    {
        int port = PeerPorts.Next();
        string[] own = parameter is null ? [] : [parameter, Save(Own)];
        using Peer server = Peer.StartServer(port, "openssl",
            ["s_server", "-quiet", "-tls1_2", "-cipher", Suite, "-accept", $"127.0.0.1:{port}", "-cert", pki.CertificateFile("RSA"), "-key",
                pki.KeyFile("RSA"), .. own]);
        using SslSocket socket = await LoopbackPair.Connect(port, new SslContextOptions { CAFile = pki.CAFile, CipherList = Suite });
        Assert.Equal(Suite, socket.Cipher!.Name);
    }

    [Fact]
    public async Task OurClientRefusesASmallGroup()
    {
        // In the form that s_server reads: prime and generator alone.
        var x942 = new AsnReader(Convert.FromBase64String(OpenSsl.Run("dhparam", "-dsaparam", "1024").Split("-----")[2]),
            AsnEncodingRules.DER).ReadSequence();
        string small =
            Save($"-----BEGIN DH PARAMETERS-----\n{Convert.ToBase64String(Der(x942.ReadInteger(), x942.ReadInteger()), Base64FormattingOptions.InsertLineBreaks)}\n-----END DH PARAMETERS-----\n");
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-cipher", "DHE:@SECLEVEL=0", "-no_tls1_3", "-accept",
            $"127.0.0.1:{port}", "-cert", pki.CertificateFile("RSA"), "-key", pki.KeyFile("RSA"), "-dhparam", small);
        SslException error = await Assert.ThrowsAsync<SslException>(() =>
            LoopbackPair.Connect(port, new SslContextOptions { CAFile = pki.CAFile, CipherList = Suite }));
        Assert.Equal((SslErrorCode.NoCommonCipher, SslAlert.insufficient_security, false),
            (error.Code, error.Alert!.Value, error.AlertFromPeer));
        Assert.Contains("1024 bits", error.Message, StringComparison.Ordinal);
        // Who asks for versions of that age gets their groups too.
        using SslSocket old =
            await LoopbackPair.Connect(port, new SslContextOptions
                { CAFile = pki.CAFile, CipherList = Suite, Version = ["TLSv1_2", "TLSv1_1"] });
        Assert.Equal(Suite, old.Cipher!.Name);
    }

    [Fact]
    public void X942AndStandardGroupsAreRead()
    {
        Assert.NotNull(new SslContext(new SslContextOptions
            { DhFile = Save(OpenSsl.Run("genpkey", "-genparam", "-algorithm", "DHX", "-pkeyopt", "dh_rfc5114:2")) }));
        Assert.NotNull(new SslContext(new SslContextOptions
            { DhFile = Save(OpenSsl.Run("genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:ffdhe4096")) }));
        Assert.NotNull(new SslContext(new SslContextOptions
            { DhFile = Save(OpenSsl.Run("genpkey", "-genparam", "-algorithm", "DH", "-pkeyopt", "group:modp_8192")) }));
        Assert.NotNull(new SslContext(new SslContextOptions { DhFile = Save(OpenSsl.Run("dhparam", "-dsaparam", "2048")) }));
        // A certificate may be in the same file.
        Assert.NotNull(new SslContext(new SslContextOptions { DhFile = Save(File.ReadAllText(pki.CertificateFile("RSA")) + "\n" + Own) }));
    }

    [Fact]
    public void WhatIsNotSafeIsRefused()
    {
        Refuses("1024 bits", OpenSsl.Run("dhparam", "-dsaparam", "1024"));
        Refuses("it contains none, but CERTIFICATE", File.ReadAllText(pki.CertificateFile("RSA")));
        Refuses("neither PEM nor DER", "hello");
        Refuses("neither PEM nor DER", string.Empty);
        BigInteger p = (BigInteger.One << 2047) + 1;
        Refuses("not prime", Der(p + 1, 2));
        Refuses("not prime", Der(p, 2));
        Refuses("generator", Der(p, 1));
        Refuses("generator", Der(p, p - 1));
        Refuses("10001 bits", Der((BigInteger.One << 10000) + 1, 2));
        Refuses("generator is missing", Der(p));
        SslException both = Assert.Throws<SslException>(() => new SslContext(new SslContextOptions { DhFile = "x", DhParameter = [1] }));
        Assert.Equal(SslErrorCode.InvalidOption, both.Code);
        Assert.Equal(SslErrorCode.FileNotReadable,
            Assert.Throws<SslException>(() => new SslContext(new SslContextOptions { DhFile = "/nowhere" })).Code);
    }

    private void Refuses(string why, string text) => Refuses(why, Encoding.ASCII.GetBytes(text));

    private void Refuses(string why, byte[] content)
    {
        var watch = Stopwatch.StartNew();
        SslException value = Assert.Throws<SslException>(() => new SslContext(new SslContextOptions { DhParameter = content }));
        string path = Path.Combine(Path.GetDirectoryName(pki.CAFile)!, $"{Guid.NewGuid()}.pem");
        File.WriteAllBytes(path, content);
        SslException file = Assert.Throws<SslException>(() => new SslContext(new SslContextOptions { DhFile = path }));
        Assert.Equal((SslErrorCode.InvalidOption, SslErrorCode.FileContent), (value.Code, file.Code));
        Assert.Contains("-DhParameter", value.Message, StringComparison.Ordinal);
        Assert.Contains("(-DhFile)", file.Message, StringComparison.Ordinal);
        Assert.Contains(why, value.Message, StringComparison.Ordinal);
        Assert.Contains("2048", value.RecommendedAction, StringComparison.Ordinal);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30));
    }

    private string Save(string text)
    {
        string path = Path.Combine(Path.GetDirectoryName(pki.CAFile)!, $"{Guid.NewGuid()}.pem");
        File.WriteAllText(path, text);
        return path;
    }

    private static byte[] Der(params BigInteger[] integers)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach (BigInteger integer in integers)
                writer.WriteInteger(integer);
        }

        return writer.Encode();
    }
}
