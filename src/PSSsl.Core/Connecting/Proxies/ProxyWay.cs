using System;
using System.Collections.Concurrent;
using System.Net;
using PSSsl.Sockets;
using PSSsl.Trust;
using PSSsl.Trust.Fetching;

namespace PSSsl.Connecting.Proxies;

/// <summary>The proxies of connections as those of what is fetched for them by http: the same choice holds for both.</summary>
internal sealed class ProxyWay : IWebProxy, ICredentials
{
    private readonly ProxySelection _selection;
    private readonly ConcurrentDictionary<string, NetworkCredential> _credentials = new(StringComparer.OrdinalIgnoreCase);

    private ProxyWay(ProxySelection selection) => _selection = selection;

    /// <summary>What the environment says: http_proxy, or all_proxy, unless no_proxy means the host.</summary>
    internal static FetchWay Environment { get; } = Of(ProxySelection.FromEnvironment(null));

    /// <inheritdoc/>
    public ICredentials? Credentials
    {
        get => this;
        set => throw new NotSupportedException();
    }

    internal static FetchWay Of(ProxySelection selection)
    {
        if (selection == ProxySelection.None)
            return FetchWay.Direct;
        var way = new ProxyWay(selection);
        return new FetchWay(way, way.WhyNot);
    }

    /// <inheritdoc/>
    public Uri? GetProxy(Uri destination)
    {
        if (Find(destination) is not { } proxy)
            return null;
        Uri address = new UriBuilder(proxy.Scheme == ProxyScheme.Http ? "http" : "socks5", proxy.Place.Host, proxy.Place.Port).Uri;
        if (proxy.Credential is { } credential)
            _credentials[address.Authority] = credential;
        return address;
    }

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => Find(host) is null;

    /// <inheritdoc/>
    public NetworkCredential? GetCredential(Uri uri, string authType) =>
        _credentials.TryGetValue(uri.Authority, out NetworkCredential? credential) ? credential : null;

    /// <summary>.NET fetches without a proxy where it cannot use the one it is told of, so this is asked before.</summary>
    private string? WhyNot(Uri destination)
    {
        try
        {
            return Find(destination) is { } proxy && !CanUse(proxy.Scheme)
                ? $"{destination} is not fetched: the proxy {proxy} cannot be used to fetch by http, an http:// one can"
                : null;
        }
        catch (SslException e)
        {
            return $"{destination} is not fetched: {e.Message.TrimEnd('.')}";
        }
    }

#if NET
    private static bool CanUse(ProxyScheme scheme) => scheme != ProxyScheme.Https;
#else
    private static bool CanUse(ProxyScheme scheme) => scheme == ProxyScheme.Http;
#endif

    private ProxyAddress? Find(Uri destination) =>
        _selection.For(new HostAndPort(destination.IdnHost, destination.Port), null, isPlain: true);
}
