using System.Linq;
using PSSsl.Audit;
using PSSsl.Ciphers;
using Xunit;

namespace PSSsl.Tests.Audit;

/// <summary>Whether a prime is small is known only of the prime that was seen.</summary>
public class LogjamTests
{
    [Theory]
    [InlineData("TLSv1_2", 1024, SslWeaknessState.Vulnerable)]
    [InlineData("TLSv1_2", 2048, SslWeaknessState.NotVulnerable)]
    // ffdhe2048 in TLS 1.3 says nothing of what TLS 1.2 takes.
    [InlineData("TLSv1_3", 2048, SslWeaknessState.Unknown)]
    public void GoesByThePrimeOfOlderVersions(string protocol, int bits, SslWeaknessState expected)
    {
        var facts = new ServerFacts();
        facts.Add(new[] { new SslServerSuite { Protocol = "TLSv1_2", Cipher = SuiteRegistry.ById(0x009E) } });
        facts.Add(new[] { new SslServerGroup { Protocol = protocol, Bits = bits } });
        DerivedWeaknesses.Logjam(facts, areSuitesWhole: true);
        Assert.Equal(expected, facts.Weaknesses.Single().State);
    }

    [Fact]
    public void NothingIsNotVulnerableWhereSuitesAreMissing()
    {
        var facts = new ServerFacts();
        DerivedWeaknesses.Logjam(facts, areSuitesWhole: false);
        Assert.Equal(SslWeaknessState.Unknown, facts.Weaknesses.Single().State);
    }
}
