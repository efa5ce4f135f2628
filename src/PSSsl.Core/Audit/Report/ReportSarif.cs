using System.Collections.Generic;
using System.Linq;
using PSSsl.Audit.Findings;

namespace PSSsl.Audit.Report;

/// <summary>SARIF 2.1.0, which code scanning platforms read: a result for each finding, whose place is the server.</summary>
internal static class ReportSarif
{
    internal static string Write(IReadOnlyList<SslServerReport> reports) => JsonText.Write(new Dictionary<string, object?>
    {
        ["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json",
        ["version"] = "2.1.0",
        ["runs"] = new List<object?>
        {
            new Dictionary<string, object?>
            {
                ["tool"] = new Dictionary<string, object?>
                {
                    ["driver"] = new Dictionary<string, object?>
                    {
                        ["name"] = "PSSsl",
                        ["semanticVersion"] = typeof(ReportSarif).Assembly.GetName().Version?.ToString(3),
                        ["rules"] = FindingRules.All.Select(r => (object?)Rule(r)).ToList(),
                    },
                },
                ["invocations"] = new List<object?>
                {
                    new Dictionary<string, object?>
                    {
                        ["executionSuccessful"] = true,
                        ["toolExecutionNotifications"] = reports.SelectMany(Doubts).ToList(),
                    },
                },
                ["results"] = reports.SelectMany(r => r.Findings.Select(f => (object?)Result(r, f))).ToList(),
            },
        },
    }) + "\n";

    private static Dictionary<string, object?> Rule(FindingRule rule) => new()
    {
        ["id"] = rule.Id,
        ["shortDescription"] = Text(rule.Title),
        ["fullDescription"] = Text(rule.Why),
        ["help"] = Text($"{rule.Fix} ({string.Join(", ", rule.References)})"),
        ["defaultConfiguration"] = new Dictionary<string, object?> { ["level"] = Level(rule.Severity) },
        ["properties"] = new Dictionary<string, object?>
            { ["security-severity"] = Score(rule.Severity), ["tags"] = new List<object?> { "security", "tls" } },
    };

    private static Dictionary<string, object?> Result(SslServerReport report, SslFinding finding) => new()
    {
        ["ruleId"] = finding.Id,
        ["level"] = Level(finding.Severity),
        ["message"] = Text($"{report.Server}: {finding.Title}. {finding.Evidence}"),
        ["locations"] = Locations(report),
        ["partialFingerprints"] = new Dictionary<string, object?> { ["server/v1"] = $"{report.Host}:{report.Port}:{finding.Id}" },
    };

    /// <summary>What could not be found out is not a result, and does not count as fine.</summary>
    private static IEnumerable<object?> Doubts(SslServerReport report) => FindingRules.All
        .Where(rule => report.Findings.All(f => f.Id != rule.Id))
        .Select(rule => (rule, Doubt: FindingDoubt.Of(rule, report))).Where(d => d.Doubt is not null)
        .Select(d => (object?)new Dictionary<string, object?>
        {
            ["level"] = "note",
            ["message"] = Text($"{report.Server}: it is not known whether '{d.rule.Title}' applies: {d.Doubt}"),
            ["associatedRule"] = new Dictionary<string, object?> { ["id"] = d.rule.Id },
            ["locations"] = Locations(report),
        });

    private static List<object?> Locations(SslServerReport report) => new()
    {
        new Dictionary<string, object?>
        {
            ["physicalLocation"] = new Dictionary<string, object?>
            {
                ["artifactLocation"] = new Dictionary<string, object?> { ["uri"] = Uri(report) },
            },
        },
    };

    private static string Uri(SslServerReport report)
    {
        string host = System.Uri.EscapeDataString(report.Host);
        return $"tls://{(report.Host.IndexOf(':') >= 0 ? $"[{host.Replace("%3A", ":")}]" : host)}:{report.Port}";
    }

    private static Dictionary<string, object?> Text(string text) => new() { ["text"] = SafeText.Of(text) };

    private static string Level(SslSeverity severity) => severity switch
    {
        SslSeverity.Critical or SslSeverity.High => "error",
        SslSeverity.Medium => "warning",
        _ => "note",
    };

    private static string Score(SslSeverity severity) => severity switch
    {
        SslSeverity.Critical => "9.5",
        SslSeverity.High => "7.5",
        SslSeverity.Medium => "5.0",
        SslSeverity.Low => "2.5",
        _ => "0.0",
    };
}
