using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Tests.Interop;
using PSSsl.Tests.Interop.Peers;
using Xunit;

namespace PSSsl.Tests.Framework;

/// <summary>
/// The build for Windows PowerShell on a runtime that is a .NET Framework. Mono's is one, and what it lacks of Microsoft's is not asked of
/// it: chains (its X509Chain knows no elliptic curves), so that trust is by fingerprint here.
/// </summary>
public sealed class MonoTests(MonoFolder folder, TestPki pki) : IClassFixture<MonoFolder>, IClassFixture<TestPki>
{
    [Fact]
    public void BothEndsWithEveryKindOfKey() => Assert.Equal(
        [
            "ECDSA P-256 TLSv1_3 X25519MLKEM768 ecdsa_secp256r1_sha256",
            "ECDSA P-256 TLSv1_3 resumed=True again",
            "ECDSA P-256 TLSv1_2 x25519 ecdsa_secp256r1_sha256",
            "ECDSA P-256 TLSv1_2 resumed=True again",
            "RSA 2048 TLSv1_3 X25519MLKEM768 rsa_pss_rsae_sha256",
            "RSA 2048 TLSv1_3 resumed=True again",
            "RSA 2048 TLSv1_2 x25519 rsa_pss_rsae_sha256",
            "RSA 2048 TLSv1_2 resumed=True again",
            "Ed25519 TLSv1_3 X25519MLKEM768 ed25519",
            "Ed25519 TLSv1_3 resumed=True again",
            "Ed25519 TLSv1_2 x25519 ed25519",
            "Ed25519 TLSv1_2 resumed=True again",
            "ML-DSA-65 TLSv1_3 X25519MLKEM768 mldsa65",
            "ML-DSA-65 TLSv1_3 resumed=True again",
        ],
        folder.Run("both"));

    [Fact]
    public void FaultsAreToldAsElsewhere() => Assert.Equal(
        [
            "pin FingerprintMismatch", "told CertificateRefusedByPeer", "refused ConnectionRefused", "plain PeerNotTls", "cut Truncated",
            "silent TimedOut", "unblocked -1 WantRead", "taken AddressInUse",
        ],
        folder.Run("faults"));

    [Fact]
    public void UpgradesTurnsAndWaiting() => Assert.Equal(
        ["from a TcpClient", "from a Socket", "from a NetworkStream", "up 1", "down 1", "up 2", "down 2", "up 3", "down 3",
            "ready 1: seven"],
        folder.Run("updown"));

    [Fact]
    public void FilesOfCertificatesAndKeys() => Assert.Equal(
        [
            "server.pem ECDSA P-384", "localhost EC 384 True False localhost",
            "server.p12 RSA 2048", "localhost RSA 2048 True False localhost",
            "quantum.p12 ML-DSA-44", "localhost ML-DSA-44 10496 True False localhost",
        ],
        folder.Run("files", Path.GetDirectoryName(folder.PathOf("server.pem"))!));

    [Theory]
    [InlineData("RSA", "1.3", "TLSv1_3")]
    [InlineData("EC", "1.2", "TLSv1_2")]
    public void ItsClientWithOpenSslsServer(string key, string option, string version)
    {
        int port = PeerPorts.Next();
        using Peer server = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-accept", $"127.0.0.1:{port}", "-cert",
            pki.CertificateFile(key), "-key", pki.KeyFile(key), "-tls" + option.Replace('.', '_'));
        using Peer client =
            folder.Start("connect", port.ToString(System.Globalization.CultureInfo.InvariantCulture), Fingerprint(key), version);
        using StreamReader heard = new(server.Output), said = new(client.Output);
        Assert.Equal("hello", heard.ReadLine());
        server.Input.Write("welcome\n"u8);
        server.Input.Flush();
        Assert.Equal($"{version} x25519 welcome", said.ReadLine());
        Assert.True(client.WaitForExit(), client.Errors);
        Assert.Equal(0, client.ExitCode);
    }

    [Fact]
    public void ItsClientWithNodesServerAgainstQuantumComputers()
    {
        new NodePeer().Require();
        const string script = """
            const [cert, key] = process.argv.slice(1), fs = require('fs');
            const server = require('tls').createServer({ cert: fs.readFileSync(cert), key: fs.readFileSync(key) }, s => s.once('data', d => s.end(d.toString().trim() + ' yourself\n')));
            server.listen(0, '127.0.0.1', () => console.log(server.address().port));
            """;
        using Peer server = NodePeer.Run(script, pki.CertificateFile("EC"), pki.KeyFile("EC"));
        string port = new StreamReader(server.Output).ReadLine()!;
        Assert.Equal(["TLSv1_3 X25519MLKEM768 hello yourself"], folder.Run("connect", port, Fingerprint("EC"), "TLSv1_3"));
    }

    [Theory]
    [InlineData("ECDSA P-256", "1_3")]
    [InlineData("RSA 2048", "1_2")]
    public void ItsServerWithOpenSslsClient(string kind, string version)
    {
        string authority = folder.PathOf($"authority{version}.pem");
        using Peer server = folder.Start("serve", kind, authority);
        using var said = new StreamReader(server.Output);
        string port = said.ReadLine() ?? throw new IOException(server.Errors);
        using Peer client = Peer.Start("openssl", "s_client", "-quiet", "-verify_return_error", "-verify_hostname", "localhost", "-CAfile",
            authority, "-connect", $"127.0.0.1:{port}", "-tls" + version);
        client.Input.Write("good morning\n"u8);
        client.Input.Flush();
        using var heard = new StreamReader(client.Output);
        Assert.Equal($"good morning to you, TLSv{version}", heard.ReadLine());
        Assert.True(server.WaitForExit(60_000), server.Errors);
        Assert.Equal(0, server.ExitCode);
    }

    private string Fingerprint(string key)
    {
        using X509Certificate2 certificate = X509CertificateLoader.LoadCertificateFromFile(pki.CertificateFile(key));
        return "sha256$" + certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }
}
