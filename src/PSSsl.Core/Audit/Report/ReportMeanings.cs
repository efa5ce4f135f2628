using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Audit.Report;

/// <summary>
/// What the page's findings mean and what to do, each once: many servers have the same ones. Below stands who has it, so that a fault can
/// be mended everywhere in one go.
/// </summary>
internal sealed class ReportMeanings
{
    private readonly HtmlText _html;
    private readonly IReadOnlyList<SslServerReport> _reports;

    internal ReportMeanings(HtmlText html, IReadOnlyList<SslServerReport> reports)
    {
        _html = html;
        _reports = reports;
    }

    internal void Write()
    {
        var found = _reports.SelectMany((r, at) => r.Findings.Select(f => (Finding: f, At: at))).GroupBy(f => f.Finding.Id)
            .OrderByDescending(g => g.Max(f => f.Finding.Severity)).ThenByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).ToArray();
        if (found.Length == 0)
            return;
        _html.Raw("<h2>What the findings mean, and how to fix them</h2>\n");
        foreach (var group in found)
            Meaning(group.Select(f => f.Finding).ToArray(), group.Select(f => f.At).Distinct().ToArray());
    }

    private void Meaning(SslFinding[] findings, int[] servers)
    {
        SslFinding first = findings[0];
        _html.Raw($"<section class=\"meaning\" id=\"{Anchor(first.Id)}\" tabindex=\"-1\"><h3><span class=\"tag {first.Severity}\">"
            + $"{first.Severity}</span> ").Text(first.Title).Raw(" <small>").Text(first.Id).Raw("</small></h3>\n");
        _html.Element("p", first.Why);
        _html.Raw("<p><strong>Fix:</strong> ").Text(first.Fix).Raw("</p>\n");
        SslFindingFix[] fixes = findings.SelectMany(f => f.Fixes).GroupBy(f => (f.Software, f.Text)).Select(g => g.First()).ToArray();
        if (fixes.Length > 0)
        {
            _html.Raw("<dl>");
            foreach (SslFindingFix fix in fixes)
                _html.Raw("<dt>").Text(fix.Software).Raw("</dt><dd><code>").Text(fix.Text).Raw("</code></dd>");
            _html.Raw("</dl>\n");
        }

        References(first.References);
        if (_reports.Count > 1)
            Servers(servers);
        _html.Raw("</section>\n");
    }

    private void Servers(int[] servers)
    {
        _html.Raw($"<details><summary>On {ReportWords.Count(servers.Length, "server")}</summary><p>");
        for (int i = 0; i < servers.Length; i++)
        {
            _html.Raw($"{(i == 0 ? null : ", ")}<a href=\"#s{ReportWords.Number(servers[i])}\">").Text(_reports[servers[i]].Server)
                .Raw("</a>");
        }

        _html.Raw("</p></details>\n");
    }

    private void References(IReadOnlyList<string> references)
    {
        if (references.Count == 0)
            return;
        _html.Raw("<p>More: ");
        for (int i = 0; i < references.Count; i++)
        {
            _html.Raw(i == 0 ? string.Empty : ", ");
            if (Address(references[i]) is { } address)
                _html.Raw("<a rel=\"noreferrer\" href=\"").Text(address).Raw("\">").Text(references[i]).Raw("</a>");
            else
                _html.Text(references[i]);
        }

        _html.Raw("</p>\n");
    }

    private static string? Address(string reference)
    {
        if (reference.StartsWith("CVE-", StringComparison.Ordinal) && reference.Skip(4).All(c => c is >= '0' and <= '9' or '-'))
            return "https://www.cve.org/CVERecord?id=" + reference;
        return reference.StartsWith("RFC ", StringComparison.Ordinal) && reference.Length is > 4 and < 9
            && reference.Skip(4).All(c => c is >= '0' and <= '9') ? "https://www.rfc-editor.org/rfc/rfc" + reference.Substring(4) : null;
    }

    /// <summary>A number may come from a file.</summary>
    internal static string Anchor(string id) => "f-" + new string(id.Where(c => c is >= '0' and <= '9' or >= 'A' and <= 'Z').ToArray());
}
