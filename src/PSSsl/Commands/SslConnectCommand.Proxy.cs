using System.Management.Automation;
using System.Net;
using PSSsl.Commands.Completion;
using PSSsl.Connecting.Proxies;
using PSSsl.Trust;
using PSSsl.Trust.Fetching;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>The way to the hosts: directly, or through a proxy.</summary>
public abstract partial class SslConnectCommand
{
    private ProxySelection _proxies = ProxySelection.None;
    private FetchWay _way = FetchWay.Direct;

    /// <summary>
    /// The proxy: http://host:port, https://, socks5:// (names are looked up here) or socks5h:// (by the proxy); '' uses none. Default:
    /// $env:https_proxy or $env:all_proxy, unless $env:no_proxy means the host.
    /// </summary>
    [Parameter(ParameterSetName = "Host")]
    [ArgumentCompleter(typeof(ProxyCompleter))]
    [AllowEmptyString]
    public string? Proxy { get; set => field = OfHost(value); }

    /// <summary>User name and password for the proxy, instead of those in its address.</summary>
    [Parameter(ParameterSetName = "Host")]
    [Credential]
    public PSCredential? ProxyCredential { get; set => field = OfHost(value); }

    /// <summary>Connects directly, ignoring proxies in environment variables.</summary>
    [Parameter(ParameterSetName = "Host")]
    public SwitchParameter NoProxy { get; set => field = OfHost(value); }

    private ProxySelection SelectProxies()
    {
        bool isGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Proxy));
        if (NoProxy && (isGiven || ProxyCredential is not null))
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                $"-NoProxy contradicts {(isGiven ? "-Proxy" : "-ProxyCredential")}.")
            {
                RecommendedAction = "Leave one of them out.",
            };
        }

        if (NoProxy || (isGiven && string.IsNullOrEmpty(Proxy)))
            return ProxySelection.None;
        NetworkCredential? credential = ProxyCredential is null ? null
            : new NetworkCredential(ProxyCredential.UserName, ProxyCredential.Password);
        if (credential is not null && !isGiven && !ProxySelection.IsInEnvironment)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                "-ProxyCredential was given, and there is no proxy: neither -Proxy nor $env:https_proxy or $env:all_proxy names one.")
            {
                RecommendedAction = "Name the proxy with -Proxy, or leave -ProxyCredential out.",
            };
        }

        return isGiven ? ProxySelection.Given(ProxyAddress.Parse(Proxy!, "-Proxy"), credential)
            : ProxySelection.FromEnvironment(credential);
    }
}
