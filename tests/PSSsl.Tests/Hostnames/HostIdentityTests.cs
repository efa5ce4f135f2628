using System.Net;
using PSSsl.Hostnames;
using Xunit;

namespace PSSsl.Tests.Hostnames;

/// <summary>A host is read once: what is connected to is what is verified.</summary>
public sealed class HostIdentityTests
{
    /// <summary>Of these programs read different addresses.</summary>
    [Theory]
    [InlineData("127.0.0.010")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("127.8")]
    [InlineData("2130706433")]
    [InlineData("127.0.0.1.5")]
    [InlineData("127.0.0.256")]
    [InlineData("fe80::1%")]
    [InlineData("::1]")]
    [InlineData("[::1")]
    [InlineData("host.0x1f")]
    [InlineData("host.7")]
    [InlineData("127.0.0.\uff11")]
    public void WhatIsAmbiguousIsNoHost(string host) => Assert.False(HostIdentity.TryRead(host, acceptsBrackets: true, out _, out _));

    [Theory]
    [InlineData("@", "not a URL")]
    [InlineData("@host", "not a URL")]
    [InlineData("host@", "not a URL")]
    [InlineData("/", "not a URL")]
    [InlineData("/host", "not a URL")]
    [InlineData("host/path", "not a URL")]
    [InlineData("", "No host name was given.")]
    [InlineData(".", "No host name was given.")]
    [InlineData("[]", "No host name was given.")]
    [InlineData("\0", "A host name with a NUL character matches nothing.")]
    [InlineData("a\0b", "A host name with a NUL character matches nothing.")]
    [InlineData(":", "':' is not an IPv6 address.")]
    [InlineData("%", "'%' is not")]
    [InlineData("%a:", "'%a:' is not an IPv6 address.")]
    [InlineData("::1%", "'::1%' is not an IPv6 address.")]
    [InlineData("1.2.3", "is not an IPv4 address")]
    [InlineData("\uff11", "is not a host name")]
    [InlineData("a b", "is not")]
    public void WhatIsWrongIsNamed(string host, string why)
    {
        Assert.False(HostIdentity.TryRead(host, acceptsBrackets: true, out HostIdentity none, out string said));
        Assert.Null(none);
        Assert.Contains(why, said, System.StringComparison.Ordinal);
    }

    [Fact]
    public void AnInternationalNameThatCannotBeEncodedIsNoHost()
    {
        Assert.False(HostIdentity.TryRead(new string('\u00fc', 64) + ".example", acceptsBrackets: true, out _, out string why));
        Assert.Contains("is not an international host name", why, System.StringComparison.Ordinal);
    }

    /// <summary>Brackets are an URI's; the manual's schemes take them for no name.</summary>
    [Theory]
    [InlineData("[::1]", true, true)]
    [InlineData("[::1]", false, false)]
    [InlineData("host]", true, false)]
    [InlineData("host]", false, false)]
    public void BracketsAreForThoseWhoTakeThem(string host, bool accepts, bool isOne) =>
        Assert.Equal(isOne, HostIdentity.TryRead(host, accepts, out _, out _));

    /// <summary>A name is not an address because it has digits, or an x, at its end.</summary>
    [Theory]
    [InlineData("host.0x")]
    [InlineData("host.1x2")]
    [InlineData("host.ax1")]
    [InlineData("host.x7")]
    [InlineData("host.0a")]
    [InlineData("7host")]
    [InlineData("0x7g")]
    public void WhatEndsInNoNumberIsAName(string host)
    {
        Assert.True(HostIdentity.TryRead(host, acceptsBrackets: true, out HostIdentity identity, out _));
        Assert.Null(identity.Address);
        Assert.Equal(host, identity.Name);
    }

    [Fact]
    public void TheZoneIsPartOfTheWayAlone()
    {
        Assert.True(HostIdentity.TryRead("fe80::1%1", acceptsBrackets: false, out HostIdentity identity, out _));
        Assert.Equal(0, identity.Address!.ScopeId);
        Assert.Equal(1, identity.Route!.ScopeId);
        Assert.Equal("fe80::1", identity.Name);
        Assert.True(HostIdentity.TryRead("fe80::1", acceptsBrackets: false, out HostIdentity without, out _));
        Assert.Equal(0, without.Route!.ScopeId);
    }

    [Theory]
    [InlineData("127.0.0.10", "127.0.0.10")]
    [InlineData("fe80::1%1", "fe80::1")]
    [InlineData("[fe80::1%1]", "fe80::1")]
    public void AnAddressIsVerifiedAsItIsConnectedTo(string host, string verified)
    {
        Assert.True(HostIdentity.TryRead(host, acceptsBrackets: true, out HostIdentity identity, out _));
        Assert.Equal(IPAddress.Parse(verified).GetAddressBytes(), identity.Address!.GetAddressBytes());
        Assert.Equal(identity.Address.GetAddressBytes(), identity.Route!.GetAddressBytes());
    }
}
