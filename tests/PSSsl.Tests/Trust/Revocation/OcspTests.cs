using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Tests.Interop;
using PSSsl.Trust;
using PSSsl.Trust.Fetching;
using PSSsl.Trust.Revocation;
using PSSsl.X509;
using Xunit;

namespace PSSsl.Tests.Trust.Revocation;

/// <summary>OCSP responses, stapled and fetched; OpenSSL makes the responses and is the responder.</summary>
public sealed class OcspTests : IDisposable
{
    private readonly RevocationLab _lab;

    public OcspTests()
    {
        Peer.Require("openssl");
        _lab = new RevocationLab();
    }

    public void Dispose() => _lab.Dispose();

    [Fact]
    public void AGoodStapleIsEnough()
    {
        X509Certificate2 good = _lab.Issue("good");
        (ChainVerdict verdict, SslOcspResponse? response) = Stapled(good, _lab.Respond("good"), SslOcspMode.Must);
        Expect(verdict);
        Assert.Equal((SslOcspStatus.Good, true, "CN=Lab root"), (response!.Status, response.Stapled, response.Responder));
        Assert.NotNull(response.NextUpdate);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(SslOcspMode.Try)]
    [InlineData(SslOcspMode.Must)]
    public void AStapleThatSaysRevokedRefusesAlways(SslOcspMode? mode)
    {
        X509Certificate2 bad = _lab.Issue("bad");
        _lab.Revoke("bad", "superseded");
        (ChainVerdict verdict, SslOcspResponse? response) = Stapled(bad, _lab.Respond("bad"), mode);
        Expect(verdict, SslErrorCode.CertificateRevoked);
        Assert.Contains("superseded", verdict.Errors[0].Message, StringComparison.Ordinal);
        Assert.Equal(("superseded", SslOcspStatus.Revoked), (response!.Reason, response.Status));
    }

    [Fact]
    public void UnlessNobodyWantsToKnow()
    {
        X509Certificate2 bad = _lab.Issue("bad");
        _lab.Revoke("bad");
        Expect(Stapled(bad, _lab.Respond("bad"), SslOcspMode.Off).Verdict);
    }

    [Fact]
    public void ADelegatedResponderIsBelieved()
    {
        X509Certificate2 good = _lab.Issue("good");
        _lab.Issue("signer", "responder");
        (ChainVerdict verdict, SslOcspResponse? response) = Stapled(good, _lab.Respond("good", "signer"), SslOcspMode.Must);
        Expect(verdict);
        Assert.Equal("CN=signer", response!.Responder);
        Expect(Stapled(good, _lab.Respond("good", "signer", "-ndays", "1", "-resp_key_id"), SslOcspMode.Must).Verdict);
    }

    [Fact]
    public void SomebodyElseIsNot()
    {
        X509Certificate2 good = _lab.Issue("good");
        // Certified by the authority, but not for this.
        _lab.Issue("other");
        Unusable(good, _lab.Respond("good", "other"), "not certified for signing responses");
        // For this, but by another authority of the same name.
        using var stranger = new RevocationLab();
        stranger.Issue("signer", "responder");
        File.Copy(stranger.Path("signer.pem"), _lab.Path("signer.pem"));
        File.Copy(stranger.Path("signer.key"), _lab.Path("signer.key"));
        Unusable(good, _lab.Respond("good", "signer"), "not certified by the certificate's issuer");
        // The other authority itself.
        Unusable(good, stranger.RespondFor(_lab, "good"), null);
    }

    [Fact]
    public void AnAnswerForAnotherCertificateSaysNothing()
    {
        X509Certificate2 good = _lab.Issue("good");
        _lab.Issue("second");
        Unusable(good, _lab.Respond("second"), "about other certificates");
    }

