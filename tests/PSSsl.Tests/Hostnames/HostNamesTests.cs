using System.Linq;
using PSSsl.Hostnames;
using Xunit;

namespace PSSsl.Tests.Hostnames;

/// <summary>A host's name as it is looked up and sent.</summary>
public class HostNamesTests
{
    [Theory]
    [InlineData("www.example.org", "www.example.org")]
    [InlineData("www.example.org.", "www.example.org.")]
    [InlineData("b\u00fccher.example", "xn--bcher-kva.example")]
    [InlineData("127.0.0.1", "127.0.0.1")]
    [InlineData("127.0.0.1.", "127.0.0.1")]
    public void ANameIsLookedUpInItsAsciiForm(string host, string looked) => Assert.Equal(looked, HostNames.ToAscii(host));

    [Theory]
    [InlineData("", "")]
    [InlineData("www.example.org.", "www.example.org")]
    [InlineData("b\u00fccher.example", "xn--bcher-kva.example")]
    public void ANameIsSentWithoutTheRootsDot(string name, string sent) => Assert.Equal(sent, HostNames.ForSni(name));

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("a b")]
    [InlineData("[::1]")]
    public void NoOtherThingIsSent(string name)
    {
        SslException refused = Assert.Throws<SslException>(() => HostNames.ForSni(name));
        Assert.Equal(SslErrorCode.InvalidOption, refused.Code);
        Assert.NotEmpty(refused.RecommendedAction!);
    }

    [Fact]
    public void ANameOf253CharactersIsTheLongest()
    {
        string longest = string.Join('.', Enumerable.Repeat(new string('a', 62), 4)) + ".a";
        Assert.Equal(253, longest.Length);
        Assert.Equal(longest, HostNames.ForSni(longest));
        Assert.Contains("at most 253", Assert.Throws<SslException>(() => HostNames.ForSni(longest + "a")).Message,
            System.StringComparison.Ordinal);
    }

    [Fact]
    public void AnAddressInBracketsIsNotLookedUp() =>
        Assert.Equal(SslErrorCode.NameNotFound, Assert.Throws<SslException>(() => HostNames.ToAscii("[::1]")).Code);
}
