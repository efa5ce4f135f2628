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
        Assert.Equal(2, PublicSuffixes.CountLabels("co.uk"));
        Assert.Equal(1, PublicSuffixes.CountLabels("com"));
        Assert.Equal(1, PublicSuffixes.CountLabels("unknown"));
        Assert.Equal(1, PublicSuffixes.CountLabels("a.b.c.unknown"));
        Assert.False(PublicSuffixes.IsBelowOne("*.co.uk"));
        Assert.True(PublicSuffixes.IsBelowOne("*.example.co.uk"));
    }

    /// <summary>Empty labels, which no host has, make no suffix longer.</summary>
    [Theory]
    [InlineData("www.co.uk", false)]
    [InlineData("www..co.uk", false)]
    [InlineData("www...co.uk", false)]
    [InlineData(".www.co.uk", false)]
    [InlineData("www.co.uk.", false)]
    [InlineData("www.co..uk", false)]
    [InlineData("a.b.c.d.e.f.g.h.uk", true)]
    [InlineData(".......com", false)]
    [InlineData(".a.b.example.co.uk", true)]
    [InlineData("", false)]
    public void EmptyLabelsCountForNothing(string host, bool below) => Assert.Equal(below, PublicSuffixes.IsBelowOne(host));
}
