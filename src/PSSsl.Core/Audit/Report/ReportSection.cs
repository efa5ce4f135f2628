using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Audit.Report;

/// <summary>One server's section of the page: what is known at a glance, its findings, and the rest to unfold.</summary>
internal sealed class ReportSection
{
    private readonly HtmlText _html;
    private readonly IReadOnlyList<SslServerReport> _reports;
    private readonly SslServerReport _report;
    private readonly int _index;

    internal ReportSection(HtmlText html, IReadOnlyList<SslServerReport> reports, int index)
    {
        _html = html;
        _reports = reports;
        _report = reports[index];
        _index = index;
    }

    internal void Write()
    {
        // Many are closed at first, so that the page is quick, and one is what the page is about.
        _html.Raw($"<details class=\"host\" id=\"s{ReportWords.Number(_index)}\"{(_reports.Count == 1 ? " open" : null)}><summary><span "
            + $"class=\"grade {ReportWords.GradeClass(_report.Grade.Letter)}\">").Text(_report.Grade.Letter).Raw("</span> <h3>")
            .Text(_report.Server).Raw("</h3> <span class=\"why\">");
        if (_report.Worst is { } worst)
            _html.Raw($"<span class=\"tag {worst.Severity}\">{worst.Severity}</span> ").Text(worst.Title);
        else
            _html.Raw(_report.Findings.Count > 0 ? "for information only" : "no findings");
        _html.Raw("</span></summary>\n<div class=\"about\">\n");
        Facts();
        Findings();
        _html.Raw("</div>\n");
        new ReportDetails(_html, _report).Write();
        _html.Raw("</details>\n");
    }

    private void Facts()
    {
        _html.Raw("<dl class=\"facts\">\n");
        Fact("Address", (_report.Address ?? "not known") + (_report.StartTls is { } protocol ? $", STARTTLS of {protocol}" : string.Empty)
            + (_report.ServerName.Length > 0 && _report.ServerName != _report.Host ? $", asked for as {_report.ServerName}" : string.Empty));
        Fact("Checked", FormattableString.Invariant(
            $"{ReportWords.Minute(_report.Time)}, {_report.Connections} connections"));
        string offered = ReportWords.Versions(_report, SslOfferState.Offered), unknown = ReportWords.Versions(_report, SslOfferState.Unknown);
        Fact("Versions", (offered.Length > 0 ? offered : "none found") + (unknown.Length > 0 ? $"; unknown: {unknown}" : string.Empty));
        if (_report.Certificates.Select(c => c.NotAfter).Min() is { } end && _report.DaysRemaining is { } days)
            Fact("Certificate", $"{(days < 0 ? "expired" : "expires")} {ReportWords.Date(end)}, {ReportWords.Days(days)}");
        if (_report.Groups.Count > 0)
            Fact("Key exchange", string.Join(", ", _report.Groups.Select(g => g.Name).Distinct()));
        Fact("Post-quantum", ReportWords.YesNo(_report.PostQuantum));
        if (_report.Http is { } http)
            Fact("Web server", string.Join(", ", new[] { http.Status ?? http.Detail, http.Server, Hsts(http) }.Where(t => !string.IsNullOrEmpty(t))));
        SharedWith();
        if (_report.Incomplete.Length > 0)
            _html.Raw("<div class=\"note\"><dt>Not found out</dt><dd>").Text(_report.Incomplete).Raw("</dd></div>\n");
        // What would lower it less counts only when these are mended; the findings have it.
        string letter = _report.Grade.Letter + ": ";
        string[] caps = _report.Grade.Caps.Where(c => c.StartsWith(letter, StringComparison.Ordinal)).Select(c => c.Substring(letter.Length))
            .ToArray();
        if (caps.Length > 0)
            Lines($"Grade {_report.Grade.Letter} because", caps);
        _html.Raw("</dl>\n");
    }

    private static string? Hsts(SslServerHttp http) => http.HasHsts switch
    {
        true => FormattableString.Invariant($"HSTS for {(http.HstsMaxAge ?? 0) / 86400} days"),
        false => "no HSTS",
        null => null,
    };

    private void Fact(string name, string value) =>
        _html.Raw($"<div><dt>{name}</dt><dd>").Text(value).Raw("</dd></div>\n");

    private void Lines(string name, IReadOnlyList<string> lines)
    {
        _html.Raw("<div><dt>").Text(name).Raw("</dt>");
        foreach (string line in lines)
            _html.Raw("<dd>").Text(line).Raw("</dd>");
        _html.Raw("</div>\n");
    }

    private void SharedWith()
    {
        if (_report.SharedWith.Count == 0)
            return;
        _html.Raw("<div><dt>Same key as</dt>");
        foreach (string server in _report.SharedWith)
        {
            int at = Enumerable.Range(0, _reports.Count).TakeWhile(i => _reports[i].Server != server).Count();
            if (at < _reports.Count)
                _html.Raw($"<dd><a href=\"#s{ReportWords.Number(at)}\">").Text(server).Raw("</a></dd>");
            else
                _html.Raw("<dd>").Text(server).Raw("</dd>");
        }

        _html.Raw("</div>\n");
    }

    private void Findings()
    {
        _html.Raw("<section><h4>Findings</h4>\n");
        if (_report.Findings.Count == 0)
            _html.Raw("<p>None.</p>\n");
        else
            _html.Raw("<ul class=\"findings\">\n");
        foreach (SslFinding finding in _report.Findings)
        {
            _html.Raw($"<li><span class=\"tag {finding.Severity}\">{finding.Severity}</span> <strong>").Text(finding.Title)
                .Raw("</strong><p>").Text(finding.Evidence).Raw($"<p>").Text(finding.Fix)
                .Raw($" More: <a href=\"#{ReportMeanings.Anchor(finding.Id)}\">").Text(finding.Id).Raw("</a>\n");
        }

        if (_report.Findings.Count > 0)
            _html.Raw("</ul>\n");
        _html.Raw("</section>\n");
    }
}
