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
    public void WhatIsAmbiguousIsNoHost(string host) => Assert.False(HostIdentity.TryRead(host, acceptsBrackets: true, out _, out _));

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
