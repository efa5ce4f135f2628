using System;
using System.Net;
using PSSsl.Sockets;

namespace PSSsl.Connecting.Proxies;

/// <summary>
/// A proxy as people write it, <c>http://user:password@host:port</c>, taken apart. As text it never shows who it is asked by.
/// </summary>
internal sealed class ProxyAddress
{
    private ProxyAddress(ProxyScheme scheme, HostAndPort place, NetworkCredential? credential, string origin)
    {
        Scheme = scheme;
        Place = place;
        Credential = credential;
        Origin = origin;
    }

    internal ProxyScheme Scheme { get; }

    internal HostAndPort Place { get; }

    internal NetworkCredential? Credential { get; }

    /// <summary>Where it was written, for errors: <c>-Proxy</c>, <c>$env:https_proxy</c>.</summary>
    internal string Origin { get; }

    /// <summary>Reads it; without a scheme it is <c>http</c>, without a port that of the scheme: 80, 443, 1080.</summary>
    /// <exception cref="SslException">It cannot be read; what may be a password is not quoted.</exception>
    internal static ProxyAddress Parse(string text, string origin)
    {
        string rest = text.Trim();
        ProxyScheme scheme = ProxyScheme.Http;
        int mark = rest.IndexOf("://", StringComparison.Ordinal);
        if (mark >= 0)
        {
            string word = rest.Substring(0, mark);
            scheme = SchemeOf(word) ?? throw Wrong(text, origin, $"{word}:// is not a supported kind of proxy");
            rest = rest.Substring(mark + 3);
        }

        int path = rest.IndexOfAny(new[] { '/', '?', '#' });
        if (path >= 0 && rest.Substring(path) != "/")
            throw Wrong(text, origin,
                "there is more than a port after the host; configuration scripts (PAC) are not supported, and special "
                    + "characters of a password must be percent-encoded");
        if (path >= 0)
            rest = rest.Substring(0, path);
        int at = rest.LastIndexOf('@');
        NetworkCredential? credential = at < 0 ? null : ReadUserInfo(rest.Substring(0, at));
        try
        {
            return new ProxyAddress(scheme, HostAndPort.Parse(rest.Substring(at + 1), null, DefaultPort(scheme)), credential, origin);
        }
        catch (SslException e)
        {
            throw Wrong(text, origin, char.ToLowerInvariant(e.Message[0]) + e.Message.Substring(1).TrimEnd('.'));
        }
    }

    /// <summary>The same proxy, asked by somebody else.</summary>
    internal ProxyAddress With(NetworkCredential? credential) =>
        credential is null ? this : new ProxyAddress(Scheme, Place, credential, Origin);

    /// <summary>Without user name and password.</summary>
    public override string ToString() => Word(Scheme) + "://" + Place;

    internal static string Word(ProxyScheme scheme) => scheme.ToString().ToLowerInvariant();

    private static ProxyScheme? SchemeOf(string word) => word.ToLowerInvariant() switch
    {
        "http" => ProxyScheme.Http,
        "https" => ProxyScheme.Https,
        "socks5" => ProxyScheme.Socks5,
        "socks5h" => ProxyScheme.Socks5h,
        _ => null,
    };

    private static int DefaultPort(ProxyScheme scheme) => scheme switch
    {
        ProxyScheme.Http => 80,
        ProxyScheme.Https => 443,
        _ => 1080,
    };

    private static NetworkCredential ReadUserInfo(string text)
    {
        int colon = text.IndexOf(':');
        return colon < 0
            ? new NetworkCredential(Uri.UnescapeDataString(text), string.Empty)
            : new NetworkCredential(Uri.UnescapeDataString(text.Substring(0, colon)), Uri.UnescapeDataString(text.Substring(colon + 1)));
    }

    private static SslException Wrong(string text, string origin, string why)
    {
        return new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
            $"{origin} '{HostAndPort.WithoutUser(text)}' is not a proxy: {why}.")
        {
            RecommendedAction = "Write http://host:port, https://host:port, socks5://host:port or socks5h://host:port.",
        };
    }
}
