using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>Anchors from files and directories (-CAFile, -CAPath).</summary>
public sealed class AnchorTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pssl-anchors-").FullName;
    private readonly TestCertificate _one = TestCertificate.Root("CN=One");
    private readonly TestCertificate _two = TestCertificate.Root("CN=Two");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void ABundleIsRead()
    {
        TrustAnchors anchors = TrustAnchors.From(Write("bundle.pem", "some text\n" + _one.Pem() + _two.Pem() + _one.Pem()), null);
        Assert.Equal(new[] { "CN=One", "CN=Two" }, anchors.Certificates!.Select(c => c.Subject));
        Assert.True(anchors.Contains(_one.Certificate));
        Assert.False(anchors.Contains(TestCertificate.Root("CN=One").Certificate));
    }

    [Fact]
    public void DerIsRead() => Assert.Single(TrustAnchors.From(Write("one.der", _one.Certificate.RawData), null).Certificates!);

    [Fact]
    public void TheSameContentIsParsedOnce()
    {
        string file = Write("bundle.pem", _one.Pem());
        X509Certificate2 first = TrustAnchors.From(file, null).Certificates![0];
        Assert.Same(first, TrustAnchors.From(file, null).Certificates![0]);
        Assert.Same(TrustAnchors.System(), TrustAnchors.System());
        // Where the environment names them they are known.
        Assert.Equal(string.IsNullOrEmpty(Environment.GetEnvironmentVariable("SSL_CERT_FILE"))
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("SSL_CERT_DIR")), TrustAnchors.System().ArePlatforms);
    }

    [Fact]
    public void AReplacedFileIsReadAnew()
    {
        // Same length, same time, as a bundle behind a link can have.
        string file = Write("bundle.pem", _one.Pem());
        DateTime time = File.GetLastWriteTimeUtc(file);
        Assert.Equal("CN=One", TrustAnchors.From(file, null).Certificates![0].Subject);
        File.WriteAllText(file, _two.Pem());
        File.SetLastWriteTimeUtc(file, time);
        Assert.Equal("CN=Two", TrustAnchors.From(file, null).Certificates![0].Subject);
    }

    [Fact]
    public void AMissingFileIsTold()
    {
        SslException e = Assert.Throws<SslException>(() => TrustAnchors.From(Path.Combine(_folder, "none.pem"), null));
        Assert.Equal(SslErrorCode.FileNotReadable, e.Code);
        Assert.Contains("none.pem", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AKeyIsNoAnchorAndNeverShown()
    {
        SslException e = Assert.Throws<SslException>(() => TrustAnchors.From(Write("key.pem", _one.KeyPem()), null));
        Assert.Equal(SslErrorCode.FileContent, e.Code);
        Assert.Contains("a private key", e.Message, StringComparison.Ordinal);
        // Beside a certificate it is passed over.
        X509Certificate2 anchor = Assert.Single(TrustAnchors.From(Write("both.pem", _one.KeyPem() + _one.Pem()), null).Certificates!);
        Assert.False(anchor.HasPrivateKey);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nothing to see here")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA")]
    public void RubbishIsTold(string content)
    {
        SslException e = Assert.Throws<SslException>(() => TrustAnchors.From(Write("rubbish.pem", content), null));
        Assert.Equal(SslErrorCode.FileContent, e.Code);
    }

    [Fact]
    public void APlainDirectoryIsReadWhateverTheFilesAreCalled()
    {
        Write("one.pem", _one.Pem());
        Write("two", _two.Pem());
        Write("README.txt", "not a certificate");
        Write("key.pem", _two.KeyPem());
        Write("broken.crt", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Write("empty", string.Empty);
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        Assert.Equal(new[] { "CN=One", "CN=Two" }, TrustAnchors.From(null, _folder).Certificates!.Select(c => c.Subject));
    }

    [Fact]
    public void AHashedDirectoryIsRead()
    {
        Write("one.pem", _one.Pem());
        Write("two.pem", _two.Pem());
        Run("openssl", "rehash", _folder);
        Assert.True(Directory.GetFiles(_folder).Length == 4);
        TrustAnchors both =
            TrustAnchors.From(Write("../" + Path.GetFileName(_folder) + "/three.pem", TestCertificate.Root("CN=Three").Pem()), _folder);
        Assert.Equal(new[] { "CN=One", "CN=Three", "CN=Two" }, both.Certificates!.Select(c => c.Subject).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void APipeInADirectoryDoesNotHang()
    {
        Run("mkfifo", Path.Combine(_folder, "pipe.pem"));
        Write("one.pem", _one.Pem());
        File.CreateSymbolicLink(Path.Combine(_folder, "link.pem"), Path.Combine(_folder, "pipe.pem"));
        File.CreateSymbolicLink(Path.Combine(_folder, "circle.pem"), Path.Combine(_folder, "circle.pem"));
        File.CreateSymbolicLink(Path.Combine(_folder, "nowhere.pem"), Path.Combine(_folder, "nothing"));
        Assert.Single(TrustAnchors.From(null, _folder).Certificates!);
    }

    [Fact]
    public void ADirectoryWithoutCertificatesIsTold()
    {
        SslException empty = Assert.Throws<SslException>(() => TrustAnchors.From(null, _folder));
        Assert.Equal(SslErrorCode.FileContent, empty.Code);
        Assert.Contains(_folder, empty.Message, StringComparison.Ordinal);
        Write("README", "nothing");
        SslException useless = Assert.Throws<SslException>(() => TrustAnchors.From(null, _folder));
        Assert.Contains("README", useless.Message, StringComparison.Ordinal);
        Assert.Equal(SslErrorCode.FileNotReadable, Assert.Throws<SslException>(() => TrustAnchors.From(null, Path.Combine(_folder, "none")))
            .Code);
        Assert.Equal(SslErrorCode.FileNotReadable,
            Assert.Throws<SslException>(() => TrustAnchors.From(null, Path.Combine(_folder, "README"))).Code);
    }

    [Fact]
    public void GivenObjectsAreCopied()
    {
        X509Certificate2 given = X509CertificateLoader.LoadCertificate(_one.Certificate.RawData);
        TrustAnchors anchors = TrustAnchors.From(new[] { given });
        given.Dispose();
        Assert.Equal("CN=One", Assert.Single(anchors.Certificates!).Subject);
        Assert.Equal(SslErrorCode.InvalidOption, Assert.Throws<SslException>(() => TrustAnchors.From(new[] { given })).Code);
        Assert.Empty(TrustAnchors.None.Certificates!);
    }

    private string Write(string name, string content) => Write(name, System.Text.Encoding.ASCII.GetBytes(content));

    private string Write(string name, byte[] content)
    {
        string path = Path.GetFullPath(Path.Combine(_folder, name));
        File.WriteAllBytes(path, content);
        return path;
    }

    private static void Run(string program, params string[] arguments)
    {
        try
        {
            using Process process =
                Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
            Assert.True(process.WaitForExit(10_000));
            Assert.Equal(0, process.ExitCode);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not on this machine");
        }
    }
}
