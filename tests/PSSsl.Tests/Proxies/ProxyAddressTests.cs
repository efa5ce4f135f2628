using PSSsl.Connecting.Proxies;
using Xunit;

namespace PSSsl.Tests.Proxies;

public class ProxyAddressTests
{
    [Theory]
    [InlineData("http://proxy.example:3128", "http://proxy.example:3128", null, null)]
    [InlineData("http://proxy.example:3128/", "http://proxy.example:3128", null, null)]
    [InlineData("HTTPS://proxy.example", "https://proxy.example:443", null, null)]
    [InlineData("proxy.example:8080", "http://proxy.example:8080", null, null)]
    [InlineData(" proxy.example ", "http://proxy.example:80", null, null)]
    [InlineData("socks5://192.0.2.1", "socks5://192.0.2.1:1080", null, null)]
    [InlineData("socks5h://[2001:db8::1]:1081", "socks5h://[2001:db8::1]:1081", null, null)]
    [InlineData("http://bob:secret@proxy.example", "http://proxy.example:80", "bob", "secret")]
    [InlineData("http://bob@proxy.example", "http://proxy.example:80", "bob", "")]
    [InlineData("http://lab%5Cbob:p%40s%3As%2Fw%C3%B6rd%25@proxy.example:1", "http://proxy.example:1", @"lab\bob", "p@s:s/wörd%")]
    [InlineData("http://bob:p@ss:@proxy.example:1", "http://proxy.example:1", "bob", "p@ss:")]
    [InlineData("http://:token@proxy.example:1", "http://proxy.example:1", "", "token")]
    public void IsReadAndNeverShowsWhoAsks(string text, string shown, string? user, string? password)
    {
        ProxyAddress proxy = ProxyAddress.Parse(text, "-Proxy");
        Assert.Equal(shown, proxy.ToString());
        Assert.Equal((user, password), (proxy.Credential?.UserName, proxy.Credential?.Password));
    }

    [Theory]
    [InlineData("ftp://bob:secret@proxy.example")]
    [InlineData("socks4://bob:secret@proxy.example")]
    [InlineData("http,https://bob:secret@proxy.example")]
    [InlineData("1://bob:secret@proxy.example")]
    [InlineData("http://bob:secret@proxy.example/proxy.pac")]
    [InlineData("http://bob:sec/ret@proxy.example")]
    [InlineData("http://bob:secret@proxy.example:99999")]
    [InlineData("http://bob:secret@")]
    [InlineData("http://bob:secret@pro xy.example")]
    [InlineData("http://bob:secret@[::1")]
    [InlineData("")]
    [InlineData("http://")]
    public void WhatIsNoneSaysWhereItWasWrittenAndNotThePassword(string text)
    {
        SslException error = Assert.Throws<SslException>(() => ProxyAddress.Parse(text, "$env:all_proxy"));
        Assert.Equal((SslErrorCode.InvalidOption, SslPhase.Configuration), (error.Code, error.Phase));
        Assert.StartsWith("$env:all_proxy '", error.Message, System.StringComparison.Ordinal);
        Assert.DoesNotContain("sec", error.Message, System.StringComparison.Ordinal);
        Assert.DoesNotContain("bob", error.Message, System.StringComparison.Ordinal);
        Assert.NotNull(error.RecommendedAction);
    }
}
