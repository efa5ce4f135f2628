using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Pkcs;
using PSSsl.Certificates.Making;
using PSSsl.Engine.Keys;
using PSSsl.Tests.Names;
using PSSsl.X509;
using Xunit;
using Algorithm = Org.BouncyCastle.Asn1.X509.AlgorithmIdentifier;

namespace PSSsl.Tests.Making;

/// <summary>What OpenSSL writes, as we import it, beyond the forms of <see cref="KeyFormatTests"/>.</summary>
public sealed class WeReadOpenSslsTests : IDisposable
{
    private const string Password = "Schlüssel ✓";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("read");
    private readonly SslCertificate _leaf = Made.Chain("ECDSA P-256");

    public void Dispose()
    {
        _leaf.Dispose();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-legacy")]
    [InlineData("-keypbe PBE-SHA1-3DES -certpbe PBE-SHA1-3DES -macalg sha1")]
    [InlineData("-keypbe AES-128-CBC -certpbe AES-192-CBC -macalg sha512")]
    [InlineData("-keypbe NONE -certpbe NONE -nomac")]
    [InlineData("-nomac")]
    [InlineData("-iter 100000")]
    public void StoresWithChainsAndPasswordsOfAnyLetters(string how)
    {
        string both = Open("all.pem"), store = Path.Combine(_folder.FullName, "a.p12");
        OpenSsl.Run(["pkcs12", "-export", .. how.Split(' ', StringSplitOptions.RemoveEmptyEntries), "-passout", "pass:" + Password, "-in",
            both, "-out", store]);
        IReadOnlyList<SslCertificate> read = Made.Import(store, Password);
        Assert.Equal(_leaf.Thumbprint, read[0].Thumbprint);
        Assert.True(read[0].HasPrivateKey);
        Assert.Equal(3, read.Count);
        Assert.Equal(["CN=Intermediate, O=Example, C=DE", "CN=Root, O=Example, C=DE"], read[0].Chain.Select(c => c.Subject));
        Assert.Equal(_leaf.Authority!.Thumbprint, read[0].Authority!.Thumbprint);
        if (!how.Contains("NONE", StringComparison.Ordinal))
        {
            Assert.Equal(SslErrorCode.PasswordWrong, Assert.Throws<SslException>(() => Made.Import(store, "wrong")).Code);
            Assert.Equal(SslErrorCode.PasswordMissing, Assert.Throws<SslException>(() => Made.Import(store)).Code);
        }
    }

    [Fact]
    public void AStoreUnderAnEmptyPasswordAsksForNone()
    {
        string store = Path.Combine(_folder.FullName, "a.p12");
        OpenSsl.Run("pkcs12", "-export", "-passout", "pass:", "-in", Open("all.pem"), "-out", store);
        Assert.True(Made.Import(store)[0].HasPrivateKey);
    }

    [Theory]
    [InlineData("-v2 aes-256-cbc")]
    [InlineData("-v2 aes-256-cbc -v2prf hmacWithMD5")]
    [InlineData("-v2 aes-256-cbc -v2prf hmacWithSHA512-256")]
    [InlineData("-v2 camellia-256-cbc")]
    [InlineData("-v2 aria-192-cbc")]
    [InlineData("-v2 rc2-cbc -provider legacy -provider default")]
    [InlineData("-v2 aes-256-cbc -v2prf hmacWithSHA384")]
    [InlineData("-scrypt")]
    [InlineData("-v1 PBE-SHA1-3DES")]
    [InlineData("-v1 PBE-MD5-DES -provider legacy -provider default")]
    public void KeysUnderPasswordsOfAnyLetters(string how)
    {
        string key = Path.Combine(_folder.FullName, "a.key"), both = _folder.Save("c.pem", _leaf.Certificate.Pem());
        OpenSsl.Run(["pkcs8", "-topk8", .. how.Split(' '), "-passout", "pass:" + Password, "-in", Open("all.pem"), "-out", key]);
        File.AppendAllText(key, File.ReadAllText(both));
        Assert.True(Assert.Single(Made.Import(key, Password)).HasPrivateKey);
    }

    /// <summary>OpenSSL's old encryption, of which each knows the ciphers that it has.</summary>
    [Theory]
    [InlineData("-aes256")]
    [InlineData("-des3")]
    [InlineData("-camellia128")]
    [InlineData("-aria256")]
    public void KeysInOpenSslsOldEncryption(string cipher)
    {
        string key = Path.Combine(_folder.FullName, "a.key");
        OpenSsl.Run("ec", cipher, "-passout", "pass:" + Password, "-in", Open("all.pem"), "-out", key);
        File.AppendAllText(key, _leaf.Certificate.Pem());
        Assert.True(Assert.Single(Made.Import(key, Password)).HasPrivateKey);
        Assert.Equal(SslErrorCode.PasswordWrong, Assert.Throws<SslException>(() => Made.Import(key, "wrong")).Code);
    }

    /// <summary>A store whose integrity is kept by PBMAC1 (RFC 9579), which OpenSSL writes from 3.4 on.</summary>
    [Fact]
    public void StoresWithPbmac1()
    {
        byte[] sealedOld = PSSsl.Engine.Keys.TlsKeyStore.WritePkcs12([_leaf.Certificate.RawData], [], Password.ToCharArray());
        var pfx = Pfx.GetInstance(sealedOld);
        byte[] salt = [1, 2, 3, 4, 5, 6, 7, 8], content = Asn1OctetString.GetInstance(pfx.AuthSafe.Content).GetOctets();
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(Password, salt, 2048, HashAlgorithmName.SHA256, 32);
        string store = Path.Combine(_folder.FullName, "a.p12");
        File.WriteAllBytes(store, WithPbmac1(pfx, salt, HMACSHA256.HashData(key, content)));
        Assert.Equal(_leaf.Thumbprint, Assert.Single(Made.Import(store, Password)).Thumbprint);
        Assert.Equal(SslErrorCode.PasswordWrong, Assert.Throws<SslException>(() => Made.Import(store, "wrong")).Code);
    }

    private static byte[] WithPbmac1(Pfx pfx, byte[] salt, byte[] mac)
    {
        var hmac = new Algorithm(PkcsObjectIdentifiers.IdHmacWithSha256, DerNull.Instance);
        var derivation = new Algorithm(PkcsObjectIdentifiers.IdPbkdf2, new Pbkdf2Params(salt, 2048, 32, hmac));
        var scheme = new Algorithm(new DerObjectIdentifier("1.2.840.113549.1.5.14"), new DerSequence(derivation, hmac));
        var data = new MacData(new Org.BouncyCastle.Asn1.X509.DigestInfo(scheme, mac), [0], 1);
        return new Pfx(pfx.AuthSafe, data).GetDerEncoded();
    }

    [Fact]
    public void BundlesKeepTheirOrder()
    {
        string[] certificates = [_folder.Save("root.pem", _leaf.Chain[1].Pem()), _folder.Save("leaf.pem", _leaf.Certificate.Pem()),
            _folder.Save("int.pem", _leaf.Chain[0].Pem())];
        string bundle = Path.Combine(_folder.FullName, "a.p7b");
        OpenSsl.Run(["crl2pkcs7", "-nocrl", .. certificates.SelectMany(c => new[] { "-certfile", c }), "-out", bundle]);
        IReadOnlyList<SslCertificate> read = Made.Import(bundle);
        Assert.Equal([_leaf.Chain[1].Thumbprint, _leaf.Thumbprint, _leaf.Chain[0].Thumbprint], read.Select(c => c.Thumbprint));
        Assert.Equal([0, 2, 1], read.Select(c => c.Chain.Count));
    }

    [Fact]
    public void ACertificateOfOpenSslsIssues()
    {
        string key = Path.Combine(_folder.FullName, "ca.key"), ca = Path.Combine(_folder.FullName, "ca.pem");
        OpenSsl.Run("req", "-x509", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-subj", "/C=DE/O=Example/CN=Theirs", "-days",
            "30", "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-out", ca);
        File.AppendAllText(ca, File.ReadAllText(key));
        using SslCertificate issuer = Made.Import(ca)[0], server = Made.Server(issuer, "Ed25519");
        string leaf = _folder.Save("leaf.pem", server.Certificate.Pem());
        Assert.Contains("OK", OpenSsl.Run("verify", "-x509_strict", "-CAfile", ca, leaf), StringComparison.Ordinal);
    }

    /// <summary>Each kind of key goes out in each form and comes back.</summary>
    [Theory]
    [InlineData("RSA 2048")]
    [InlineData("ECDSA P-521")]
    [InlineData("Ed448")]
    [InlineData("ML-DSA-44")]
    [InlineData("ML-DSA-65")]
    [InlineData("ML-DSA-87")]
    public void OursComeBack(string kind)
    {
        using SslCertificate made = Made.Chain(kind);
        Certificates.Writing.CertificateExport locked = Made.Export(made, Password);
        foreach (string file in new[] { _folder.Save("a.p12", locked.Pkcs12()), _folder.Save("a.pem", locked.Pem(withKeys: true)),
            _folder.Save("b.p12", Made.Export(made).Pkcs12()) })
        {
            SslCertificate read = Made.Import(file, Password)[0];
            Assert.Equal(made.Thumbprint, read.Thumbprint);
            Assert.Equal(2, read.Chain.Count);
            Assert.Equal(made.Key!.PublicKeyInfo, read.Key!.PublicKeyInfo);
            // And it signs.
            using SslCertificate again = CertificateMaker.SelfSign(new CertificatePlan
                { Kind = SslCertificateKind.CA, Subject = SubjectName.Common("again") }, read.Key.Copy());
            Assert.NotEmpty(again.Certificate.RawData);
        }
    }

    private string Open(string name) => _folder.Save(name, Made.Export(_leaf).Pem(withKeys: true));
}
