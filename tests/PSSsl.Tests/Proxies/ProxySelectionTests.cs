using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using PSSsl.Connecting.Proxies;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Proxies;

public class ProxySelectionTests
{
    private static readonly HostAndPort s_host = new("www.example.org", 443);

    [Theory]
    [InlineData("https_proxy=a", "http://a:80")]
    [InlineData("HTTPS_PROXY=a", "http://a:80")]
    [InlineData("https_proxy=a HTTPS_PROXY=b all_proxy=c ALL_PROXY=d", "http://a:80")]
    [InlineData("https_proxy= HTTPS_PROXY=b", "http://b:80")]
    [InlineData("all_proxy=socks5://c", "socks5://c:1080")]
    [InlineData("ALL_PROXY=d", "http://d:80")]
    [InlineData("http_proxy=a HTTP_PROXY=b", null)]
    [InlineData("https_proxy=a no_proxy=example.org", null)]
    [InlineData("https_proxy=a NO_PROXY=example.org", null)]
    [InlineData("https_proxy=a no_proxy=other.example NO_PROXY=example.org", "http://a:80")]
    [InlineData("https_proxy=a no_proxy= NO_PROXY=example.org", null)]
    [InlineData("", null)]
    public void TheEnvironmentIsReadAsCurlReadsIt(string variables, string? proxy) =>
        Assert.Equal(proxy, ProxySelection.FromEnvironment(null, Variables(variables)).For(s_host, null)?.ToString());

    [Theory]
    [InlineData("localhost")]
    [InlineData("LocalHost.")]
    [InlineData("db.localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("127.9.9.9")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    public void TheLoopbackIsNeverAskedOfTheEnvironmentsProxy(string host)
    {
        Assert.Null(ProxySelection.FromEnvironment(null, Variables("https_proxy=a")).For(new HostAndPort(host, 443), null));
        Assert.NotNull(ProxySelection.Given(ProxyAddress.Parse("a", "-Proxy"), null).For(new HostAndPort(host, 443), null));
    }

    [Theory]
    [InlineData("localhost.example")]
    [InlineData("notlocalhost")]
    [InlineData("128.0.0.1")]
    [InlineData("::2")]
    public void OthersAre(string host) =>
        Assert.NotNull(ProxySelection.FromEnvironment(null, Variables("https_proxy=a")).For(new HostAndPort(host, 443), null));

    [Fact]
    public void AProxyThatIsGivenKnowsNoExceptions()
    {
        var credential = new NetworkCredential("eve", "x");
        ProxySelection given = ProxySelection.Given(ProxyAddress.Parse("http://bob:y@p:1", "-Proxy"), credential);
        ProxyAddress proxy = given.For(s_host, null)!;
        Assert.Equal(("http://p:1", "eve"), (proxy.ToString(), proxy.Credential!.UserName));
    }

    [Fact]
    public void ACredentialIsForTheEnvironmentsProxyToo()
    {
        ProxyAddress proxy = ProxySelection.FromEnvironment(new NetworkCredential("eve", "x"), Variables("https_proxy=http://bob:y@p:1"))
            .For(s_host, null)!;
        Assert.Equal(("eve", "$env:https_proxy"), (proxy.Credential!.UserName, proxy.Origin));
    }

    [Fact]
    public void AVariableThatNamesNoProxyIsAnErrorOnlyWhereItIsNeeded()
    {
        ProxySelection selection = ProxySelection.FromEnvironment(null, Variables("https_proxy=gopher://a no_proxy=example.net"));
        Assert.Null(selection.For(new HostAndPort("localhost", 443), null));
        Assert.Null(selection.For(new HostAndPort("www.example.net", 443), null));
        SslException error = Assert.Throws<SslException>(() => selection.For(s_host, null));
        Assert.Contains("$env:https_proxy", error.Message, StringComparison.Ordinal);
    }

    private static Func<string, string?> Variables(string text)
    {
        Dictionary<string, string> values = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2))
            .ToDictionary(v => v[0], v => v[1]);
        return name => values.GetValueOrDefault(name);
    }
}
