using System;
using PSSsl.X509;
using PSSsl.X509.Der;
using Xunit;

namespace PSSsl.Tests.X509;

/// <summary>DER's one form (X.690, 8 to 10), the same wherever something is read, judged or written.</summary>
public class DerRulesTests
{
    [Theory]
    [InlineData("0603800102", "superfluous leading zero")]
    [InlineData("06032A8001", "superfluous leading zero")]
    [InlineData("0600", "does not end")]
    [InlineData("060181", "does not end")]
    [InlineData("2303030141", "in pieces")]
    [InlineData("240504030102FF", "in pieces")]
    [InlineData("2C030C0141", "in pieces")]
    [InlineData("3203120131", "in pieces")]
    [InlineData("3303130141", "in pieces")]
    [InlineData("3603160141", "in pieces")]
    [InlineData("2203020101", "in pieces")]
    [InlineData("2100", "in pieces")]
    [InlineData("2500", "in pieces")]
    [InlineData("26032A0304", "in pieces")]
    [InlineData("370F170D3236303130313030303030305A", "in pieces")]
    [InlineData("1000", "written as a value")]
    [InlineData("1100", "written as a value")]
    [InlineData("0000", "end of contents")]
    [InlineData("3080020101", "indefinite")]
    [InlineData("30800000", "indefinite")]
    [InlineData("308103020101", "more bytes than needed")]
    [InlineData("30820003020101", "more bytes than needed")]
    [InlineData("0101FE", "neither 00 nor FF")]
    [InlineData("0102FFFF", "neither 00 nor FF")]
    [InlineData("0200", "empty integer")]
    [InlineData("02020001", "superfluous leading zero")]
    [InlineData("0202FF80", "superfluous leading FF")]
    [InlineData("0A020001", "superfluous leading zero")]
    [InlineData("0300", "impossible length")]
    [InlineData("030108", "impossible length")]
    [InlineData("030101", "impossible length")]
    [InlineData("03020781", "unused")]
    [InlineData("050100", "NULL with content")]
    [InlineData("3F0100", "tag number above 30")]
    [InlineData("300402010105", "without length")]
    [InlineData("30050201", "longer than what holds it")]
    [InlineData("02", "without length")]
    public void WhatIsNotDer(string hex, string why)
    {
        byte[] der = Convert.FromHexString(hex);
        Assert.Contains(why, DerRules.FirstBroken(der), StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => DerRules.Check(der, "it"));
        Assert.Contains(why, DerRules.FirstBroken(DerWriter.Sequence(DerWriter.Sequence(), der)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("06022A03")]
    [InlineData("0606672A81800001")]
    [InlineData("30030101FF")]
    [InlineData("02020080")]
    [InlineData("0202FF7F")]
    [InlineData("030100")]
    [InlineData("03020780")]
    [InlineData("0500")]
    [InlineData("3100")]
    [InlineData("800100")]
    [InlineData("A0023000")]
    public void WhatIsDer(string hex)
    {
        Assert.Null(DerRules.FirstBroken(Convert.FromHexString(hex)));
        DerRules.Check(Convert.FromHexString(hex), "it");
    }

    [Fact]
    public void NestingAndNumbersAreBounded()
    {
        byte[] deep = [0x05, 0x00];
        for (int i = 0; i < 40; i++)
            deep = DerWriter.Sequence(deep);
        Assert.Contains("nested deeper", DerRules.FirstBroken(deep), StringComparison.Ordinal);
        var many = new byte[2 * 200_001];
        for (int i = 0; i < many.Length; i += 2)
            many[i] = 0x05;
        Assert.Contains("more than 200000 elements", DerRules.FirstBroken(many), StringComparison.Ordinal);
    }
}