    [Fact]
    public void AStaleAnswerSaysNothing()
    {
        X509Certificate2 good = _lab.Issue("good");
        byte[] response = _lab.Respond("good");
        ParsedCertificate leaf = ParsedCertificate.Of(good), root = ParsedCertificate.Of(_lab.Root);
        Assert.Equal(SslOcspStatus.Good, OcspJudge.Judge(response, true, leaf, _lab.Root, root, DateTime.UtcNow, null).Status);
        Assert.Contains("stale", OcspJudge.Judge(response, true, leaf, _lab.Root, root, DateTime.UtcNow.AddDays(2), null).Fault,
            StringComparison.Ordinal);
        Assert.Contains("future", OcspJudge.Judge(response, true, leaf, _lab.Root, root, DateTime.UtcNow.AddDays(-2), null).Fault,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AChangedAnswerSaysNothing()
    {
        X509Certificate2 good = _lab.Issue("good");
        byte[] response = _lab.Respond("good");
        ParsedCertificate leaf = ParsedCertificate.Of(good), root = ParsedCertificate.Of(_lab.Root);
        for (int i = 0; i < response.Length; i++)
        {
            byte[] changed = (byte[])response.Clone();
            changed[i] ^= 0x01;
            SslOcspResponse judged = OcspJudge.Judge(changed, true, leaf, _lab.Root, root, DateTime.UtcNow, null);
            // Outside of what is signed only the certificates that come along, and the algorithm's parameters, may change without notice.
            if (judged.Fault is null)
                Assert.Equal(SslOcspStatus.Good, judged.Status);
            Assert.Equal(SslOcspStatus.None, OcspJudge.Judge(response[..i], true, leaf, _lab.Root, root, DateTime.UtcNow, null).Status);
        }
    }

    [Fact]
    public void WhatIsNotKnownIsAFaultWhereItMustBeGood()
    {
        X509Certificate2 good = _lab.Issue("good");
        File.WriteAllText(_lab.Path("index.txt"), string.Empty);
        byte[] unknown = _lab.Respond("good");
        Expect(Stapled(good, unknown, null).Verdict);
        using OddWeb responder = _lab.StartResponder();
        Expect(Stapled(good, null, SslOcspMode.Must).Verdict, SslErrorCode.RevocationUnknown);
        Expect(Stapled(good, null, SslOcspMode.Try).Verdict);
    }

    [Fact]
    public void AResponderIsAskedWhereNothingIsStapled()
    {
        X509Certificate2 good = _lab.Issue("good"), bad = _lab.Issue("bad");
        _lab.Revoke("bad");
        using OddWeb responder = _lab.StartResponder();
        (ChainVerdict verdict, SslOcspResponse? response) = Stapled(good, null, SslOcspMode.Must);
        Expect(verdict);
        Assert.False(response!.Stapled);
        Expect(Stapled(bad, null, SslOcspMode.Try).Verdict, SslErrorCode.CertificateRevoked);
        Expect(Stapled(bad, null, SslOcspMode.FullChain).Verdict, SslErrorCode.CertificateRevoked);
        // Nobody is asked who was not to be.
        Expect(Stapled(bad, null, null).Verdict);
    }

    [Fact]
    public void ALongQuestionIsPosted()
    {
        X509Certificate2 good = _lab.Issue("good");
        using OddWeb responder = _lab.StartResponder();
        ParsedCertificate leaf = ParsedCertificate.Of(good), root = ParsedCertificate.Of(_lab.Root);
        var request = new OcspRequest(leaf, root);
        byte[] answer = new HttpFetcher(FetchWay.Direct, TimeSpan.FromSeconds(10), default,
            TestContext.Current.CancellationToken).Post($"http://127.0.0.1:{_lab.OcspPort}/", request.Encoded, "application/ocsp-request",
            64 * 1024);
        Assert.Equal(SslOcspStatus.Good, OcspJudge.Judge(answer, false, leaf, _lab.Root, root, DateTime.UtcNow, request.Nonce).Status);
        // An answer to somebody else's question.
        Assert.Contains("nonce", OcspJudge.Judge(answer, false, leaf, _lab.Root, root, DateTime.UtcNow, new OcspRequest(leaf, root).Nonce)
            .Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void AResponderThatIsNotThereIsPassedOverOrNot()
    {
        X509Certificate2 good = _lab.Issue("good");
        Expect(Stapled(good, null, SslOcspMode.Try).Verdict);
        ChainVerdict verdict = Stapled(good, null, SslOcspMode.Must).Verdict;
        Expect(verdict, SslErrorCode.RevocationUnknown);
        Assert.Contains($"127.0.0.1:{_lab.OcspPort}", verdict.Errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("refuses")]
    [InlineData("silent")]
    [InlineData("endless")]
    [InlineData("moved")]
    [InlineData("missing")]
    [InlineData("nowhere")]
    [InlineData("wordy")]
    public void AResponderThatMisbehavesIsToldOf(string how)
    {
        X509Certificate2 good = _lab.Issue("good");
        using var web = new OddWeb(_lab.OcspPort, how);
        var fetcher = new HttpFetcher(FetchWay.Direct, TimeSpan.FromMilliseconds(how == "silent" ? 300 : 5000), default,
            TestContext.Current.CancellationToken);
        var sources = new RevocationSources(fetcher);
        ChainRequest request = _lab.Request(good);
        RevocationCheck check = RevocationCheck.Run(request, new ChainVerdict([good, _lab.Root], []), new RevocationOptions
            { Ocsp = SslOcspMode.Must }, sources);
        SslVerifyError fault = Assert.Single(check.Faults);
        Assert.Equal(SslErrorCode.RevocationUnknown, fault.Code);
        Assert.InRange(fault.Message.Length, 50, 700);
    }

    [Fact]
    public void AMustStapleCertificateWithoutStapleIsRefused()
    {
        X509Certificate2 leaf = _lab.Issue("stapled", "staple");
        ChainVerdict verdict = Stapled(leaf, null, null).Verdict;
        Expect(verdict, SslErrorCode.RevocationUnknown);
        Assert.Contains("must-staple", verdict.Errors[0].Message, StringComparison.Ordinal);
        Expect(Stapled(leaf, null, SslOcspMode.Off).Verdict);
        Expect(Stapled(leaf, _lab.Respond("stapled"), null).Verdict);
        Expect(Stapled(leaf, [1, 2, 3], null).Verdict, SslErrorCode.RevocationUnknown);
    }

    [Fact]
    public void AListIsFetchedWhenAskedFor()
    {
        X509Certificate2 good = _lab.Issue("good"), bad = _lab.Issue("bad");
        _lab.Revoke("bad");
        Peer.Run("openssl", "crl", "-in", _lab.List(), "-outform", "DER", "-out", _lab.Path("root.crl"));
        using var web = new OddWeb(_lab.WebPort, File.ReadAllBytes(_lab.Path("root.crl")));
        RevocationOptions options = RevocationOptions.For(new SslTrustOptions { FetchCrl = true }, RevocationOptions.Default);
        Expect(new ChainInquiry(options).Judge(_lab.Request(good)));
        Expect(new ChainInquiry(options).Judge(_lab.Request(bad)), SslErrorCode.CertificateRevoked);
        // Until it is stale it is not fetched again.
        Assert.Equal(1, web.Requests);
    }

    [Fact]
    public void AFalseListIsNotKept()
    {
        X509Certificate2 good = _lab.Issue("good");
        using var stranger = new RevocationLab();
        Peer.Run("openssl", "crl", "-in", stranger.List(), "-outform", "DER", "-out", _lab.Path("false.crl"));
        RevocationOptions options = RevocationOptions.For(new SslTrustOptions { FetchCrl = true }, RevocationOptions.Default);
        using (new OddWeb(_lab.WebPort, File.ReadAllBytes(_lab.Path("false.crl"))))
            Expect(new ChainInquiry(options).Judge(_lab.Request(good)), SslErrorCode.RevocationUnknown);
        Peer.Run("openssl", "crl", "-in", _lab.List(), "-outform", "DER", "-out", _lab.Path("root.crl"));
        using (new OddWeb(_lab.WebPort, File.ReadAllBytes(_lab.Path("root.crl"))))
            Expect(new ChainInquiry(options).Judge(_lab.Request(good)));
    }

    [Fact]
    public void AMissingIssuerIsFetchedWhenAskedFor()
    {
        X509Certificate2 middle = _lab.Issue("middle", "middle");
        Peer.Run("openssl", "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", _lab.Path("end.key"), "-subj", "/CN=end", "-config",
            "/dev/null", "-out", _lab.Path("end.csr"));
        File.WriteAllText(_lab.Path("end.cnf"), $"authorityInfoAccess=caIssuers;URI:http://127.0.0.1:{_lab.WebPort}/middle.der\n");
        Peer.Run("openssl", "x509", "-req", "-in", _lab.Path("end.csr"), "-CA", _lab.Path("middle.pem"), "-CAkey", _lab.Path("middle.key"),
            "-days", "5", "-extfile", _lab.Path("end.cnf"), "-out", _lab.Path("end.pem"));
        X509Certificate2 end = X509Certificate2.CreateFromPem(File.ReadAllText(_lab.Path("end.pem")));
        using var web = new OddWeb(_lab.WebPort, middle.RawData);
        Expect(new ChainInquiry(RevocationOptions.Default).Judge(_lab.Request(end)), SslErrorCode.CertificateChainIncomplete);
        Assert.Equal(0, web.Requests);
        ChainVerdict verdict = new ChainInquiry(new RevocationOptions { FetchIssuer = true }).Judge(_lab.Request(end));
        Expect(verdict);
        Assert.Equal(new[] { "CN=end", "CN=middle", "CN=Lab root" }, verdict.Path.Select(c => c.Subject));
    }

    private (ChainVerdict Verdict, SslOcspResponse? Response) Stapled(X509Certificate2 leaf, byte[]? staple, SslOcspMode? mode)
    {
        var inquiry = new ChainInquiry(new RevocationOptions { Ocsp = mode }) { Staple = staple, IsHandshake = true };
        return (inquiry.Judge(_lab.Request(leaf)), inquiry.Response);
    }

    private void Unusable(X509Certificate2 leaf, byte[] staple, string? why)
    {
        (ChainVerdict verdict, SslOcspResponse? response) = Stapled(leaf, staple, null);
        Expect(verdict);
        Assert.Equal(SslOcspStatus.None, response!.Status);
        if (why is not null)
            Assert.Contains(why, response.Fault, StringComparison.Ordinal);
        Expect(Stapled(leaf, staple, SslOcspMode.Must).Verdict, SslErrorCode.RevocationUnknown);
    }

    private static void Expect(ChainVerdict verdict, params SslErrorCode[] codes) =>
        Assert.Equal(codes, verdict.Errors.Select(e => e.Code));
}
