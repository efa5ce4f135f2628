using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Connecting.Proxies;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;
using PSSsl.X509;
using Xunit;

namespace PSSsl.Tests.Proxies;

/// <summary>What a proxy says is nobody's word: whatever it is, it ends in a typed error or a tunnel, in time.</summary>
public class HostileProxyTests
{
    private const string Consent = "HTTP/1.1 200 OK\r\nVia: 1.1 somewhere\r\n\r\n";

    /// <summary>No authentication; connected, from 127.0.0.1 port 80.</summary>
    private static readonly byte[] s_socksConsent = [5, 0, 5, 0, 0, 1, 127, 0, 0, 1, 0, 80];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("http")]
    [InlineData("socks5h")]
    public async Task CutAnywhereAndClosedItSaysThatTheProxyIsGone(string scheme)
    {
        byte[] consent = ConsentOf(scheme);
        for (int length = 0; length < consent.Length; length++)
        {
            using var proxy = FakeProxy.Saying(consent[..length]);
            SslException error = await FailAsync(scheme, proxy);
            Assert.Equal((length, SslErrorCode.PeerVanished), (length, error.Code));
            Assert.Contains("closed the connection", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5h")]
    public async Task CutAnywhereAndLeftHangingItIsInTime(string scheme)
    {
        byte[] consent = ConsentOf(scheme);
        FakeProxy[] proxies = Enumerable.Range(0, consent.Length).Select(n => FakeProxy.Saying(consent[..n], hangsUp: false)).ToArray();
        SslException[] errors = await Task.WhenAll(proxies.Select(p => FailAsync(scheme, p, TimeSpan.FromMilliseconds(400))));
        Assert.All(errors, e => Assert.Equal(SslErrorCode.TimedOut, e.Code));
        Assert.Contains("which has sent nothing", errors[0].Message, StringComparison.Ordinal);
        Assert.Contains(scheme == "http" ? "which said last \"HTTP/1.1 200 OK\""
            : "which said last succeeded", errors[^1].Message, StringComparison.Ordinal);
        foreach (FakeProxy proxy in proxies)
            proxy.Dispose();
    }

    [Theory]
    [InlineData("http", false)]
    [InlineData("http", true)]
    [InlineData("socks5h", false)]
    [InlineData("socks5h", true)]
    public async Task WhatComesBehindTheConsentIsTheHosts(string scheme, bool byteByByte)
    {
        byte[] all = [.. ConsentOf(scheme), .. "220 first\r\nsecond\r\n"u8];
        using var proxy = FakeProxy.Saying(all, byteByByte: byteByByte);
        foreach (bool withTrap in new[] { false, true })
        {
            using SslSocket socket = await Connector(scheme, proxy.Port, noHandshake: true, errorTrap: withTrap).ConnectAsync(Cancel);
            Assert.Equal("220 first", socket.ReadLine());
            Assert.Equal("second", socket.ReadLine());
            Assert.Equal(0, socket.Read(new byte[1], 0, 1));
            Assert.Equal($"{scheme}://127.0.0.1:{proxy.Port}", socket.Proxy);
        }
    }

    [Fact]
    public async Task AGreetingThatIsGluedToTheConsentIsTheServers()
    {
        using var proxy = FakeProxy.Saying(Encoding.ASCII.GetBytes(Consent + "554 go away\r\n"), hangsUp: false);
        SslException error = await Assert.ThrowsAsync<SslException>(() =>
            Connector("http", proxy.Port, startTls: StartTlsDialogues.Of(SslStartTlsProtocol.Smtp)).ConnectAsync(Cancel));
        Assert.Equal((SslErrorCode.StartTlsRefused, SslPhase.StartTls), (error.Code, error.Phase));
        Assert.Contains("\"554 go away\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PlainTextWhereTlsIsDueIsQuoted(bool errorTrap)
    {
        using var proxy = FakeProxy.Saying(Encoding.ASCII.GetBytes(Consent + "220 mail.example ready\r\n"), hangsUp: false);
        SslException error =
            await Assert.ThrowsAsync<SslException>(() => Connector("http", proxy.Port, errorTrap: errorTrap).ConnectAsync(Cancel));
        Assert.Equal(SslErrorCode.PeerNotTls, error.Code);
        Assert.Contains("\"220 mail.example ready\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.0 200\r\n\r\n")]
    [InlineData("HTTP/1.1 200 \r\n\r\n")]
    [InlineData("HTTP/1.1 204 No Content\n\n")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 7\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public async Task AllThisIsConsent(string answer)
    {
        using var proxy = FakeProxy.Saying(Encoding.ASCII.GetBytes(answer + "inside\r\n"));
        using SslSocket socket = await Connector("http", proxy.Port, noHandshake: true).ConnectAsync(Cancel);
        Assert.Equal("inside", socket.ReadLine());
    }

    [Theory]
    [InlineData("HTTP/1.1 403 Forbidden\r\n\r\n", SslErrorCode.ProxyRefused, "\"HTTP/1.1 403 Forbidden\"", null)]
    [InlineData("HTTP/1.1 502 Bad Gateway\r\nProxy-Status: edge; error=dns_error\r\n\r\n", SslErrorCode.ProxyRefused,
        "\"HTTP/1.1 502 Bad Gateway\" for the reason \"edge; error=dns_error\"", null)]
    [InlineData("HTTP/1.1 504 Gateway Timeout\r\n\r\n", SslErrorCode.ProxyRefused, "504", "port 443")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://login.example/\r\n\r\n", SslErrorCode.ProxyRefused, "302", null)]
    [InlineData("HTTP/1.1 403 \u001b[31mred\r\n\r\n", SslErrorCode.ProxyRefused, "\\x1B[31mred", null)]
    [InlineData("HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"a\"\r\n\r\n", SslErrorCode.ProxyAuthentication, "takes \"Basic\"",
        "-ProxyCredential")]
    [InlineData("HTTP/1.1 407 Who\r\n\r\n", SslErrorCode.ProxyAuthentication, "407", "-ProxyCredential")]
    [InlineData("HTTP/1.1 407 Who\r\nProxy-Authenticate: Negotiate\r\nproxy-authenticate: NTLM\r\nProxy-Authenticate: Digest "
        + "realm=\"x\", nonce=\"y\", qop=\"auth, auth-int\"\r\n\r\n", SslErrorCode.ProxyAuthentication, "takes \"Negotiate, NTLM, Digest\"",
            "Only Basic")]
    [InlineData("HTTP/2 200\r\n\r\n ", SslErrorCode.None, null, null)]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n", SslErrorCode.ProxyUnexpected, "\"HTTP/1.1 2000 OK\"", null)]
    [InlineData("HTTP/1.1 abc\r\n\r\n", SslErrorCode.ProxyUnexpected, "\"HTTP/1.1 abc\"", null)]
    [InlineData("HTTP/1.1\r\n\r\n", SslErrorCode.ProxyUnexpected, "\"HTTP/1.1\"", null)]
    [InlineData("SSH-2.0-OpenSSH_9.2p1\r\n", SslErrorCode.ProxyUnexpected, "\"SSH-2.0-OpenSSH_9.2p1\"", "-Proxy")]
    [InlineData("no end of line", SslErrorCode.ProxyUnexpected, "\"no end of line\"", null)]
    [InlineData("\u0005\u0000", SslErrorCode.ProxyUnexpected, "the bytes 05-00", "socks5://")]
    [InlineData("\u0015\u0003\u0001\u0000\u0002\u0002\u0016", SslErrorCode.ProxyUnexpected, "received TLS", "https://")]
    public async Task WhatAnHttpProxyAnswersIsQuoted(string answer, SslErrorCode code, string? says, string? advises)
    {
        using var proxy = FakeProxy.Saying(Encoding.Latin1.GetBytes(answer), hangsUp: false);
        if (code == SslErrorCode.None)
        {
            (await Connector("http", proxy.Port, noHandshake: true).ConnectAsync(Cancel)).Dispose();
            return;
        }

        SslException error = await FailAsync("http", proxy);
        Assert.Equal(code, error.Code);
        Assert.Contains(says!, error.Message, StringComparison.Ordinal);
        Assert.Contains($"http://127.0.0.1:{proxy.Port}", error.Message, StringComparison.Ordinal);
        Assert.Contains(advises ?? " ", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 5, 0, 5, 1 }, SslErrorCode.ProxyRefused, "general SOCKS server failure")]
    [InlineData(new byte[] { 5, 0, 5, 2, 0, 1, 0, 0, 0, 0, 0, 0 }, SslErrorCode.ProxyRefused, "connection not allowed by ruleset")]
    [InlineData(new byte[] { 5, 0, 5, 3, 0, 1, 0, 0, 0, 0, 0, 0 }, SslErrorCode.ProxyRefused, "network unreachable")]
    [InlineData(new byte[] { 5, 0, 5, 4, 0, 1, 0, 0, 0, 0, 0, 0 }, SslErrorCode.ProxyRefused, "host unreachable")]
    [InlineData(new byte[] { 5, 0, 5, 5, 0, 1, 0, 0, 0, 0, 0, 0 }, SslErrorCode.ProxyRefused, "connection refused")]
    [InlineData(new byte[] { 5, 0, 5, 6, 0, 1, 0, 0, 0, 0, 0, 0 }, SslErrorCode.ProxyRefused, "TTL expired")]
    [InlineData(new byte[] { 5, 0, 5, 7, 0, 1, 0, 0, 0, 0, 0, 0 }, SslErrorCode.ProxyRefused, "command not supported")]
    [InlineData(new byte[] { 5, 0, 5, 8, 0, 1, 0, 0, 0, 0, 0, 0 }, SslErrorCode.ProxyRefused, "address type not supported")]
    [InlineData(new byte[] { 5, 0, 5, 9, 0, 1, 0, 0, 0, 0, 0, 0 }, SslErrorCode.ProxyRefused, "reply 9")]
    [InlineData(new byte[] { 5, 0xFF }, SslErrorCode.ProxyAuthentication, "no acceptable method")]
    [InlineData(new byte[] { 5, 2 }, SslErrorCode.ProxyAuthentication, "user name and password")]
    [InlineData(new byte[] { 5, 1 }, SslErrorCode.ProxyUnexpected, "05-01")]
    [InlineData(new byte[] { 4, 90 }, SslErrorCode.ProxyUnexpected, "04-5A")]
    [InlineData(new byte[] { 5, 0, 4, 0 }, SslErrorCode.ProxyUnexpected, "04-00")]
    [InlineData(new byte[] { 5, 0, 5, 0, 0, 9 }, SslErrorCode.ProxyUnexpected, "00-09")]
    [InlineData(new byte[] { (byte)'H', (byte)'T', (byte)'T', (byte)'P' }, SslErrorCode.ProxyUnexpected, "\"HTTP\"")]
    public async Task WhatASocksProxyRepliesHasItsName(byte[] answer, SslErrorCode code, string says)
    {
        using var proxy = FakeProxy.Saying(answer, hangsUp: false);
        SslException error = await FailAsync("socks5h", proxy);
        Assert.Equal(code, error.Code);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-Never: ending\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\n", "no line at all ")]
    [InlineData("HTTP/1.1 ", "9")]
    [InlineData("", "HTTP/1.1 100 Continue\r\n\r\n")]
    public async Task WhatHasNoEndIsCutOff(string begin, string repeat)
    {
        using var proxy = new FakeProxy(async (client, end) =>
        {
            await client.WriteAsync(Encoding.ASCII.GetBytes(begin), end);
            byte[] more = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(repeat, 1000)));
            while (true)
                await client.WriteAsync(more, end);
        });
        SslException error = await FailAsync("http", proxy);
        Assert.Equal(SslErrorCode.TooLong, error.Code);
        Assert.Contains("65536 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http")]
    [InlineData("socks5h")]
    public async Task GarbageIsATypedError(string scheme)
    {
        var random = new Random(20261126);
        byte[] consent = ConsentOf(scheme);
        for (int i = 0; i < 300; i++)
        {
            // A good beginning of any length, one byte wrong, and anything behind.
            byte[] answer = [.. consent[..random.Next(consent.Length)], .. Bytes(random, random.Next(1, 80))];
            using var proxy = FakeProxy.Saying(answer);
            try
            {
                using SslSocket socket = await Connector(scheme, proxy.Port, noHandshake: true).ConnectAsync(Cancel);
            }
            catch (SslException e)
            {
                Assert.Equal(SslPhase.Proxy, e.Phase);
                Assert.Contains(e.Code,
                    new[] { SslErrorCode.ProxyUnexpected, SslErrorCode.ProxyRefused, SslErrorCode.ProxyAuthentication,
                        SslErrorCode.PeerVanished, SslErrorCode.Network });
            }
        }
    }

    [Fact]
    public async Task AResetSaysThatTheProxyIsGone()
    {
        using var proxy = new FakeProxy((client, _) =>
        {
            client.Socket.LingerState = new System.Net.Sockets.LingerOption(true, 0);
            client.Socket.Close();
            return Task.CompletedTask;
        });
        SslException error = await FailAsync("http", proxy);
        Assert.Equal((SslErrorCode.PeerVanished, SslPhase.Proxy), (error.Code, error.Phase));
        Assert.Contains("The proxy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SilenceOfAnHttpsProxyIsInTimeToo()
    {
        using var proxy = FakeProxy.Saying([], hangsUp: false);
        SslException error = await FailAsync("https", proxy, TimeSpan.FromMilliseconds(300));
        Assert.Equal(SslErrorCode.TimedOut, error.Code);
        Assert.Contains("TLS with the proxy", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task CancellingEndsTheConversation()
    {
        using var proxy = FakeProxy.Saying([], hangsUp: false);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        Task<SslSocket> connecting = Connector("http", proxy.Port).ConnectAsync(stop.Token);
        await Task.Delay(100, Cancel);
        Assert.False(connecting.IsCompleted);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    [Fact]
    public async Task AProxyThatIsNotThereSaysThatItIsTheProxy()
    {
        SslException error = await Assert.ThrowsAsync<SslException>(() => Connector("socks5h", 1).ConnectAsync(Cancel));
        Assert.Equal((SslErrorCode.ConnectionRefused, SslPhase.Proxy), (error.Code, error.Phase));
        Assert.StartsWith("The proxy socks5h://127.0.0.1:1 cannot be reached", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("www.example.org", "CONNECT www.example.org:443 HTTP/1.1\r\nHost: www.example.org:443\r\n")]
    [InlineData("bücher.example", "CONNECT xn--bcher-kva.example:443 HTTP/1.1\r\nHost: xn--bcher-kva.example:443\r\n")]
    [InlineData("2001:db8::7", "CONNECT [2001:db8::7]:443 HTTP/1.1\r\nHost: [2001:db8::7]:443\r\n")]
    [InlineData("fe80::1%3", "CONNECT [fe80::1]:443 HTTP/1.1\r\nHost: [fe80::1]:443\r\n")]
    [InlineData("192.0.2.7", "CONNECT 192.0.2.7:443 HTTP/1.1\r\nHost: 192.0.2.7:443\r\n")]
    public async Task ThisIsWhatAnHttpProxyIsAsked(string host, string request)
    {
        byte[] heard = await HearAsync("http", host, Encoding.ASCII.GetBytes(Consent), null);
        Assert.Equal(request + "User-Agent: PSSsl\r\n\r\n", Encoding.ASCII.GetString(heard));
    }

    [Theory]
    [InlineData("www.example.org", "050100 050100030F7777772E6578616D706C652E6F726701BB")]
    [InlineData("bücher.example", "050100 0501000315786E2D2D62636865722D6B76612E6578616D706C6501BB")]
    [InlineData("192.0.2.7", "050100 05010001C000020701BB")]
    [InlineData("2001:db8::7", "050100 0501000420010DB800000000000000000000000701BB")]
    public async Task ThisIsWhatASocksProxyIsAsked(string host, string request)
    {
        byte[] heard = await HearAsync("socks5h", host, s_socksConsent, null);
        Assert.Equal(request.Replace(" ", string.Empty, StringComparison.Ordinal), Convert.ToHexString(heard));
    }

    [Fact]
    public async Task SocksWithoutItsLetterLooksNamesUpHere()
    {
        string heard = Convert.ToHexString(await HearAsync("socks5", "localhost", s_socksConsent, null));
        Assert.Contains(heard, new[] { "050100050100017F00000101BB", "050100050100040000000000000000000000000000000101BB" });
    }

    [Fact]
    public async Task NobodyIsToldAPasswordUnlessTheUserGaveOne()
    {
        var credential = new NetworkCredential("bob", "s3cret");
        string with = Encoding.ASCII.GetString(await HearAsync("http", "www.example.org", Encoding.ASCII.GetBytes(Consent), credential));
        Assert.Contains("\r\nProxy-Authorization: Basic Ym9iOnMzY3JldA==\r\n", with, StringComparison.Ordinal);
        byte[] socks = await HearAsync("socks5h", "192.0.2.7", [5, 2, 1, 0, .. s_socksConsent[2..]], credential);
        Assert.Equal("05020002" + "0103626F6206733363726574" + "05010001C000020701BB", Convert.ToHexString(socks));
        // One that does not want to know is not told.
        socks = await HearAsync("socks5h", "192.0.2.7", s_socksConsent, credential);
        Assert.Equal("05020002" + "05010001C000020701BB", Convert.ToHexString(socks));
    }

    [Theory]
    [InlineData("http", "b:ob", "x")]
    [InlineData("http", "bob", "x\r\nX-Injected: 1")]
    [InlineData("socks5h", "", "x")]
    [InlineData("socks5h", "bob", "*256")]
    public async Task ACredentialThatCannotBeSaidIsNotSaid(string scheme, string user, string password)
    {
        using var proxy = FakeProxy.Saying(ConsentOf(scheme));
        var credential = new NetworkCredential(user, password == "*256" ? new string('x', 256) : password);
        SslException error =
            await Assert.ThrowsAsync<SslException>(() => Connector(scheme, proxy.Port, credential: credential).ConnectAsync(Cancel));
        Assert.Equal((SslErrorCode.InvalidOption, SslPhase.Configuration), (error.Code, error.Phase));
    }

    [Theory]
    [InlineData("www.example.org\u000bx")]
    [InlineData("www.example.org\u001b[2J")]
    [InlineData("a@b")]
    [InlineData("a?b")]
    [InlineData("a\"b")]
    public async Task ANameThatIsNoneIsNotSaid(string host)
    {
        using var proxy = FakeProxy.Saying(Encoding.ASCII.GetBytes(Consent));
        SslException error = await Assert.ThrowsAsync<SslException>(() => Connector("http", proxy.Port, host).ConnectAsync(Cancel));
        Assert.Equal(SslErrorCode.InvalidOption, error.Code);
        Assert.DoesNotContain(error.Message, c => char.IsControl(c));
    }

    [Fact]
    public async Task TheFlowIsToldWithoutThePassword()
    {
        var told = new List<string>();
        using var proxy = FakeProxy.Saying([5, 2, 1, 0, .. s_socksConsent[2..]]);
        var credential = new NetworkCredential("bob", "s3cret");
        using SslSocket socket = await Connector("socks5h", proxy.Port, noHandshake: true, credential: credential, trace: told.Add)
            .ConnectAsync(Cancel);
        Assert.Contains(told, t => t.Contains($"through the proxy socks5h://127.0.0.1:{proxy.Port} of -Proxy", StringComparison.Ordinal));
        Assert.DoesNotContain(told, t => t.Contains("s3cret", StringComparison.Ordinal) || t.Contains("bob", StringComparison.Ordinal));
    }

    private static byte[] ConsentOf(string scheme) => scheme == "http" ? Encoding.ASCII.GetBytes(Consent) : s_socksConsent;

    private static byte[] Bytes(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>What a proxy hears that consents to everything.</summary>
    private static async Task<byte[]> HearAsync(string scheme, string host, byte[] answer, NetworkCredential? credential)
    {
        var heard = new TaskCompletionSource<byte[]>();
        using var proxy = new FakeProxy(async (client, end) =>
        {
            await client.WriteAsync(answer, end);
            using var all = new System.IO.MemoryStream();
            await client.CopyToAsync(all, end);
            heard.SetResult(all.ToArray());
        });
        (await Connector(scheme, proxy.Port, host, noHandshake: true, credential: credential).ConnectAsync(Cancel)).Dispose();
        return await heard.Task.WaitAsync(TimeSpan.FromSeconds(20), Cancel);
    }

    private static async Task<SslException> FailAsync(string scheme, FakeProxy proxy, TimeSpan? timeout = null)
    {
        SslException error =
            await Assert.ThrowsAsync<SslException>(() => Connector(scheme, proxy.Port, timeout: timeout).ConnectAsync(Cancel));
        Assert.Equal(SslPhase.Proxy, error.Phase);
        Assert.NotNull(error.RecommendedAction);
        return error;
    }

    private static Connector Connector(string scheme, int port, string host = "www.example.org", bool noHandshake = false,
        bool errorTrap = false, TimeSpan? timeout = null,
        NetworkCredential? credential = null, StartTlsDialogue? startTls = null, Action<string>? trace = null) =>
        new(new HostAndPort(host, 443), new SslContext())
        {
            Proxy = ProxyAddress.Parse($"{scheme}://127.0.0.1:{port}", "-Proxy").With(credential),
            Timeout = timeout ?? TimeSpan.FromSeconds(20),
            NoHandshake = noHandshake,
            StartTls = startTls,
            Trace = trace,
            ErrorTrap = errorTrap ? (socket, _) => socket.Dispose() : null,
        };
}
