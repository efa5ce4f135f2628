using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Audit.Findings;

namespace PSSsl.Audit.Report;

/// <summary>What is new, gone, worse or better between two runs, by server and number of the finding.</summary>
internal static class ReportComparison
{
    private static readonly string[] s_grades = { "A+", "A", "A-", "B", "C", "D", "E", "F", "M", "T" };

    internal static IReadOnlyList<SslReportChange> Compare(IEnumerable<SslServerReport> before, IEnumerable<SslServerReport> after)
    {
        Dictionary<string, SslServerReport> old = ByServer(before), now = ByServer(after);
        var changes = new List<SslReportChange>();
        foreach (string key in old.Keys.Union(now.Keys))
        {
            old.TryGetValue(key, out SslServerReport? one);
            now.TryGetValue(key, out SslServerReport? other);
            if (one is null)
                changes.Add(Change(other!, SslReportChangeKind.New, "Server", "The server was not audited before", null,
                    other!.Grade.Letter));
            else if (other is null)
                changes.Add(Change(one, SslReportChangeKind.Gone, "Server", "The server was not audited this time", one.Grade.Letter,
                    null));
            else
                changes.AddRange(Compare(one, other));
        }

        return changes.OrderBy(c => c.Kind is SslReportChangeKind.Gone or SslReportChangeKind.Better).ThenByDescending(c => c.Severity)
            .ThenBy(c => c.Host, StringComparer.OrdinalIgnoreCase).ThenBy(c => c.Id, StringComparer.Ordinal).ToArray();
    }

    private static IEnumerable<SslReportChange> Compare(SslServerReport one, SslServerReport other)
    {
        int before = Array.IndexOf(s_grades, one.Grade.Letter), after = Array.IndexOf(s_grades, other.Grade.Letter);
        if (one.Grade.Letter != other.Grade.Letter)
        {
            SslReportChangeKind kind = before < 0 || after < 0 ? SslReportChangeKind.Unknown : after > before ? SslReportChangeKind.Worse
                : SslReportChangeKind.Better;
            yield return Change(other, kind, "Grade", "The grade", one.Grade.Letter, other.Grade.Letter);
        }

        foreach (SslReportChange change in other.Policies.Select(p => Compare(one, other, p)).OfType<SslReportChange>())
            yield return change;
        foreach (SslFinding finding in other.Findings)
        {
            SslFinding? was = one.Findings.FirstOrDefault(f => f.Id == finding.Id);
            if (was is null)
                yield return Change(other, SslReportChangeKind.New, finding, null, finding.Evidence);
            else if (was.Severity != finding.Severity)
                yield return Change(other, finding.Severity > was.Severity ? SslReportChangeKind.Worse
                    : SslReportChangeKind.Better, finding, was.Severity.ToString(), finding.Severity.ToString());
        }

        foreach (SslFinding finding in one.Findings.Where(f => other.Findings.All(o => o.Id != f.Id)))
        {
            // What was not asked, or not found out, is not gone; nor is what another version of this module looked for.
            FindingRule? rule = FindingRules.All.FirstOrDefault(r => r.Id == finding.Id);
            bool isKnown = rule is not null && FindingDoubt.Of(rule, other) is null;
            yield return Change(other, isKnown ? SslReportChangeKind.Gone : SslReportChangeKind.Unknown, finding, finding.Evidence, null);
        }
    }

    /// <summary>A policy that both were held to.</summary>
    private static SslReportChange? Compare(SslServerReport one, SslServerReport other, SslPolicyResult now)
    {
        SslPolicyResult? was = one.Policies.FirstOrDefault(p => p.Name == now.Name);
        if (was is null || was.Met == now.Met)
            return null;
        SslReportChangeKind kind = now.Met is null ? SslReportChangeKind.Unknown : now.Met.Value ? SslReportChangeKind.Better
            : was.Met is null ? SslReportChangeKind.New : SslReportChangeKind.Worse;
        return Change(other, kind, "Policy", $"The policy {now.Name}", was.ToString(), now.ToString());
    }

    private static SslReportChange Change(SslServerReport report, SslReportChangeKind kind, SslFinding finding, string? before,
        string? after) => new()
    {
        Kind = kind, Host = report.Host, Port = report.Port, Id = finding.Id, Severity = finding.Severity, Title = finding.Title,
            Before = before, After = after,
    };

    private static SslReportChange Change(SslServerReport report, SslReportChangeKind kind, string id, string title, string? before,
        string? after) => new()
    {
        Kind = kind, Host = report.Host, Port = report.Port, Id = id, Title = title, Before = before, After = after,
        Severity = kind == SslReportChangeKind.Worse ? SslSeverity.High : kind == SslReportChangeKind.Unknown ? SslSeverity.Medium
            : SslSeverity.Info,
    };

    /// <summary>The last one counts where a server stands there twice.</summary>
    private static Dictionary<string, SslServerReport> ByServer(IEnumerable<SslServerReport> reports)
    {
        var all = new Dictionary<string, SslServerReport>(StringComparer.OrdinalIgnoreCase);
        foreach (SslServerReport report in reports)
            all[FormattableString.Invariant($"{report.Host}|{report.Port}|{report.ServerName}|{report.StartTls}")] = report;
        return all;
    }
}
