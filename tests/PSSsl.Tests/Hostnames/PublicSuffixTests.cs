using System.Collections.Generic;
using PSSsl.Hostnames;
using Xunit;

namespace PSSsl.Tests.Hostnames;

public class PublicSuffixTests
{
    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void TheListMeansTheSameHoweverItsLinesEnd(string end)
    {
        (string version, HashSet<string> rules) =
            PublicSuffixes.Parse($"// version 2026-01-02, of a test{end}com{end}// a comment{end}co.uk{end}{end}*.ck{end}!www.ck{end}");
        Assert.Equal("2026-01-02", version);
        Assert.Equal(new[] { "com", "co.uk", "*.ck", "!www.ck" }, rules);
    }

    [Fact]
    public void NoWildcardReachesAcrossAPublicSuffix()
    {
        Assert.Equal(2, PublicSuffixes.CountLabels("victim.co.uk"));
        Assert.False(PublicSuffixes.IsBelowOne("*.co.uk"));
        Assert.True(PublicSuffixes.IsBelowOne("*.example.co.uk"));
    }
}
