using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Tests.Interop;
using PSSsl.Tests.Interop.Peers;
using PSSsl.Tests.Names;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Making;

/// <summary>Listeners and clients with certificates that we made.</summary>
public sealed class HandshakeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("shake");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string, string> Kinds
    {
        get
        {
            var kinds = new TheoryData<string, string>();
            foreach (string kind in Made.Classic)
            {
                kinds.Add(kind, "TLSv1_3");
                kinds.Add(kind, "TLSv1_2");
            }

            return kinds;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task OpenSslAndWeTrustThem(string kind, string version)
    {
        using SslCertificate server = Made.Chain(kind);
        string root = _folder.Save("root.pem", server.Authority!.Pem());
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions { Certificates = [server], Version = [version] });
        using (Peer.Start("openssl", "s_client", "-quiet", "-verify_return_error", "-verify_hostname", "localhost", "-CAfile", root,
            "-connect", $"127.0.0.1:{listener.Port}"))
            LoopbackPair.Accept(listener).Dispose();
        using SslSocket ours =
            await LoopbackPair.Connect(listener.Port, new SslContextOptions { Authorities = [server.Authority!], VerifyName = "localhost" });
        Assert.Equal(version, ours.Version.ToString());
    }

    /// <summary>Disposing the certificate does not take the key from a context that was made of it.</summary>
    [Theory]
    [InlineData("RSA 2048")]
    [InlineData("ECDSA P-256")]
    [InlineData("Ed25519")]
    [InlineData("ML-DSA-65")]
    public async Task ContextsOutliveWhatTheyWereMadeOf(string kind)
    {
        SslCertificate server = Made.Server(Made.Root("ECDSA P-256"), kind);
        string subject = server.Subject;
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions { Certificates = [server] });
        server.Dispose();
        using SslSocket ours = await LoopbackPair.Connect(listener.Port, new SslContextOptions { VerifyMode = SslVerifyMode.None });
        Assert.Equal(subject, ours.PeerCertificate!.Subject);
        Assert.False(server.HasPrivateKey);
        SslException error = Assert.Throws<SslException>(() => new SslContext(new SslContextOptions { Certificates = [server] }));
        Assert.Equal(SslErrorCode.KeyMissing, error.Code);
    }

    [Theory]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    public void NodeTrustsKeysAgainstQuantumComputers(string kind)
    {
        TlsPeer.All.Single(p => p.Name == "Node").Require();
        using SslCertificate server = Made.Chain(kind);
        string root = _folder.Save("root.pem", server.Authority!.Pem()),
            both = _folder.Save("all.pem", Made.Export(server).Pem(withKeys: true)),
            key = _folder.Save("a.key", Made.Export(server, "secret").Pkcs8Pem());
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions { Certificates = [server] });
        const string client =
            "const [port, ca] = process.argv.slice(1); const s = require('tls').connect({ host: '127.0.0.1', port, servername: "
                + "'localhost', ca: require('fs').readFileSync(ca) }, () => { console.log(s.authorized); s.end(); }); s.on('error', e => "
                    + "{ console.error(e); process.exit(1); })";
        using Peer node = NodePeer.Run(client, listener.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), root);
        LoopbackPair.Accept(listener).Dispose();
        Assert.True(node.WaitForExit());
        Assert.Equal("true", new StreamReader(node.Output).ReadToEnd().Trim());
        // Its OpenSSL reads what we wrote, and the key is the certificate's.
        const string reader =
            "const [all, key] = process.argv.slice(1), fs = require('fs'), c = require('crypto'); const x = new "
                + "c.X509Certificate(fs.readFileSync(all)); console.log(x.checkPrivateKey(c.createPrivateKey(fs.readFileSync(all))), "
                    + "x.checkPrivateKey(c.createPrivateKey({ key: fs.readFileSync(key), passphrase: 'secret' })))";
        using Peer read = NodePeer.Run(reader, both, key);
        Assert.True(read.WaitForExit());
        Assert.Equal("true true", new StreamReader(read.Output).ReadToEnd().Trim());
    }

    [Fact]
    public async Task AClientsCertificateOfOurs()
    {
        using SslCertificate root = Made.Root("ECDSA P-256"), server = Made.Server(root, "Ed25519");
        using SslCertificate client = Certificates.Making.CertificateMaker.Issue(new Certificates.Making.CertificatePlan
            { Kind = SslCertificateKind.Client, Subject = Certificates.Making.SubjectName.Common("alice") }, Made.Key("Ed448"), root);
        using SslListener listener = LoopbackPair.Listen(new SslContextOptions
            { Certificates = [server], Authorities = [root], ClientCertificate = SslClientCertificate.Require });
        using SslSocket ours = await LoopbackPair.Connect(listener.Port, new SslContextOptions
            { Authorities = [root], VerifyName = "localhost", Certificates = [client] });
        using SslSocket theirs = LoopbackPair.Accept(listener);
        Assert.Equal("CN=alice", theirs.PeerCertificate!.Subject);
    }
}
