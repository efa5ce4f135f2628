using System;
using System.Net;
using PSSsl.Sockets;
using PSSsl.X509.Names;

namespace PSSsl.Connecting.Proxies;

/// <summary>
/// Which proxy leads to a host: the one that was given, none, or what the environment says, read as curl reads it for https:
/// <c>https_proxy</c>, then <c>all_proxy</c>, unless <c>no_proxy</c> means the host; lower case before upper case, and an empty variable is
/// none. The loopback is connected to directly whatever the environment says, since to a proxy it would be another machine; curl would need
/// <c>no_proxy</c> for that, Go and browsers do it by themselves.
/// </summary>
internal sealed class ProxySelection
{
    private static readonly string[] s_proxies = { "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY" };
    private static readonly string[] s_plainProxies = { "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY" };
    private static readonly string[] s_exceptions = { "no_proxy", "NO_PROXY" };

    private readonly ProxyAddress? _given;
    private readonly NetworkCredential? _credential;
    private readonly Func<string, string?>? _environment;

    private ProxySelection(ProxyAddress? given, NetworkCredential? credential, Func<string, string?>? environment)
    {
        _given = given;
        _credential = credential;
        _environment = environment;
    }

    /// <summary>Hosts are connected to directly.</summary>
    internal static ProxySelection None { get; } = new(null, null, null);

    /// <summary>One proxy for all hosts, whatever the environment says.</summary>
    internal static ProxySelection Given(ProxyAddress proxy, NetworkCredential? credential) => new(proxy.With(credential), null, null);

    /// <param name="credential">What the environment's proxy is told; null for what stands in the variable.</param>
    /// <param name="variable">Reads a variable; null for the process's.</param>
    internal static ProxySelection FromEnvironment(NetworkCredential? credential, Func<string, string?>? variable = null) =>
        new(null, credential, variable ?? Environment.GetEnvironmentVariable);

    /// <summary>True if the environment names a proxy for hosts with TLS.</summary>
    internal static bool IsInEnvironment => FromEnvironment(null).First(s_proxies) is not null;

    /// <summary>The proxy for a host; null for none.</summary>
    /// <param name="target">The host.</param>
    /// <param name="trace">Told why there is none.</param>
    /// <param name="isPlain">True for http without TLS, for which there are variables of its own.</param>
    /// <exception cref="SslException">A variable names something else than a proxy.</exception>
    internal ProxyAddress? For(HostAndPort target, Action<string>? trace, bool isPlain = false)
    {
        if (_environment is null)
            return _given;
        if (First(isPlain ? s_plainProxies : s_proxies) is not { } proxy || IsThisMachine(target))
            return null;
        if (First(s_exceptions) is { } exceptions && NoProxyList.Find(exceptions.Value, target) is { } entry)
        {
            trace?.Invoke($"{target}: without a proxy, as '{entry}' in $env:{exceptions.Name} says");
            return null;
        }

        return ProxyAddress.Parse(proxy.Value, "$env:" + proxy.Name).With(_credential);
    }

    private (string Name, string Value)? First(string[] names)
    {
        foreach (string name in names)
        {
            if (_environment!(name)?.Trim() is { Length: > 0 } value)
                return (name, value);
        }

        return null;
    }

    /// <summary>RFC 6761, 6.3: localhost and all names below it are the loopback.</summary>
    private static bool IsThisMachine(HostAndPort target)
    {
        if (target.Address is { } address)
            return IPAddress.IsLoopback(PlainAddress.Of(address));
        string name = target.Host.TrimEnd('.');
        return name.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
    }
}
