using System;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace PSSsl.Connecting.Proxies;

/// <summary>Asks a SOCKS proxy of version 5 to connect (RFC 1928), by user name and password if it wants to (RFC 1929).</summary>
internal static class Socks5
{
    private const byte Version = 5, Connect = 1;
    private const byte NoAuthentication = 0, UserAndPassword = 2, NoMethod = 0xFF;
    private const byte IPv4 = 1, DomainName = 3, IPv6 = 4;

    /// <summary>RFC 1928, 6.</summary>
    private static readonly string[] s_replies =
    {
        "succeeded", "general SOCKS server failure", "connection not allowed by ruleset", "network unreachable", "host unreachable",
            "connection refused", "TTL expired",
        "command not supported", "address type not supported",
    };

    internal static async Task AskAsync(ProxyTalk talk)
    {
        await AuthenticateAsync(talk).ConfigureAwait(false);
        talk.Say($"connect to {talk.Target}");
        await talk.SendAsync(Request(talk)).ConfigureAwait(false);
        byte[] reply = await talk.ReadExactlyAsync(2).ConfigureAwait(false);
        if (reply[0] != Version)
            throw ProxyFaults.Unexpected(talk, reply, "a SOCKS 5 reply");
        talk.Heard(reply[1] < s_replies.Length ? s_replies[reply[1]] : $"reply {reply[1]}");
        // Some proxies hang up right behind the refusal.
        if (reply[1] != 0)
            throw ProxyFaults.Refused(talk, $"\"{talk.LastHeard}\"", null);
        await SkipBoundAddressAsync(talk).ConfigureAwait(false);
    }

    private static async Task AuthenticateAsync(ProxyTalk talk)
    {
        NetworkCredential? credential = talk.Proxy.Credential;
        byte[]? login = credential is null ? null : Login(talk.Proxy, credential);
        talk.Say(login is null ? "SOCKS 5, no authentication" : "SOCKS 5, no authentication or user name and password");
        await talk.SendAsync(login is null ? new[] { Version, (byte)1, NoAuthentication }
            : new[] { Version, (byte)2, NoAuthentication, UserAndPassword }).ConfigureAwait(false);
        byte[] first = await talk.PeekAsync().ConfigureAwait(false);
        if (first[0] != Version)
            throw ProxyFaults.Unexpected(talk, first, "a SOCKS 5 method selection");
        byte method = (await talk.ReadExactlyAsync(2).ConfigureAwait(false))[1];
        talk.Heard(method switch
        {
            NoAuthentication => "no authentication",
            UserAndPassword => "user name and password",
            NoMethod => "no acceptable method",
            _ => $"method {method}",
        });
        if (method == NoAuthentication)
            return;
        if (method == NoMethod || (method == UserAndPassword && login is null))
            throw ProxyFaults.Unauthenticated(talk, Array.Empty<string>());
        if (method != UserAndPassword)
            throw ProxyFaults.Unexpected(talk, new[] { Version, method }, "a method that was offered");
        await talk.SendAsync(login!).ConfigureAwait(false);
        byte[] status = await talk.ReadExactlyAsync(2).ConfigureAwait(false);
        if (status[1] == 0)
            return;
        talk.Heard($"status {status[1]}");
        throw ProxyFaults.Unauthenticated(talk, Array.Empty<string>());
    }

    private static byte[] Login(ProxyAddress proxy, NetworkCredential credential)
    {
        byte[] user = Encoding.UTF8.GetBytes(credential.UserName), password = Encoding.UTF8.GetBytes(credential.Password);
        if (user.Length is 0 or > byte.MaxValue || password.Length > byte.MaxValue)
            throw ProxyFaults.Unsayable(proxy, "an empty user name, or more than 255 bytes");
        var message = new byte[3 + user.Length + password.Length];
        message[0] = 1;
        message[1] = (byte)user.Length;
        user.CopyTo(message, 2);
        message[2 + user.Length] = (byte)password.Length;
        password.CopyTo(message, 3 + user.Length);
        return message;
    }

    private static byte[] Request(ProxyTalk talk)
    {
        byte[] address = talk.Target.Address is { } ip ? ip.GetAddressBytes() : Named(talk.Target.Host);
        byte type = talk.Target.Address?.AddressFamily switch
        {
            AddressFamily.InterNetwork => IPv4,
            AddressFamily.InterNetworkV6 => IPv6,
            _ => DomainName,
        };
        var message = new byte[6 + address.Length];
        message[0] = Version;
        message[1] = Connect;
        message[3] = type;
        address.CopyTo(message, 4);
        message[4 + address.Length] = (byte)(talk.Target.Port >> 8);
        message[5 + address.Length] = (byte)talk.Target.Port;
        return message;
    }

    /// <summary>A name behind its length, which a name in the domain name system never exceeds.</summary>
    private static byte[] Named(string name)
    {
        byte[] ascii = Encoding.ASCII.GetBytes(name);
        var named = new byte[1 + ascii.Length];
        named[0] = checked((byte)ascii.Length);
        ascii.CopyTo(named, 1);
        return named;
    }

    /// <summary>Where the proxy connects from; to the byte, for what follows is the host's.</summary>
    private static async Task SkipBoundAddressAsync(ProxyTalk talk)
    {
        byte[] head = await talk.ReadExactlyAsync(2).ConfigureAwait(false);
        int length = head[1] switch
        {
            IPv4 => 4,
            IPv6 => 16,
            DomainName => (await talk.ReadExactlyAsync(1).ConfigureAwait(false))[0],
            _ => throw ProxyFaults.Unexpected(talk, head, "an address"),
        };
        await talk.ReadExactlyAsync(length + 2).ConfigureAwait(false);
    }
}
