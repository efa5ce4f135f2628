using System.Linq;
using PSSsl.Hostnames;
using Xunit;

namespace PSSsl.Tests.Hostnames;

/// <summary>What a DNS name in a certificate may look like (RFC 5280, 4.2.1.6).</summary>
public class DnsNameFormTests
{
    private static readonly string s_label = new('a', 63);

    [Theory]
    [InlineData("a", false, false)]
    [InlineData("www.example.org", false, false)]
    [InlineData("*.example.org", true, false)]
    [InlineData("AZ-09.example.org", false, false)]
    [InlineData("a_b.example.org", false, true)]
    [InlineData("_.example.org", false, true)]
    [InlineData("1.example", false, false)]
    [InlineData("xn--bcher-kva.example", false, false)]
    public void WhatIsRightHasNoFault(string name, bool star, bool underscore) => Assert.Null(DnsNameForm.FaultIn(name, star, underscore));

    [Theory]
    [InlineData("", true, true, "is empty")]
    [InlineData("a..b", true, true, "has an empty label")]
    [InlineData(".a", true, true, "has an empty label")]
    [InlineData("*.example.org", false, true, "has a star that is not the whole first label")]
    [InlineData("*", true, true, "has a star that is not the whole first label")]
    [InlineData("w*.example.org", true, true, "has a star that is not the whole first label")]
    [InlineData("a.*.org", true, true, "has a star that is not the whole first label")]
    [InlineData("a_b.example.org", true, false, "has a character that host names do not have")]
    [InlineData("a b", true, true, "has a character that host names do not have")]
    [InlineData("b\u00fccher.example", true, true, "has a character that host names do not have")]
    [InlineData("-a.example", true, true, "has a label that begins or ends with a hyphen")]
    [InlineData("a-.example", true, true, "has a label that begins or ends with a hyphen")]
    [InlineData("xn--a.example", true, true, "has a label that begins with xn-- and is not a valid international one")]
    [InlineData("XN--A.example", true, true, "has a label that begins with xn-- and is not a valid international one")]
    [InlineData("1.2.3.4", true, true, "ends as an address does")]
    [InlineData("a.1", true, true, "ends as an address does")]
    public void WhatIsWrongIsNamed(string name, bool star, bool underscore, string fault) =>
        Assert.Equal(fault, DnsNameForm.FaultIn(name, star, underscore));

    [Fact]
    public void LengthsAreCounted()
    {
        Assert.Null(DnsNameForm.FaultIn(s_label + ".example", mayHaveStar: false));
        Assert.Equal("has a label of more than 63 characters", DnsNameForm.FaultIn(s_label + "a.example", mayHaveStar: false));
        string longest = string.Join('.', Enumerable.Repeat(s_label, 3).Append(new string('a', 61)));
        Assert.Equal(253, longest.Length);
        Assert.Null(DnsNameForm.FaultIn(longest, mayHaveStar: false));
        Assert.Equal("is longer than 253 characters", DnsNameForm.FaultIn(longest + "a", mayHaveStar: false));
    }
}
