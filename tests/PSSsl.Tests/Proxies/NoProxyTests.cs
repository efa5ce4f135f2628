using System;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using PSSsl.Connecting.Proxies;
using PSSsl.Sockets;
using PSSsl.Tests.Interop;
using Xunit;

namespace PSSsl.Tests.Proxies;

public class NoProxyTests
{
    /// <summary>List, host, and whether it is connected to directly: what curl does as well.</summary>
    public static TheoryData<string, string, bool> AsCurl => new()
    {
        { "*", "www.example.org", true },
        { "www.example.org", "www.example.org", true },
        { "www.example.org", "WWW.Example.ORG", true },
        { "example.org", "www.example.org", true },
        { ".example.org", "www.example.org", true },
        { ".example.org", "example.org", true },
        { "example.org", "notexample.org", false },
        { "example.org", "example.org.evil.example", false },
        { "example.org", "example.net", false },
        { "example.net,example.org", "www.example.org", true },
        { "example.net , example.org", "www.example.org", true },
        { "example.net example.org", "www.example.org", true },
        { ",,", "www.example.org", false },
        { "example.org.", "www.example.org", true },
        { "example.org", "www.example.org.", true },
        { "192.0.2.7", "192.0.2.7", true },
        { "192.0.2.7", "192.0.2.70", false },
        { "2.7", "192.0.2.7", false },
        { "192.0.2.0/24", "192.0.2.7", true },
        { "192.0.2.0/24", "192.0.3.7", false },
        { "192.0.2.0/31", "192.0.2.2", false },
        { "192.0.2.0/33", "192.0.2.0", false },
        { "2001:db8::/32", "2001:db9::7", false },
        { "2001:db8::7", "2001:db8::7", true },
        { "192.0.2.0/24", "www.example.org", false },
    };

    /// <summary>
    /// What curl has not, or not in every version: a port, a star before a name, letters beyond ASCII, networks of IPv6, and no network
    /// where the number of bits is none.
    /// </summary>
    public static TheoryData<string, string, bool> OnTopOfCurl => new()
    {
        { "www.example.org:443", "www.example.org", true },
        { "www.example.org:8443", "www.example.org", false },
        { "192.0.2.7:443", "192.0.2.7", true },
        { "[2001:db8::7]:443", "2001:db8::7", true },
        { "[2001:db8::7]:444", "2001:db8::7", false },
        { "*.example.org", "www.example.org", true },
        { "bücher.example", "www.xn--bcher-kva.example", true },
        { "xn--bcher-kva.example", "bücher.example", true },
        { "::ffff:192.0.2.0/24", "192.0.2.7", true },
        { "192.0.2.0/24", "::ffff:192.0.2.7", true },
        { "192.0.2.0/x", "192.0.2.0", false },
        { "2001:db8::/32", "2001:db8:1::7", true },
        { "[2001:db8::7]", "2001:db8::7", true },
        { ".", "www.example.org", false },
        { "[", "www.example.org", false },
        { "*.", "www.example.org", false },
        { "<local>", "www.example.org", false },
    };

    [Theory]
    [MemberData(nameof(AsCurl))]
    [MemberData(nameof(OnTopOfCurl))]
    public void SaysWhoIsConnectedToDirectly(string list, string host, bool isDirect) =>
        Assert.Equal(isDirect, NoProxyList.Find(list, new HostAndPort(host, 443)) is not null);

    /// <summary>Curl is given a proxy that nobody is, and the host's address: a connection to it is one around the proxy.</summary>
    [Theory]
    [MemberData(nameof(AsCurl))]
    public void CurlSaysTheSame(string list, string host, bool isDirect)
    {
        Peer.Require("curl");
        using var proxy = new TcpListener(IPAddress.Loopback, 0);
        proxy.Start();
        string place = host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host;
        var start = new ProcessStartInfo("curl",
            ["-s", "--max-time", "5", "--connect-to", $"::127.0.0.1:{PeerPorts.Next().ToString(CultureInfo.InvariantCulture)}",
                $"https://{place}/"]);
        start.Environment.Remove("HTTPS_PROXY");
        start.Environment.Remove("NO_PROXY");
        start.Environment["https_proxy"] = $"http://{proxy.LocalEndpoint}";
        start.Environment["no_proxy"] = list;
        using Process curl = Process.Start(start)!;
        while (!curl.WaitForExit(20) && !proxy.Pending())
        {
        }

        bool wasAsked = proxy.Pending();
        curl.Kill();
        Assert.Equal(isDirect, !wasAsked);
    }
}
