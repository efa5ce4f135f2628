using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit.DnsRecords;
using PSSsl.Connecting;

namespace PSSsl.Audit.Questions;

/// <summary>
/// What the DNS says of a server's certificates, where a resolver is given: which authorities may issue them (CAA, RFC 8659), and which
/// ones it has (TLSA, RFC 6698). The first is told and not judged: it binds authorities at the time of issue, and nobody else.
/// </summary>
internal sealed class NameRecordsQuestion : Question
{
    internal const string Caa = "CAA", Dane = "DANE";

    internal override AuditChecks Check => AuditChecks.Certificates;

    internal override string About => "what the DNS says of its certificates";

    internal override bool CanBeAsked(AuditOptions options) => options.Resolver is not null;

    internal override async Task AskAsync(AuditRun run)
    {
        DnsRoute route = run.Options.Resolver!;
        string host = run.Route.ServerName is { Length: > 0 } given ? given : Connector.DefaultServerName(run.Route.Target);
        if (host.Length == 0 || DnsName.Of(host) is not { } name)
        {
            Leave(run, "only a name has records, and the server was given by its address");
            return;
        }

        await AskAsync(run, Caa, async stop =>
        {
            using DnsConversation talk = await DnsConversation.OpenAsync(route, run.Route.Timeout, stop).ConfigureAwait(false);
            await AskCaaAsync(run, talk, name).ConfigureAwait(false);
        }).ConfigureAwait(false);
        await AskAsync(run, Dane, async stop =>
        {
            using DnsConversation talk = await DnsConversation.OpenAsync(route, run.Route.Timeout, stop).ConfigureAwait(false);
            run.Facts.Tlsa = await AskTlsaAsync(run, talk, name).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    internal override void Leave(AuditRun run, string why)
    {
        run.Facts.Feature(Caa, null, detail: why);
        run.Facts.Feature(Dane, null, detail: why);
    }

    private static async Task AskAsync(AuditRun run, string feature, Func<CancellationToken, Task> work)
    {
        if (await run.Asker.BesideAsync(work).ConfigureAwait(false) is { } why)
            run.Facts.Feature(feature, null, detail: why);
    }

    /// <summary>The nearest records on the way up to the root, which is not asked itself (RFC 8659, 3).</summary>
    private static async Task AskCaaAsync(AuditRun run, DnsConversation talk, DnsName name)
    {
        for (DnsName at = name; !at.IsRoot; at = at.Parent)
        {
            DnsMessage answer = await talk.AskAsync(at, DnsType.Caa).ConfigureAwait(false);
            IReadOnlyList<DnsRecord> records = answer.Of(DnsType.Caa);
            if (records.Count == 0)
                continue;
            Tell(run, records.Select(r => Read(r.Data)).ToArray(), at);
            return;
        }

        run.Facts.Feature(Caa, false, detail: $"neither {name} nor a domain above it has a record");
    }

    /// <summary>
    /// At the end of the name's aliases, if DNSSEC proves those; else, or if nothing is there, at the name (RFC 7671, 7).
    /// </summary>
    private static async Task<TlsaAnswer> AskTlsaAsync(AuditRun run, DnsConversation talk, DnsName name)
    {
        DnsMessage addresses = await talk.AskAsync(name, DnsType.Address).ConfigureAwait(false);
        var bases = new List<DnsName> { name };
        if (addresses.IsAuthenticated && !addresses.Final.Equals(name))
            bases.Insert(0, addresses.Final);
        string labels = string.Format(CultureInfo.InvariantCulture, "_{0}._tcp", run.Route.Target.Port);
        foreach (DnsName at in bases)
        {
            if (at.Below(labels) is not { } owner)
                continue;
            DnsMessage answer = await talk.AskAsync(owner, DnsType.Tlsa).ConfigureAwait(false);
            TlsaRecord[] records = answer.Of(DnsType.Tlsa).GroupBy(r => Convert.ToBase64String(r.Data))
                .Select(g => TlsaRecord.Read(g.First().Data)).ToArray();
            if (records.Length > 0)
                return new TlsaAnswer(at, records, answer.IsAuthenticated, talk.IsSafe);
        }

        return new TlsaAnswer(name, Array.Empty<TlsaRecord>(), false, talk.IsSafe);
    }

    /// <summary>Records that name no authority restrict none (RFC 8659, 4.2); one that cannot be read may be one that does.</summary>
    private static void Tell(AuditRun run, CaaRecord?[] records, DnsName at)
    {
        string[] texts = records.Select(r => r?.ToString() ?? "a record that cannot be read").OrderBy(t => t, StringComparer.Ordinal)
            .ToArray();
        bool? isBound = records.Any(r => r is { BindsAuthorities: true }) ? true : records.Contains(null) ? null : false;
        run.Facts.Feature(Caa, isBound, DerivedWeaknesses.Some(texts, 6),
            isBound == true ? $"found at {at}" : $"the records at {at} do not say which authorities may issue");
    }

    private static CaaRecord? Read(byte[] data)
    {
        try
        {
            return CaaRecord.Read(data);
        }
        catch (FormatException)
        {
            // One that is malformed does not hide the others.
            return null;
        }
    }
}
