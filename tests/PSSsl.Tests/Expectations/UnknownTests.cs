using System;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Expectations;
using PSSsl.Trust;
using Xunit;

namespace PSSsl.Tests.Expectations;

/// <summary>What could not be found out meets no expectation, and no contrary of one.</summary>
public class UnknownTests
{
    private static readonly string[] s_operators = ["offer", "version", "cipher", "expiry", "hostname", "validity"];

    public static TheoryData<string, string> All
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (string name in s_operators)
            {
                foreach (SslErrorCode code in Enum.GetValues<SslErrorCode>())
                    data.Add(name, code.ToString());
            }

            return data;
        }
    }

    /// <summary>Whatever goes wrong on the way, and in the handshake after a hello was taken up.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public async Task AnErrorAnswersNothing(string name, string code)
    {
        foreach (SslPhase phase in new[] { SslPhase.Connect, SslPhase.StartTls, SslPhase.Handshake })
        {
            foreach (bool tookUp in new[] { false, true })
            {
                foreach (bool negate in new[] { false, true })
                {
                    var probe = new FakeProbe((_, _) => FakeProbe.Failed(Enum.Parse<SslErrorCode>(code), phase, tookUp));
                    ExpectationResult outcome = await Make(name).JudgeAsync(FakeProbe.Host, negate, probe);
                    Assert.False(outcome.IsMet, $"{phase} {tookUp} {negate}");
                    Assert.StartsWith("that could not be found out: ", outcome.Seen, StringComparison.Ordinal);
                }
            }
        }
    }

    /// <summary>A host may refuse one version or suite; who refuses everything has told nothing about one.</summary>
    [Theory]
    [InlineData("version")]
    [InlineData("cipher")]
    public async Task WhoRefusesAllTellsNothing(string name)
    {
        foreach (SslAlert alert in Enum.GetValues<SslAlert>())
        {
            foreach (bool negate in new[] { false, true })
                Assert.False((await Make(name).JudgeAsync(FakeProbe.Host, negate, new FakeProbe((_, _) => FakeProbe.Alert(alert)))).IsMet,
                    alert.ToString());
        }
    }

    /// <summary>Of what a server can say to one version only these are refusals; of anything else nobody knows what it means.</summary>
    [Fact]
    public async Task FewAlertsAreRefusals()
    {
        SslAlert[] refusals =
            [SslAlert.protocol_version, SslAlert.handshake_failure, SslAlert.insufficient_security, SslAlert.internal_error];
        foreach (SslAlert alert in Enum.GetValues<SslAlert>())
        {
            var probe = new FakeProbe((versions, _) => versions.Length > 1 ? FakeProbe.Agreed(SslVersion.TLSv1_3) : FakeProbe.Alert(alert));
            Assert.True(refusals.Contains(alert) == (await Make("version").JudgeAsync(FakeProbe.Host, negate: true, probe)).IsMet,
                alert.ToString());
            Assert.False((await Make("version").JudgeAsync(FakeProbe.Host, negate: false, probe)).IsMet);
        }
    }

    /// <summary>Who likes none of the suites that are spoken here may have the version with another one.</summary>
    [Fact]
    public async Task WhoTakesASuiteThatNobodySpeaksHasTheVersion()
    {
        var probe = new FakeProbe((versions, list) => versions.Length > 1 ? FakeProbe.Agreed(SslVersion.TLSv1_2)
            : list == "UNSPOKEN" ? FakeProbe.Alert(SslAlert.internal_error, fromPeer: false, tookUp: true)
            : FakeProbe.Alert(SslAlert.handshake_failure));
        ExpectationResult outcome = await Make("version").JudgeAsync(FakeProbe.Host, negate: true, probe);
        Assert.False(outcome.IsMet);
        Assert.Contains("RC4", outcome.Seen, StringComparison.Ordinal);
        Assert.False((await Make("version").JudgeAsync(FakeProbe.Host, negate: false, probe)).IsMet);
    }

    [Fact]
    public async Task WhoThenSaysNothingOfUseHasNotRefused()
    {
        var probe = new FakeProbe((versions, list) => versions.Length > 1 ? FakeProbe.Agreed(SslVersion.TLSv1_2)
            : list == "UNSPOKEN" ? FakeProbe.Failed(SslErrorCode.PeerVanished) : FakeProbe.Alert(SslAlert.handshake_failure));
        Assert.False((await Make("version").JudgeAsync(FakeProbe.Host, negate: true, probe)).IsMet);
    }

    [Fact]
    public async Task WhoHangsUpOnceMayHaveBeenDisturbed()
    {
        int times = 0;
        var probe = new FakeProbe((versions, _) => versions.Length > 1 ? FakeProbe.Agreed(SslVersion.TLSv1_2) : times++ == 0
            ? FakeProbe.Failed(SslErrorCode.PeerVanished) : FakeProbe.Agreed(SslVersion.TLSv1));
        ExpectationResult outcome = await Make("version").JudgeAsync(FakeProbe.Host, negate: true, probe);
        Assert.False(outcome.IsMet);
        Assert.Equal("it negotiated TLSv1 (ECDHE-RSA-AES256-GCM-SHA384)", outcome.Seen);
    }

    [Fact]
    public async Task WhoHangsUpTwiceAndAgreesInBetweenRefuses()
    {
        var probe = new FakeProbe((versions, _) => versions.Length > 1 ? FakeProbe.Agreed(SslVersion.TLSv1_2)
            : FakeProbe.Failed(SslErrorCode.PeerVanished));
        Assert.True((await Make("version").JudgeAsync(FakeProbe.Host, negate: true, probe)).IsMet);
        Assert.Equal(["TLSv1", "TLSv1_3,TLSv1_2,TLSv1_1,TLSv1,SSLv3", "TLSv1"], probe.Asked);
    }

    /// <summary>It refuses alone what it takes among others: something is odd, and it has the version.</summary>
    [Fact]
    public async Task AVersionThatIsTakenAmongOthersIsThere()
    {
        var probe = new FakeProbe((versions, _) => versions.Length > 1 ? FakeProbe.Agreed(SslVersion.TLSv1)
            : FakeProbe.Alert(SslAlert.handshake_failure));
        foreach (bool negate in new[] { false, true })
            Assert.False((await Make("version").JudgeAsync(FakeProbe.Host, negate, probe)).IsMet);
    }

    [Fact]
    public async Task ACipherThatIsTakenAmongOthersIsThere()
    {
        var probe = new FakeProbe((_, list) => list!.Contains("DEFAULT", StringComparison.Ordinal)
            ? FakeProbe.Agreed(SslVersion.TLSv1_2, "DES-CBC3-SHA") : FakeProbe.Alert(SslAlert.handshake_failure));
        foreach (bool negate in new[] { false, true })
            Assert.False((await Make("cipher").JudgeAsync(FakeProbe.Host, negate, probe)).IsMet);
    }

    [Theory]
    [InlineData("GOST")]
    [InlineData("PSK")]
    [InlineData("3DES:GOST")]
    public async Task WhatCannotBeOfferedIsNotRefused(string words)
    {
        var probe = new FakeProbe((versions, list) => list!.Contains("DEFAULT", StringComparison.Ordinal)
            ? FakeProbe.Agreed(SslVersion.TLSv1_2) : FakeProbe.Alert(SslAlert.handshake_failure));
        ExpectationResult outcome = await new CipherExpectation([words]).JudgeAsync(FakeProbe.Host, negate: true, probe);
        Assert.False(outcome.IsMet);
        Assert.Contains("can be offered", outcome.Seen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OnlyItsOwnWordsSayThatAServerHasNoTls()
    {
        var error = new SslException(SslErrorCode.PeerNotTls, SslPhase.Handshake, "fake.example:8443 answers in plain text.");
        foreach (bool says in new[] { false, true })
        {
            error.SaysNoTls = says;
            Assert.Equal(says,
                (await Make("offer")
                    .JudgeAsync(FakeProbe.Host, negate: true, new FakeProbe((_, _) => new ProbeAnswer { Error = error }))).IsMet);
            Assert.False((await Make("offer")
                .JudgeAsync(FakeProbe.Host, negate: false, new FakeProbe((_, _) => new ProbeAnswer { Error = error }))).IsMet);
        }

        // It answers every stranger in plain text, also if it has STARTTLS.
        ExpectationSubject mail = ExpectationSubject.Of(new PSSsl.Sockets.HostAndPort("fake.example", 25), null, null);
        Assert.False(
            (await Make("offer").JudgeAsync(mail, negate: true, new FakeProbe((_, _) => new ProbeAnswer { Error = error }))).IsMet);
    }

    private static Expectation Make(string name) => name switch
    {
        "offer" => new OfferExpectation(),
        "version" => new VersionExpectation([SslVersion.TLSv1]),
        "cipher" => new CipherExpectation(["3DES"]),
        "expiry" => new ExpiryExpectation(DateTime.UtcNow.AddDays(30), DateTime.UtcNow),
        "hostname" => new HostnameExpectation(["www.example.org"], HostnameScheme.Default),
        _ => new ValidityExpectation(null, new TrustPolicy { Anchors = TrustAnchors.None }, isAnew: false, namesAreAsked: true),
    };
}
