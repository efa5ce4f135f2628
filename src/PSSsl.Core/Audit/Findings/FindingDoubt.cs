using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Audit.Nodes;

namespace PSSsl.Audit.Findings;

/// <summary>
/// Why a rule without a finding says nothing: what it looks at was not checked, or not found out. A rule that says nothing about it is not
/// one that is kept.
/// </summary>
internal static class FindingDoubt
{
    /// <summary>What rules look at, by their hundreds, and the word for it in what is incomplete.</summary>
    private static readonly Dictionary<int, (AuditChecks Check, string? Word)> s_rooms = new()
    {
        [1] = (AuditChecks.Protocols, "which versions"), [2] = (AuditChecks.Suites, "cipher suites"), [3] = (AuditChecks.Groups, "group"),
        [4] = (AuditChecks.Certificates, "certificate"), [5] = (AuditChecks.Weaknesses, null), [6] = (AuditChecks.Features, null),
    };

    private static readonly Dictionary<int, string[]> s_versions = new()
    {
        [100] = new[] { "SSLv2" }, [101] = new[] { "SSLv3" }, [102] = new[] { "TLSv1" }, [103] = new[] { "TLSv1_1" },
        [104] = new[] { "TLSv1_3" }, [105] = new[] { "TLSv1_2", "TLSv1_3" },
    };

    /// <returns>The reason; null if the rule's silence counts.</returns>
    internal static string? Of(FindingRule rule, SslServerReport report)
    {
        (AuditChecks check, string? word) = rule.Number switch
        {
            601 or 602 => (AuditChecks.Http, null),
            607 => (AuditChecks.Suites, "cipher suites"),
            610 => (AuditChecks.Certificates, null),
            _ => s_rooms[rule.Number / 100],
        };
        if (!report.Checks.Contains(check.ToString()))
            return $"{check} was not checked";
        if (MergedReport.LacksAddresses(report))
            return report.Incomplete;
        if ((word ?? rule.Weakness) is { } named && report.Incomplete.IndexOf(named, StringComparison.OrdinalIgnoreCase) >= 0)
            return report.Incomplete;
        if (rule.Weakness is { } weakness)
            return report.Weakness(weakness) is { State: SslWeaknessState.Unknown } open ? Told(open.Detail) : null;
        if (s_versions.TryGetValue(rule.Number, out string[]? versions))
            return versions.Any(v => report.Has(v) is null) ? Told(report.Protocol(versions[0])?.Detail) : null;
        // What is taken in a version that may be there is not known either.
        if (rule.Number is >= 200 and < 400 && report.Protocols.FirstOrDefault(p => p.State == SslOfferState.Unknown) is { } version)
            return $"whether {version.Name} is offered is not known";
        if (rule.Number is >= 400 and < 500 && report.Certificates.Count == 0)
            return "no certificate was seen";
        return Special(rule.Number, report);
    }

    private static string? Special(int number, SslServerReport report) => number switch
    {
        303 or 304 => report.PostQuantum is null ? Told(null) : null,
        305 => Feature(report, "DH key reuse"),
        405 => report.Certificates.Any(c => c.KeySize == 0) ? Told(null) : null,
        409 => report.Certificates.Any(c => c.MustStaple) && report.Feature("OCSP stapling")?.IsOn is null ? Told(null) : null,
        410 => "only a run with all servers tells which have the same key",
        401 => report.Certificates.Any(c => c.HostnameMatch is null) ? Told(null) : null,
        402 => report.Certificates.Any(c => c.IsTrusted is null) ? Told(null) : null,
        411 => Records(report, Questions.NameRecordsQuestion.Caa),
        412 or 413 => Records(report, Questions.NameRecordsQuestion.Dane),
        600 => Feature(report, "Extended master secret"),
        601 or 602 => report.Http?.HasHsts is null ? report.Http?.Detail ?? "no web server was contacted" : null,
        603 => report.Features.FirstOrDefault(f => f.IsOn is null && f.Name.StartsWith("Stands ", StringComparison.Ordinal)) is { } stands
            ? Told(stands.Detail) : null,
        604 => Feature(report, "Fallback SCSV"),
        605 => Feature(report, Questions.RenegotiationQuestion.Name),
        606 => report.Feature("Downgrade sentinel") is { IsOn: null, Value: "not needed" } ? null : Feature(report, "Downgrade sentinel"),
        607 => report.Clients.Count == 0 || report.Clients.Any(c => c.Connects is null) ? Told(null) : null,
        608 => report.Nodes.FirstOrDefault(n => n.Problem is not null) is { } node ? $"{node.Address}: {node.Problem}"
            : null,
        609 => Feature(report, Questions.Tls13FeatureQuestion.EarlyData),
        // A short audit, and TLS 1.3 alone, do not look for the warning.
        610 => report.Feature(Questions.ServerNameQuestion.Known)?.IsOn is null ? Told(null) : null,
        _ => null,
    };

    /// <summary>What a whole report does not speak of does not concern the server.</summary>
    private static string? Feature(SslServerReport report, string name) => report.Feature(name) is { } feature
        ? feature.IsOn is null ? Told(feature.Detail) : null
        : report.Incomplete.Length > 0 ? report.Incomplete : null;

    private static string? Records(SslServerReport report, string name) =>
        report.Feature(name) is null ? "no DNS server was given" : Feature(report, name);

    private static string Told(string? detail) => string.IsNullOrEmpty(detail) ? "it could not be found out" : detail!;
}
