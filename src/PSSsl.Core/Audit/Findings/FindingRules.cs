using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Audit.Findings;

/// <summary>The table of findings, and what it makes of a report.</summary>
internal static class FindingRules
{
    internal static IReadOnlyList<FindingRule> All { get; } = ProtocolRules.All.Concat(CipherRules.All).Concat(KeyRules.All)
        .Concat(CertificateRules.All)
        .Concat(WeaknessRules.All).Concat(FeatureRules.All).OrderBy(r => r.Number).ToArray();

    /// <param name="report">What is known.</param>
    /// <param name="fixFor">Server software whose configuration is wanted; none for what the server says it is, or else all.</param>
    internal static IReadOnlyList<SslFinding> Judge(SslServerReport report, IReadOnlyList<string> fixFor)
    {
        IReadOnlyList<string> software = fixFor.Count > 0 ? fixFor : Named(report.Http?.Server);
        return All.Select(rule => (rule, Seen: rule.See(report))).Where(f => f.Seen is not null)
            .Select(f => Finding(f.rule, f.Seen!, software)).OrderByDescending(f => f.Severity).ThenBy(f => f.Id, StringComparer.Ordinal)
            .ToArray();
    }

    private static SslFinding Finding(FindingRule rule, string seen, IReadOnlyList<string> software) => new()
    {
        Id = rule.Id,
        Severity = rule.Severity,
        Title = rule.Title,
        Evidence = seen,
        Why = rule.Why,
        Fix = rule.Fix,
        Fixes = rule.Fixes.Where(f => software.Count == 0 || software.Contains(f.Key, StringComparer.OrdinalIgnoreCase))
            .Select(f => new SslFindingFix { Software = f.Key, Text = f.Value }).ToArray(),
        References = rule.References,
    };

    private static IReadOnlyList<string> Named(string? server)
    {
        string text = server ?? string.Empty;
        return ServerFixes.Software.Where(s => text.IndexOf(s, StringComparison.OrdinalIgnoreCase) >= 0).Take(1).ToArray();
    }
}
