using System.Linq;
using PSSsl.Audit.DnsRecords;
using Xunit;

namespace PSSsl.Tests.Audit.DnsRecords;

public sealed class DnsNameTests
{
    [Theory]
    [InlineData("www.example.org", "www.example.org")]
    [InlineData("www.example.org.", "www.example.org")]
    [InlineData("_25._tcp.mx", "_25._tcp.mx")]
    public void StandsAsItIsWritten(string name, string text) => Assert.Equal(text, DnsName.Of(name)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a b")]
    [InlineData("bücher.example")]
    public void WhatIsNoNameIsNone(string name) => Assert.Null(DnsName.Of(name));

    [Fact]
    public void LengthsAreBounded()
    {
        string label = new('a', 63);
        Assert.NotNull(DnsName.Of(label));
        Assert.Null(DnsName.Of(label + "a"));
        string longest = string.Join(".", Enumerable.Repeat(label, 3)) + "." + new string('a', 61);
        Assert.NotNull(DnsName.Of(longest));
        Assert.Null(DnsName.Of(longest + "a"));
        Assert.Null(DnsName.Of(longest)!.Below("_25._tcp"));
    }

    [Fact]
    public void CaseDoesNotMatter()
    {
        Assert.Equal(DnsName.Of("WWW.Example.org"), DnsName.Of("www.example.ORG"));
        Assert.Equal(DnsName.Of("WWW.Example.org")!.GetHashCode(), DnsName.Of("www.example.ORG")!.GetHashCode());
        Assert.NotEqual(DnsName.Of("www.example.org"), DnsName.Of("www.example.com"));
    }

    [Fact]
    public void EndsAtTheRoot()
    {
        DnsName name = DnsName.Of("a.b")!;
        Assert.Equal("b", name.Parent.ToString());
        Assert.True(name.Parent.Parent.IsRoot);
        Assert.Equal(".", name.Parent.Parent.ToString());
    }

    /// <summary>A label that has a dot in it stays one label.</summary>
    [Fact]
    public void NamesBelowAnotherKeepItsLabels()
    {
        var odd = new DnsName([3, (byte)'a', (byte)'.', (byte)'b', 0]);
        Assert.Equal("_25._tcp.a\\.b", odd.Below("_25._tcp")!.ToString());
        Assert.Equal(odd, odd.Below("_25._tcp")!.Parent.Parent);
    }

    /// <summary>Of a server's answer: a terminal does not obey it.</summary>
    [Fact]
    public void WhatIsNotPrintableIsWrittenOut() => Assert.Equal("a\\.\\027\\255", new DnsName([4, (byte)'a', (byte)'.', 27, 255, 0]).ToString());
}
