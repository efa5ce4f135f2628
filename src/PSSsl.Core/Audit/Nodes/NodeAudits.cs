using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;

namespace PSSsl.Audit.Nodes;

/// <summary>
/// Audits every address of a name: what a client meets depends on the one that it gets. A short audit asks the first one alone.
/// </summary>
internal static class NodeAudits
{
    /// <summary>More than any name has that people look after by hand.</summary>
    private const int MostAddresses = 8;

    /// <summary>A timer needs some time, and clocks are coarse.</summary>
    private static readonly TimeSpan s_leastShare = TimeSpan.FromMilliseconds(100);

    /// <exception cref="SslException">None of them is reached, or goes over to TLS.</exception>
    internal static async Task<SslServerReport> AuditAsync(ProbeRoute route, AuditOptions options, CancellationToken stop)
    {
        // A proxy looks the name up itself.
        if (options.IsQuick || route.Proxy is not null || route.Place.Address is not null)
            return await ServerAuditor.AuditAsync(route, options, stop).ConfigureAwait(false);
        IReadOnlyList<IPAddress> addresses = (await route.ResolveAsync(stop).ConfigureAwait(false)).Distinct().ToArray();
        if (addresses.Count < 2)
            return await ServerAuditor.AuditAsync(route, options, stop).ConfigureAwait(false);
        var asked = new List<(string Address, SslServerReport? Report, SslException? Error)>();
        IPAddress[] some = addresses.Take(MostAddresses).ToArray();
        Stopwatch watch = Stopwatch.StartNew();
        foreach (IPAddress address in some)
        {
            try
            {
                AuditOptions its = options with { Limits = Share(options.Limits, watch.Elapsed, some.Length - asked.Count) };
                asked.Add((address.ToString(), await ServerAuditor.AuditAsync(route.At(address), its, stop)
                    .ConfigureAwait(false), null));
            }
            catch (SslException e)
            {
                asked.Add((address.ToString(), null, e));
            }
        }

        // An error of the name, not of its last address: the usual way says it best.
        if (asked.All(a => a.Report is null))
            return await ServerAuditor.AuditAsync(route, options, stop).ConfigureAwait(false);
        SslServerReport merged = MergedReport.Of(asked, addresses.Count - asked.Count);
        ServerAuditor.Judge(merged, options);
        return merged;
    }

    /// <summary>All of them have the time of one server: each gets an even share of what those before left.</summary>
    private static AskLimits Share(AskLimits limits, TimeSpan gone, int addresses)
    {
        if (limits.Time <= TimeSpan.Zero)
            return limits;
        TimeSpan share = TimeSpan.FromTicks((limits.Time - gone).Ticks / addresses);
        return limits with { Share = share > s_leastShare ? share : s_leastShare };
    }
}
