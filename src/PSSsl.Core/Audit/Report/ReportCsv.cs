using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Report;

/// <summary>One row for each server (RFC 4180).</summary>
internal static class ReportCsv
{
    private static readonly (string Name, Func<SslServerReport, object?> Value)[] s_columns =
    {
        ("Host", r => r.Host), ("Port", r => r.Port), ("Address", r => r.Address), ("StartTls", r => r.StartTls),
        ("Time", r => r.Time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)),
        ("Grade", r => r.Grade.Letter), ("Score", r => r.Grade.Score), ("Versions", r => r.Versions), ("Suites", r => r.Suites.Count),
        ("WeakSuites", r => r.Suites.Count(s => s.Cipher.Strength <= SslCipherStrength.Weak)), ("PostQuantum", r => r.PostQuantum),
        ("Subject", r => r.Certificates.Select(c => c.Subject).FirstOrDefault()),
        ("Trusted", r => r.Certificates.Count == 0 || r.Certificates.Any(c => c.IsTrusted is null) ? null
            : r.Certificates.All(c => c.IsTrusted == true)),
        ("DaysRemaining", r => r.DaysRemaining), ("Critical", Count(SslSeverity.Critical)), ("High", Count(SslSeverity.High)),
        ("Medium", Count(SslSeverity.Medium)), ("Low", Count(SslSeverity.Low)),
        ("PoliciesNotMet", r => string.Join("; ", r.Policies.Where(p => p.Met == false).Select(p => p.Name))),
        ("Findings", r => string.Join(" ", r.Findings.Select(f => f.Id))),
        ("Vulnerable", r => Weaknesses(r, SslWeaknessState.Vulnerable)), ("Unknown", r => Weaknesses(r, SslWeaknessState.Unknown)),
        ("Worst", r => r.Worst?.Title), ("Nodes", r => r.Nodes.Count),
        ("ClientsFailing", r => r.Clients.Count == 0 ? null : r.Clients.Count(c => c.Connects == false)),
        ("SharedWith", r => string.Join("; ", r.SharedWith)), ("Incomplete", r => r.Incomplete), ("Connections", r => r.Connections),
        ("Seconds", r => r.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture)),
    };

    internal static string Write(IReadOnlyList<SslServerReport> reports) => string.Concat(
        new[] { Row(s_columns.Select(c => c.Name)) }.Concat(
            reports.Select(r => Row(s_columns.Select(c => Convert.ToString(c.Value(r), CultureInfo.InvariantCulture))))));

    private static string Row(IEnumerable<string?> fields) => string.Join(",", fields.Select(Quote)) + "\r\n";

    /// <summary>
    /// What a spreadsheet would take for a formula is a certificate's text: it gets an apostrophe in front. A row is a line.
    /// </summary>
    private static string Quote(string? field)
    {
        string text = SafeText.Of(field).Replace('\n', ' ');
        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        if (!isNumber && text.TrimStart() is { Length: > 0 } start && start[0] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠')
            text = "'" + text;
        return text.IndexOfAny(new[] { ',', '"' }) < 0 ? text : "\"" + text.Replace("\"", "\"\"") + "\"";
    }

    private static Func<SslServerReport, object?> Count(SslSeverity severity) => r => r.Findings.Count(f => f.Severity == severity);

    private static string Weaknesses(SslServerReport report, SslWeaknessState state) =>
        string.Join("; ", report.Weaknesses.Where(w => w.State == state).Select(w => w.Name));
}
