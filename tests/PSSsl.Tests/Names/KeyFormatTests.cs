using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using PSSsl.Tests.Interop;
using Xunit;

namespace PSSsl.Tests.Names;

/// <summary>Keys and stores as OpenSSL writes them.</summary>
public sealed class KeyFormatTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("keys");

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>The arguments of openssl that write a form; {in} and {out} are files.</summary>
    public static TheoryData<string, string, bool> Forms => new()
    {
        { "rsa", "pkcs8 -topk8 -nocrypt -in {in} -out {out}", false },
        { "rsa", "pkcs8 -topk8 -nocrypt -in {in} -out {out} -outform DER", false },
        { "rsa", "rsa -traditional -in {in} -out {out}", false },
        { "rsa", "rsa -traditional -in {in} -out {out} -outform DER", false },
        { "rsa", "rsa -traditional -aes256 -passout pass:secret -in {in} -out {out}", true },
        { "rsa", "rsa -traditional -aes128 -passout pass:secret -in {in} -out {out}", true },
        { "rsa", "rsa -traditional -des3 -passout pass:secret -in {in} -out {out}", true },
        { "rsa", "pkcs8 -topk8 -v2 aes-256-cbc -passout pass:secret -in {in} -out {out}", true },
        { "rsa", "pkcs8 -topk8 -v2 aes-128-cbc -v2prf hmacWithSHA512 -passout pass:secret -in {in} -out {out}", true },
        { "rsa", "pkcs8 -topk8 -v2 aes-192-cbc -v2prf hmacWithSHA1 -passout pass:secret -in {in} -out {out}", true },
        { "rsa", "pkcs8 -topk8 -v2 des3 -passout pass:secret -in {in} -out {out}", true },
        { "rsa", "pkcs8 -topk8 -v2 aes-256-cbc -outform DER -passout pass:secret -in {in} -out {out}", true },
        { "rsa", "pkcs8 -topk8 -scrypt -passout pass:secret -in {in} -out {out}", true },
        { "rsa", "pkcs8 -topk8 -v1 PBE-SHA1-3DES -passout pass:secret -in {in} -out {out}", true },
        { "ec", "pkcs8 -topk8 -nocrypt -in {in} -out {out}", false },
        { "ec", "ec -in {in} -out {out}", false },
        { "ec", "ec -in {in} -out {out} -outform DER", false },
        { "ec", "ec -aes256 -passout pass:secret -in {in} -out {out}", true },
        { "ec", "pkcs8 -topk8 -v2 aes-256-cbc -passout pass:secret -in {in} -out {out}", true },
        { "ec", "pkcs8 -topk8 -scrypt -passout pass:secret -in {in} -out {out}", true },
        { "ed25519", "pkey -in {in} -out {out}", false },
        { "ed25519", "pkey -in {in} -out {out} -outform DER", false },
        { "ed25519", "pkcs8 -topk8 -v2 aes-256-cbc -passout pass:secret -in {in} -out {out}", true },
        { "ed448", "pkey -in {in} -out {out}", false },
        { "p384", "ec -in {in} -out {out}", false },
        { "p521", "pkcs8 -topk8 -nocrypt -in {in} -out {out}", false },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void KeysAreRead(string kind, string command, bool encrypted)
    {
        string output = Path.Combine(_folder.FullName, "out.key");
        Make(command, ("{in}", Key(kind)), ("{out}", output));
        var options = new SslContextOptions
            { CertificateFile = Certificate(kind), KeyFile = output, Password = _ => "secret".ToCharArray() };
        Assert.Single(new SslContext(options).Identities);
        if (encrypted)
            CheckPasswords(options.CertificateFile, output);
    }

    /// <summary>PKCS#12 of this decade and of the ones before, with a chain and without a password too.</summary>
    [Theory]
    [InlineData("rsa", "", true)]
    [InlineData("ec", "", true)]
    [InlineData("ec", "-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1", true)]
    [InlineData("rsa", "-legacy", true)]
    [InlineData("ec", "-keypbe NONE -certpbe NONE -nomac", false)]
    [InlineData("ed25519", "", true)]
    public void StoresAreRead(string kind, string how, bool encrypted)
    {
        string output = Path.Combine(_folder.FullName, "store.p12");
        Make($"pkcs12 -export {how} -passout pass:{(encrypted ? "secret" : string.Empty)} -in {{cert}} -inkey {{in}} -out {{out}}",
            ("{in}", Key(kind)), ("{cert}", Certificate(kind)), ("{out}", output));
        Assert.Single(new SslContext(new SslContextOptions
            { CertificateFile = output, Password = encrypted ? _ => "secret".ToCharArray() : null }).Identities);
        if (encrypted)
            CheckPasswords(output, null);
    }

    [Theory]
    [InlineData("rsa", "TLSv1_2")]
    [InlineData("rsa", "TLSv1_3")]
    [InlineData("ec", "TLSv1_2")]
    [InlineData("ec", "TLSv1_3")]
    [InlineData("p384", "TLSv1_2")]
    [InlineData("p384", "TLSv1_3")]
    [InlineData("p521", "TLSv1_3")]
    [InlineData("ed25519", "TLSv1_2")]
    [InlineData("ed25519", "TLSv1_3")]
    [InlineData("ed448", "TLSv1_2")]
    [InlineData("ed448", "TLSv1_3")]
    public async Task EveryKindOfKeyServesOpenSslAndUs(string kind, string version)
    {
        var options = new SslContextOptions { CertificateFile = Certificate(kind), KeyFile = Key(kind), Version = [version] };
        using SslListener listener = LoopbackPair.Listen(options);
        using (Peer client = Peer.Start("openssl", "s_client", "-quiet", "-verify_return_error", "-CAfile", Certificate(kind), "-connect",
            $"127.0.0.1:{listener.Port}"))
            LoopbackPair.Accept(listener).Dispose();
        using SslSocket ours = await LoopbackPair.Connect(listener.Port, new SslContextOptions { VerifyMode = SslVerifyMode.None });
        Assert.Equal($"CN={kind}", ours.PeerCertificate!.Subject);
        // And as a client's.
        int port = PeerPorts.Next();
        using Peer theirs = Peer.StartServer(port, "openssl", "s_server", "-quiet", "-accept", $"127.0.0.1:{port}", "-cert",
            Certificate("ec"), "-key", Key("ec"), "-Verify", "1", "-verify_return_error", "-CAfile", Certificate(kind));
        using SslSocket asClient = await LoopbackPair.Connect(port, new SslContextOptions
            { VerifyMode = SslVerifyMode.None, CertificateFile = Certificate(kind), KeyFile = Key(kind), Version = [version] });
        await theirs.Input.WriteAsync("ok\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await theirs.Input.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Equal("ok", asClient.ReadLine());
    }

    [Fact]
    public void AKeyOfAnotherCertificateIsToldApart()
    {
        foreach ((string certificate, string key) in new[] { ("rsa", "ec"), ("ec", "p384"), ("ec", "ed25519"), ("ed25519", "rsa") })
        {
            SslException error = Assert.Throws<SslException>(() =>
                new SslContext(new SslContextOptions { CertificateFile = Certificate(certificate), KeyFile = Key(key) }));
            Assert.Equal(SslErrorCode.KeyMismatch, error.Code);
            Assert.Contains(Key(key), error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>A file that would keep us busy for hours is refused.</summary>
    [Fact]
    public void IterationsAreBounded()
    {
        string output = Path.Combine(_folder.FullName, "slow.key");
        Make("pkcs8 -topk8 -v2 aes-256-cbc -iter 2 -passout pass:secret -in {in} -out {out} -outform DER", ("{in}", Key("ec")),
            ("{out}", output));
        byte[] der = File.ReadAllBytes(output);
        // INTEGER 2 in place of the iterations; a count of four bytes does not fit, so the file is rebuilt with the salt shortened by three
        // bytes.
        byte[] slow = Rebuild(der, 0x7FFFFFFF);
        File.WriteAllBytes(output, slow);
        var watch = System.Diagnostics.Stopwatch.StartNew();
        SslException error = Assert.Throws<SslException>(() =>
            new SslContext(new SslContextOptions
                { CertificateFile = Certificate("ec"), KeyFile = output, Password = _ => "secret".ToCharArray() }));
        Assert.Equal(SslErrorCode.FileContent, error.Code);
        Assert.Contains("iteration", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(20));
    }

    private static byte[] Rebuild(byte[] der, int iterations)
    {
        int at = der.AsSpan().IndexOf(new byte[] { 0x02, 0x01, 0x02 });
        Assert.True(at > 0);
        var bytes = new List<byte>(der);
        bytes.RemoveRange(at, 3);
        bytes.InsertRange(at, [0x02, 0x04, (byte)(iterations >> 24), (byte)(iterations >> 16), (byte)(iterations >> 8), (byte)iterations]);
        // The sequences around it grow by three: all those whose length field comes before it and reaches beyond it.
        for (int i = 0; i < at; i++)
        {
            if (bytes[i] == 0x30 && bytes[i + 1] < 0x80 && i + 2 + bytes[i + 1] > at)
                bytes[i + 1] += 3;
            else if (bytes[i] == 0x30 && bytes[i + 1] == 0x81 && i + 3 + bytes[i + 2] > at)
                bytes[i + 2] += 3;
        }

        return bytes.ToArray();
    }

    private static void CheckPasswords(string certificateFile, string? keyFile)
    {
        foreach ((string? password, SslErrorCode expected) in new[] { ((string?)null, SslErrorCode.PasswordMissing),
            ("wrong", SslErrorCode.PasswordWrong), (string.Empty, SslErrorCode.PasswordWrong) })
        {
            SslException error = Assert.Throws<SslException>(() =>
                new SslContext(new SslContextOptions
                    { CertificateFile = certificateFile, KeyFile = keyFile, Password = _ => password?.ToCharArray() }));
            Assert.Equal(expected, error.Code);
            Assert.Contains(keyFile ?? certificateFile, error.Message, StringComparison.Ordinal);
            Assert.Contains("-Password", error.RecommendedAction, StringComparison.Ordinal);
        }
    }

    private string Key(string kind)
    {
        string path = Path.Combine(_folder.FullName, kind + ".key");
        if (!File.Exists(path))
        {
            string algorithm = kind switch
            {
                "rsa" => "RSA -pkeyopt rsa_keygen_bits:2048",
                "ec" => "EC -pkeyopt ec_paramgen_curve:P-256",
                "p384" => "EC -pkeyopt ec_paramgen_curve:P-384",
                "p521" => "EC -pkeyopt ec_paramgen_curve:P-521",
                _ => kind,
            };
            Make($"genpkey -algorithm {algorithm} -out {{out}}", ("{out}", path));
        }

        return path;
    }

    private string Certificate(string kind)
    {
        string path = Path.Combine(_folder.FullName, kind + ".pem");
        if (!File.Exists(path))
            Make($"req -x509 -new -key {{in}} -subj /CN={kind} -days 5 -out {{out}}", ("{in}", Key(kind)), ("{out}", path));
        return path;
    }

    private static void Make(string command, params (string Place, string File)[] files)
    {
        string[] arguments = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (int i = 0; i < arguments.Length; i++)
        {
            foreach ((string place, string file) in files)
                arguments[i] = arguments[i] == place ? file : arguments[i];
        }

        OpenSsl.Run(arguments);
    }
}
