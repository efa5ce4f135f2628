using System;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Connecting.Proxies;
using PSSsl.Sockets;
using PSSsl.Trust.Fetching;

namespace PSSsl.Audit.DnsRecords;

/// <summary>The way to a resolver.</summary>
internal sealed record DnsRoute(ResolverAddress Address, SslContext Context)
{
    internal ProxyAddress? Proxy { get; init; }

    internal FetchWay Way { get; init; } = ProxyWay.Environment;

    internal Action<string>? Trace { get; init; }

    /// <exception cref="SslException">It is not reached, or not the one that it should be.</exception>
    internal async Task<SslSocket> OpenAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var connector = new Connector(Address.Place, Context)
        {
            Timeout = timeout,
            NoHandshake = !Address.IsTls,
            Proxy = Proxy,
            Way = Way,
            Trace = Trace,
        };
        try
        {
            return await connector.ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SslException e)
        {
            throw e.Wrap($"The DNS server {Address} cannot be queried: {e.Message}");
        }
    }
}
