using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Report;

/// <summary>One server's section of the page; closed at first, so that a page of many stays quick.</summary>
internal sealed class ReportSection
{
    private readonly HtmlText _html;
    private readonly SslServerReport _report;
    private readonly int _index;

    internal ReportSection(HtmlText html, SslServerReport report, int index)
    {
        _html = html;
        _report = report;
        _index = index;
    }

    internal void Write()
    {
        _html.Raw($"<details id=\"s{_index}\"><summary><h2>").Text(ReportHtml.Name(_report)).Raw("</h2> ");
        _html.Raw($"<span class=\"grade g{ReportHtml.Class(_report.Grade.Letter)}\">").Text(_report.Grade.Letter)
            .Raw("</span></summary>\n");
        Facts();
        Findings();
        Certificates();
        Weaknesses();
        Suites();
        Features();
        Policies();
        _html.Raw("</details>\n");
    }

    private void Facts()
    {
        string start = _report.StartTls is { } protocol ? $", STARTTLS of {protocol}" : string.Empty;
        _html.Element("p",
            FormattableString.Invariant($"{_report.Address}{start}, {_report.Time.ToUniversalTime():yyyy-MM-dd HH:mm} UTC, ")
                + FormattableString.Invariant($"{_report.Connections} connections in {_report.Duration.TotalSeconds:0.0} s."));
        if (_report.Grade.Caps.Count > 0)
            List("What keeps the grade down", _report.Grade.Caps);
        if (_report.Incomplete.Length > 0)
            _html.Raw("<p class=\"note\">Not found out: ").Text(_report.Incomplete).Raw("</p>\n");
        _html.Element("p", "Versions: " + string.Join(", ", _report.Protocols.Select(p => $"{p.Name.Replace('_', '.')} {Word(p.State)}"))
            + ".");
        if (_report.Groups.Count > 0)
            _html.Element("p", "Groups: " + string.Join(", ", _report.Groups.Select(g => g.Name).Distinct()) + ".");
    }

    private static string Word(SslOfferState state) =>
        state switch { SslOfferState.Offered => "offered", SslOfferState.NotOffered => "not offered", _ => "unknown" };

    private void Findings()
    {
        _html.Raw("<h3>Findings</h3>\n");
        if (_report.Findings.Count == 0)
            _html.Element("p", "None.");
        foreach (SslFinding finding in _report.Findings)
        {
            _html.Raw($"<section class=\"finding\"><h4><span class=\"{finding.Severity}\">{finding.Severity}</span> ")
                .Text($"{finding.Title} ({finding.Id})").Raw("</h4>\n");
            _html.Element("p", finding.Evidence);
            _html.Element("p", $"{finding.Why} {finding.Fix}");
            if (finding.Fixes.Count > 0)
            {
                _html.Raw("<dl>");
                foreach (SslFindingFix fix in finding.Fixes)
                    _html.Raw("<dt>").Text(fix.Software).Raw("</dt><dd><code>").Text(fix.Text).Raw("</code></dd>");
                _html.Raw("</dl>\n");
            }

            if (finding.References.Count > 0)
                _html.Element("p", string.Join(", ", finding.References));
            _html.Raw("</section>\n");
        }
    }

    private void Certificates()
    {
        Table("Certificates", new[] { "Subject", "Key", "Trusted", "Until", "Faults" }, _report.Certificates.Select(c => new[]
        {
            c.Subject, $"{c.KeyAlgorithm} {c.KeySize}", c.IsTrusted switch { true => "yes", false => "no", null => "not judged" },
            c.NotAfter?.ToUniversalTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            string.Join("; ", c.VerifyErrors.Select(e => e.ToString())),
        }));
    }

    private void Weaknesses() => Table("Known weaknesses", new[] { "Name", "State", "What was seen" },
        _report.Weaknesses.Select(w =>
            new[] { w.Name,
                w.State switch { SslWeaknessState.Vulnerable => "vulnerable", SslWeaknessState.NotVulnerable => "not vulnerable", _ =>
                    "unknown" }, w.Detail }));

    private void Suites() => Table("Cipher suites", new[] { "Version", "Order", "Suite", "Strength" },
        _report.Suites.Select(s =>
            new[] { s.Protocol.Replace('_', '.'), s.Order.ToString(CultureInfo.InvariantCulture), s.Name, s.Cipher.Strength.ToString() }));

    private void Features() => Table("Features", new[] { "Name", "State", "Detail" },
        _report.Features.Select(f =>
            new[] { f.Name, f.IsOn switch { true => "yes", false => "no", null => "unknown" }, f.Value ?? f.Detail }));

    private void Policies()
    {
        foreach (SslPolicyResult policy in _report.Policies)
        {
            _html.Element("h3",
                $"Policy {policy.Name} {policy.Version}: {policy.Met switch { true => "met", false => "not met", null => "not known" }}");
            List("Not as it says", policy.Violations);
            List("Not found out", policy.Unknown);
        }
    }

    private void List(string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        _html.Element("p", title + ":");
        _html.Raw("<ul>");
        foreach (string line in lines)
            _html.Element("li", line);
        _html.Raw("</ul>\n");
    }

    private void Table(string title, string[] columns, IEnumerable<string?[]> rows)
    {
        string?[][] all = rows.ToArray();
        if (all.Length == 0)
            return;
        _html.Element("h3", title);
        _html.Raw($"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{title} of ").Text(ReportHtml.Name(_report))
            .Raw("\"><table><thead><tr>");
        foreach (string column in columns)
            _html.Raw($"<th scope=\"col\">{column}</th>");
        _html.Raw("</tr></thead><tbody>\n");
        foreach (string?[] row in all)
        {
            _html.Raw("<tr>");
            foreach (string? cell in row)
                _html.Raw("<td>").Text(cell).Raw("</td>");
            _html.Raw("</tr>\n");
        }

        _html.Raw("</tbody></table></div>\n");
    }
}
