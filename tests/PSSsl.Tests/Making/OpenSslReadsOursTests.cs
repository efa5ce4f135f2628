using System;
using System.IO;
using System.Linq;
using PSSsl.Certificates.Making;
using PSSsl.Certificates.Writing;
using PSSsl.Tests.Names;
using PSSsl.X509;
using Xunit;

namespace PSSsl.Tests.Making;

/// <summary>What we make and write, as OpenSSL reads it.</summary>
public sealed class OpenSslReadsOursTests : IDisposable
{
    private const string Password = "Schlüssel ✓";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("made");

    public void Dispose() => _folder.Delete(recursive: true);

    public static TheoryData<string> Kinds => new(Made.Classic);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ChainsAreVerifiedStrictly(string kind)
    {
        using SslCertificate leaf = Made.Chain(kind);
        string file = _folder.Save("leaf.pem", Made.Export(leaf).Pem(withKeys: false)),
            root = _folder.Save("root.pem", leaf.Authority!.Pem());
        Assert.Contains("OK",
            OpenSsl.Run("verify", "-x509_strict", "-purpose", "sslserver", "-verify_hostname", "localhost", "-CAfile", root, "-untrusted",
                file, file), StringComparison.Ordinal);
        Assert.Contains("CA:FALSE", OpenSsl.Run("x509", "-in", file, "-noout", "-text"), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EveryFormIsRead(string kind)
    {
        using SslCertificate leaf = Made.Chain(kind);
        string publicKey = OpenSsl.Run("x509", "-in", _folder.Save("a.pem", Made.Export(leaf).Pem(withKeys: false)), "-noout", "-pubkey");
        CertificateExport open = Made.Export(leaf), locked = Made.Export(leaf, Password);
        Assert.Equal(publicKey, OpenSsl.Run("pkey", "-pubout", "-in", _folder.Save("open.key", open.Pkcs8Pem())));
        Assert.Equal(publicKey, OpenSsl.Run("pkey", "-pubout", "-inform", "DER", "-in", _folder.Save("open.der", open.Pkcs8())));
        Assert.Equal(publicKey,
            OpenSsl.Run("pkey", "-pubout", "-passin", "pass:" + Password, "-in", _folder.Save("locked.key", locked.Pkcs8Pem())));
        Assert.Equal(publicKey, OpenSsl.Run("pkey", "-pubout", "-in", _folder.Save("both.pem", open.Pem(withKeys: true))));
        Assert.Equal(publicKey, OpenSsl.Run("x509", "-noout", "-pubkey", "-inform", "DER", "-in", _folder.Save("a.der", open.Der())));
        string bundle = OpenSsl.Run("pkcs7", "-inform", "DER", "-print_certs", "-in", _folder.Save("a.p7b", open.Pkcs7()));
        Assert.Equal(3, bundle.Split("BEGIN CERTIFICATE").Length - 1);
        string store = _folder.Save("a.p12", locked.Pkcs12());
        string content = OpenSsl.Run("pkcs12", "-in", store, "-nodes", "-passin", "pass:" + Password);
        Assert.Equal(3, content.Split("BEGIN CERTIFICATE").Length - 1);
        Assert.Equal(publicKey, OpenSsl.Run("pkey", "-pubout", "-in", _folder.Save("out.pem", content)));
        Assert.Contains("BEGIN PRIVATE KEY",
            OpenSsl.Run("pkcs12", "-in", _folder.Save("open.p12", open.Pkcs12()), "-nodes", "-passin", "pass:"), StringComparison.Ordinal);
    }

    [Fact]
    public void KeysAreSealedAsSaid()
    {
        using SslCertificate leaf = Made.Chain("ECDSA P-256");
        string key = OpenSsl.Run("asn1parse", "-in", _folder.Save("k.pem", Made.Export(leaf, Password).Pkcs8Pem()));
        foreach (string word in new[] { "PBES2", "PBKDF2", "hmacWithSHA256", "aes-256-cbc", ":0927C0" })
            Assert.Contains(word, key, StringComparison.Ordinal);
        Assert.Contains("MAC: sha256, Iteration 250000", InfoOf(_folder.Save("k.p12", Made.Export(leaf, Password).Pkcs12())),
            StringComparison.Ordinal);
    }

    /// <summary>For Windows Server 2016 and others of its time.</summary>
    [Fact]
    public void OldStoresAreSealedAsSaid()
    {
        using SslCertificate leaf = Made.Chain("RSA 2048");
        string file = _folder.Save("old.p12", Made.Export(leaf, Password).OldPkcs12());
        string info = InfoOf(file);
        Assert.Contains("MAC: sha1, Iteration 250000", info, StringComparison.Ordinal);
        Assert.Equal(3, info.Split("pbeWithSHA1And3-KeyTripleDES-CBC, Iteration 250000").Length);
        string content = OpenSsl.Run("pkcs12", "-in", file, "-nodes", "-passin", "pass:" + Password);
        Assert.Equal(3, content.Split("BEGIN CERTIFICATE").Length - 1);
        Assert.Equal(OpenSsl.Run("x509", "-noout", "-pubkey", "-in", _folder.Save("a.pem", Made.Export(leaf).Pem(withKeys: false))),
            OpenSsl.Run("pkey", "-pubout", "-in", _folder.Save("out.pem", content)));
        using var loaded =
            System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadPkcs12(System.IO.File.ReadAllBytes(file), Password);
        Assert.True(loaded.HasPrivateKey);
    }

    /// <summary>.NET's own loader, with its limits.</summary>
    [Theory]
    [InlineData("RSA 2048")]
    [InlineData("ECDSA P-384")]
    public void StoresAreReadByThePlatform(string kind)
    {
        using SslCertificate leaf = Made.Chain(kind);
        byte[] store = Made.Export(leaf, Password).Pkcs12();
        using var loaded = System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadPkcs12(store, Password);
        Assert.True(loaded.HasPrivateKey);
        Assert.Equal(leaf.Thumbprint, loaded.Thumbprint);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void RevocationListsAreVerified(string kind)
    {
        using SslCertificate root = Made.Root(kind), good = Made.Server(root, "ECDSA P-256"), bad = Made.Server(root, "ECDSA P-256");
        DateTime now = DateTime.UtcNow;
        var revoked = new RevokedCertificate(CertificateMaker.ParseSerial(bad.SerialNumber), now, RevocationReason.Parse("keyCompromise"),
            now.AddDays(-1));
        byte[] list = CrlMaker.Make(root, [revoked], now, now.AddDays(7), 4711, null);
        string crl = _folder.Save("a.crl", PemText.Of("X509 CRL", list)), ca = _folder.Save("ca.pem", root.Certificate.Pem());
        string text = OpenSsl.Run("crl", "-in", crl, "-noout", "-text");
        foreach (string word in new[] { "Version 2", "Key Compromise", "Invalidity Date", "X509v3 CRL Number", "4711", bad.SerialNumber })
            Assert.Contains(word, text, StringComparison.Ordinal);
        OpenSsl.Run("crl", "-inform", "DER", "-in", _folder.Save("a.der", list), "-noout", "-CAfile", ca);
        string goodFile = _folder.Save("good.pem", good.Certificate.Pem()), badFile = _folder.Save("bad.pem", bad.Certificate.Pem());
        Assert.Contains("OK", OpenSsl.Run("verify", "-x509_strict", "-crl_check", "-CRLfile", crl, "-CAfile", ca, goodFile),
            StringComparison.Ordinal);
        Assert.Contains("revoked",
            Assert.Throws<InvalidOperationException>(() => OpenSsl.Run("verify", "-crl_check", "-CRLfile", crl, "-CAfile", ca, badFile))
                .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEmptyListIsOneToo()
    {
        using SslCertificate root = Made.Root("ECDSA P-256");
        byte[] list = CrlMaker.Make(root, [], DateTime.UtcNow, DateTime.UtcNow.AddDays(1), 0, "SHA512");
        string text = OpenSsl.Run("crl", "-inform", "DER", "-in", _folder.Save("a.crl", list), "-noout", "-text");
        Assert.Contains("No Revoked Certificates", text, StringComparison.Ordinal);
        Assert.Contains("ecdsa-with-SHA512", text, StringComparison.Ordinal);
    }

    /// <summary>openssl writes what it says of a store to standard error.</summary>
    private static string InfoOf(string store)
    {
        using Interop.Peer peer = Interop.Peer.Start("openssl", "pkcs12", "-in", store, "-info", "-noout", "-passin", "pass:" + Password);
        peer.Input.Close();
        Assert.True(peer.WaitForExit());
        return peer.Errors;
    }
}
