using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Tests.Interop;
using PSSsl.Trust;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using PSSsl.X509.Revocation;
using Xunit;

namespace PSSsl.Tests.Trust.Revocation;

/// <summary>Revocation lists, all made by OpenSSL.</summary>
public sealed class CrlTests : IDisposable
{
    private readonly RevocationLab _lab;

    public CrlTests()
    {
        Peer.Require("openssl");
        _lab = new RevocationLab();
    }

    public void Dispose() => _lab.Dispose();

    [Theory]
    [InlineData("EC")]
    [InlineData("RSA")]
    [InlineData("ED25519")]
    public void ARevokedCertificateIsRefusedAndItsReasonTold(string key)
    {
        using var lab = new RevocationLab(key);
        X509Certificate2 good = lab.Issue("good"), bad = lab.Issue("bad");
        lab.Revoke("bad");
        string list = lab.List(options: key == "ED25519" ? ["-md", "null"] : []);
        Expect(Judge(lab, good, list));
        Expect(Judge(lab, bad, list), SslErrorCode.CertificateRevoked);
        Assert.Contains("keyCompromise", Judge(lab, bad, list).Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DerAndSeveralInOneFileAreRead()
    {
        X509Certificate2 bad = _lab.Issue("bad");
        string before = _lab.List("before.pem");
        _lab.Revoke("bad", "superseded");
        string after = _lab.List("after.pem");
        Expect(Judge(_lab, bad, before));
        // The newest counts, wherever it stands.
        string both = _lab.Path("both.pem");
        File.WriteAllText(both, File.ReadAllText(after) + "some text\n" + File.ReadAllText(before));
        Expect(Judge(_lab, bad, both), SslErrorCode.CertificateRevoked);
        string der = _lab.Path("after.der");
        Peer.Run("openssl", "crl", "-in", after, "-outform", "DER", "-out", der);
        Expect(Judge(_lab, bad, der), SslErrorCode.CertificateRevoked);
    }

    [Fact]
    public void NoListIsAFaultWhenOneIsAskedFor()
    {
        X509Certificate2 good = _lab.Issue("good");
        Expect(new ChainInquiry(RevocationOptions.For(new SslTrustOptions
            { CheckCrl = SslCrlCheck.Leaf }, RevocationOptions.Default)).Judge(_lab.Request(good)), SslErrorCode.RevocationUnknown);
        using var other = new RevocationLab();
        ChainVerdict verdict = Judge(_lab, good, other.List());
        Expect(verdict, SslErrorCode.RevocationUnknown);
        // The name is the same, the key is not.
        Assert.Contains("not signed by its issuer's key", verdict.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStaleListIsAFault()
    {
        X509Certificate2 good = _lab.Issue("good");
        ChainVerdict verdict =
            Judge(_lab, good, _lab.List(options: ["-crl_lastupdate", "20240101000000Z", "-crl_nextupdate", "20240201000000Z"]));
        Expect(verdict, SslErrorCode.RevocationUnknown);
        Assert.Contains("stale", verdict.Errors[0].Message, StringComparison.Ordinal);
        Expect(Judge(_lab, good, _lab.List(options: ["-crl_lastupdate", "20490101000000Z", "-crl_nextupdate", "20490201000000Z"])),
            SslErrorCode.RevocationUnknown);
    }

    [Theory]
    [InlineData("1.2.3.4=critical,ASN1:NULL", "critical extension")]
    [InlineData("issuingDistributionPoint=critical,@point\n[point]\nindirectCRL=TRUE", "indirect")]
    [InlineData("issuingDistributionPoint=critical,@point\n[point]\nonlyCA=TRUE", "other kinds")]
    [InlineData("issuingDistributionPoint=critical,@point\n[point]\nonlysomereasons=keyCompromise", "some reasons")]
    [InlineData("issuingDistributionPoint=critical,@point\n[point]\nfullname=URI:http://elsewhere.example/x.crl", "another part")]
    [InlineData("2.5.29.27=critical,ASN1:INTEGER:1", "delta")]
    public void AListThatIsNotTheWholeTruthDoesNotCount(string extension, string why)
    {
        X509Certificate2 good = _lab.Issue("good");
        File.AppendAllText(_lab.Path("ca.cnf"), $"\n[odd]\n{extension}\n");
        ChainVerdict verdict = Judge(_lab, good, _lab.List(options: ["-crlexts", "odd"]));
        Expect(verdict, SslErrorCode.RevocationUnknown);
        Assert.Contains(why, verdict.Errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("onlyuser=TRUE")]
    [InlineData("fullname=URI:http://127.0.0.1:WEB/root.crl")]
    public void AListOfTheRightPartCounts(string point)
    {
        X509Certificate2 bad = _lab.Issue("bad");
        _lab.Revoke("bad");
        File.AppendAllText(_lab.Path("ca.cnf"),
            $"\n[part]\nissuingDistributionPoint=critical,@point\n[point]\n{point.Replace("WEB", _lab.WebPort.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)}\n");
        Expect(Judge(_lab, bad, _lab.List(options: ["-crlexts", "part"])), SslErrorCode.CertificateRevoked);
    }

    [Fact]
    public void AnIssuerThatMustNotSignListsSignsNone()
    {
        TestCertificate root = TestCertificate.Root("CN=Root", new CertificateShape { Usage = X509KeyUsageFlags.KeyCertSign });
        TestCertificate leaf = root.Leaf();
        var builder = new CertificateRevocationListBuilder();
        // .NET will not make such a list, so another certificate of the same authority makes it.
        using X509Certificate2 issuer = TestCertificate.Root("CN=Root", new CertificateShape { KeyOf = root })
            .Certificate.CopyWithPrivateKey(root.Key);
        byte[] made = builder.Build(issuer, 1, DateTimeOffset.UtcNow.AddDays(1), System.Security.Cryptography.HashAlgorithmName.SHA256);
        ParsedCertificate parsed = ParsedCertificate.Of(root.Certificate);
        Assert.Contains("must not sign revocation lists",
            new CrlCheck(ParsedCertificate.Of(leaf.Certificate), root.Certificate, parsed, strict: false).Judge([RevocationList.Of(made)],
                DateTime.UtcNow)?.What, StringComparison.Ordinal);
    }

    [Fact]
    public void TheWholeChainIsAskedForWhenWanted()
    {
        X509Certificate2 middle = _lab.Issue("middle", "middle");
        _lab.Revoke("middle", "cACompromise");
        string list = _lab.List();
        Peer.Run("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", _lab.Path("end.key"), "-subj", "/CN=end", "-config",
            "/dev/null", "-out", _lab.Path("end.csr"));
        Peer.Run("openssl", "x509", "-req", "-in", _lab.Path("end.csr"), "-CA", _lab.Path("middle.pem"), "-CAkey", _lab.Path("middle.key"),
            "-days", "5", "-out", _lab.Path("end.pem"));
        X509Certificate2 end = X509Certificate2.CreateFromPem(File.ReadAllText(_lab.Path("end.pem")));
        ChainVerdict verdict = new ChainInquiry(RevocationOptions.For(new SslTrustOptions
            { CrlFile = [list], CheckCrl = SslCrlCheck.Chain }, RevocationOptions.Default)).Judge(_lab.Request(end, middle));
        Assert.Equal(new[] { (0, SslErrorCode.RevocationUnknown), (1, SslErrorCode.CertificateRevoked) },
            verdict.Errors.Select(e => (e.Depth, e.Code)));
    }

    [Theory]
    [InlineData("cert", "a certificate")]
    [InlineData("text", "only text that is not PEM")]
    [InlineData("key", "a private key")]
    [InlineData("", "empty")]
    public void WhatIsNoListSaysWhatItIs(string kind, string holds)
    {
        _lab.Issue("good");
        string file = kind switch { "cert" => _lab.Path("good.pem"), "key" => _lab.Path("good.key"), _ => _lab.Path("other.txt") };
        if (kind is "text" or "")
            File.WriteAllText(file, kind);
        SslException e = Assert.Throws<SslException>(() => RevocationListFile.Read(file, "CrlFile"));
        Assert.Equal(SslErrorCode.FileContent, e.Code);
        Assert.Contains(holds, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EveryCutIsRefused()
    {
        _lab.Issue("bad");
        _lab.Revoke("bad");
        string der = _lab.Path("whole.der");
        Peer.Run("openssl", "crl", "-in", _lab.List(), "-outform", "DER", "-out", der);
        byte[] whole = File.ReadAllBytes(der);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<FormatException>(() => RevocationList.Of(whole[..length]));
    }

    private static ChainVerdict Judge(RevocationLab lab, X509Certificate2 leaf, string list) =>
        new ChainInquiry(RevocationOptions.For(new SslTrustOptions { CrlFile = [list] }, RevocationOptions.Default)).Judge(
            lab.Request(leaf));

    private static void Expect(ChainVerdict verdict, params SslErrorCode[] codes) =>
        Assert.Equal(codes, verdict.Errors.Select(e => e.Code));
}
