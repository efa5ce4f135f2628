using System.Linq;
using System.Net;
using PSSsl.Audit;
using PSSsl.Audit.Asking;
using PSSsl.Audit.DnsRecords;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Connecting.Proxies;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>The ways to servers and to the DNS server.</summary>
public sealed partial class TestSslServerCommand
{
    private ProbeRoute RouteTo(HostAndPort host, StartTlsDialogue? dialogue)
    {
        HostAndPort place = ConnectToArgument.PlaceOf(host, ConnectTo) ?? host;
        if (VerifyName is { Length: > 0 } name)
            Hostnames.HostNames.Read(name, SslErrorCode.InvalidOption, SslPhase.Configuration);
        return new ProbeRoute(host, _context!)
        {
            Place = place,
            GivenVerifyName = string.IsNullOrEmpty(VerifyName) ? null : VerifyName,
            StartTls = dialogue,
            Proxy = _proxies.For(place, WriteFlow),
            Way = ProxyWay.Of(_proxies),
            Family = Choice.Of<System.Net.Sockets.AddressFamily>(AddressFamily) ?? System.Net.Sockets.AddressFamily.Unspecified,
            LocalAddress = LocalAddress,
            GivenName = ServerName is { Length: 0 } && !MyInvocation.BoundParameters.ContainsKey(nameof(ServerName)) ? null : ServerName,
            Timeout = Timeout,
            Trace = FlowWanted ? text => Pump.Post(() => WriteFlow(text)) : null,
        };
    }

    private DnsRoute? RouteToResolver(AuditOptions options, SslContext context)
    {
        if (Resolver is null)
            return null;
        if (!options.Wants(AuditChecks.Certificates))
            throw SslException.Option("-Resolver contradicts -Check without Certificates.",
                "Add Certificates to -Check, or leave -Resolver out.");
        ResolverAddress address = ResolverAddress.Parse(Resolver);
        return new DnsRoute(address, context)
        {
            Proxy = _proxies.For(address.Place, WriteFlow),
            Way = ProxyWay.Of(_proxies),
            Trace = FlowWanted ? text => Pump.Post(() => WriteFlow(text)) : null,
        };
    }

    private ProxySelection SelectProxies()
    {
        bool isGiven = MyInvocation.BoundParameters.ContainsKey(nameof(Proxy));
        if (NoProxy || (isGiven && string.IsNullOrEmpty(Proxy)))
            return ProxySelection.None;
        NetworkCredential? credential = ProxyCredential is null ? null
            : new NetworkCredential(ProxyCredential.UserName, ProxyCredential.Password);
        return isGiven ? ProxySelection.Given(ProxyAddress.Parse(Proxy!, "-Proxy"), credential)
            : ProxySelection.FromEnvironment(credential);
    }
}
