using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Hostnames;

/// <summary>Where to connect, as people write it.</summary>
public sealed class HostAndPortTests
{
    /// <summary>RFC 6874, 2: in a URI the mark of a zone is escaped.</summary>
    [Theory]
    [InlineData("https://[fe80::1%25eth0]/", "fe80::1%eth0")]
    [InlineData("https://[fe80::1%25eth0]:443/x", "fe80::1%eth0")]
    [InlineData("[fe80::1%eth0]:443", "fe80::1%eth0")]
    public void AZoneIsKept(string text, string host) => Assert.Equal(host, HostAndPort.Parse(text, null, 443).Host);

    [Theory]
    [InlineData("127.0.0.010")]
    [InlineData("0x7f.1")]
    [InlineData("127.8:443")]
    [InlineData("https://2130706433/")]
    public void WhatIsAmbiguousIsRefused(string text) =>
        Assert.Equal(SslErrorCode.InvalidOption, Assert.Throws<SslException>(() => HostAndPort.Parse(text, null, 443)).Code);
}
