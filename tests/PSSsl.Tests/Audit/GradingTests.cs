using System.Linq;
using PSSsl.Audit;
using Xunit;

namespace PSSsl.Tests.Audit;

/// <summary>SSL Labs' rating guide 2009r.</summary>
public class GradingTests
{
    [Fact]
    public void AGoodServerWithHstsIsAPlus() => Assert.Equal("A+", Grading.Of(Reports.Good).Letter);

    [Fact]
    public void WithoutTls13ItIsAMinus() => Assert.Equal("A-", Grading.Of(Reports.With(versions: ["TLSv1_2"])).Letter);

    [Theory]
    [InlineData("B", new[] { "TLSv1", "TLSv1_2", "TLSv1_3" })]
    [InlineData("C", new[] { "TLSv1" })]
    [InlineData("F", new[] { "SSLv2", "TLSv1_2", "TLSv1_3" })]
    public void OldVersionsCapIt(string letter, string[] versions) => Assert.Equal(letter, Grading.Of(Reports.With(versions)).Letter);

    [Theory]
    [InlineData("C", 0x0005)]
    [InlineData("C", 0x000A)]
    [InlineData("B", 0x009C)]
    public void SuitesCapIt(string letter, int suite) =>
        Assert.Equal(letter, Grading.Of(Reports.With(suites: [("TLSv1_2", suite)])).Letter);

    [Theory]
    [InlineData("Heartbleed")]
    [InlineData("CCS injection")]
    [InlineData("ROBOT")]
    [InlineData("Insecure renegotiation")]
    public void SomeWeaknessesAreTheEnd(string name)
    {
        Assert.Equal("F", Grading.Of(Reports.With(weaknesses: Reports.Weakness(name))).Letter);
        // Whoever does not know does not grade.
        Assert.Equal("?", Grading.Of(Reports.With(weaknesses: Reports.Weakness(name, SslWeaknessState.Unknown))).Letter);
    }

    [Fact]
    public void WhatIsBadEnoughNeedsNoMore()
    {
        SslServerWeakness[] weaknesses = [.. Reports.Weakness("Heartbleed"), .. Reports.Weakness("ROBOT", SslWeaknessState.Unknown)];
        Assert.Equal("F", Grading.Of(Reports.With(weaknesses: weaknesses)).Letter);
    }

    [Fact]
    public void ACertificateThatWasNotSeenMayBeWorse() => Assert.Equal("?",
        Grading.Of(Reports.Without("none", "whether it has a certificate of the kind ECDSA was not found out: silence")).Letter);

    [Fact]
    public void AnAddressThatWasNotCheckedMayBeWorse() =>
        Assert.Equal("?", Grading.Of(Reports.Without("none", "192.0.2.1 could not be checked: it does not speak TLS")).Letter);

    /// <summary>A web server that does not answer is not one that tells browsers to come by TLS alone.</summary>
    [Fact]
    public void HstsThatIsNotKnownIsNotSet() =>
        Assert.Equal("A-", Grading.Of(Reports.Without("none", http: new SslServerHttp { Detail = "the time limit passed" })).Letter);

    [Fact]
    public void WhatIsNotKnownIsNoLack()
    {
        SslGrade grade = Grading.Of(Reports.With(suites: []));
        Assert.Equal("?", grade.Letter);
        Assert.DoesNotContain(grade.Caps, c => c.Contains("no suite", System.StringComparison.Ordinal));
    }

    [Fact]
    public void CertificatesHaveLettersOfTheirOwn()
    {
        Assert.Equal("T",
            Grading.Of(Reports.With(certificates: [Certificates.Make(isTrusted: false, fault: SslErrorCode.CertificateUntrusted)])).Letter);
        Assert.Equal("M",
            Grading.Of(Reports.With(
                certificates: [Certificates.Make(isTrusted: false, isName: false, fault: SslErrorCode.HostnameMismatch)])).Letter);
        Assert.Equal("?", Grading.Of(Reports.With(certificates: [Certificates.Make(isTrusted: null)])).Letter);
        Assert.Equal("B", Grading.Of(Reports.With(certificates: [Certificates.Make(rsaBits: 1024)])).Letter);
    }

    [Fact]
    public void EachCapIsExplained() =>
        Assert.Equal(["B: TLS 1.0 is offered"], Grading.Of(Reports.With(versions: ["TLSv1", "TLSv1_2", "TLSv1_3"])).Caps);
}
