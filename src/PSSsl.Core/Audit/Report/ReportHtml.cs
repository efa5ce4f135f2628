using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using PSSsl.Certificates;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Report;

/// <summary>
/// One page without network access: an overview to sort and filter, and a section for each server. Every value is escaped, for a
/// certificate's subject is an attacker's text; the page's own policy allows its one script and its one style by their hashes, and nothing
/// else.
/// </summary>
internal static class ReportHtml
{
    internal static string Write(IReadOnlyList<SslServerReport> reports)
    {
        string style = Resource("report.css"), script = Resource("report.js");
        var html = new HtmlText();
        html.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{Hash(script)}'; style-src "
            + $"'{Hash(style)}'; base-uri 'none'; form-action 'none'\">\n");
        html.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light "
            + "dark\">\n<title>TLS report</title>\n");
        html.Raw($"<style>{style}</style>\n</head>\n<body>\n");
        Overview(html, reports);
        html.Raw("<main>\n");
        for (int i = 0; i < reports.Count; i++)
            new ReportSection(html, reports[i], i).Write();
        html.Raw($"</main>\n<script>{script}</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static void Overview(HtmlText html, IReadOnlyList<SslServerReport> reports)
    {
        html.Raw("<header>\n<h1>TLS report</h1>\n");
        string time = reports.Count == 0 ? string.Empty
            : reports.Max(r => r.Time).ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
        html.Element("p", $"{reports.Count} servers, {time}. {Counts(reports)}");
        html.Element("p", Share(reports) + " " + Expiry(reports));
        html.Raw("<form id=\"filter\" role=\"search\"><label>Search <input type=\"search\" id=\"text\" autocomplete=\"off\"></label> ");
        html.Raw("<label>Findings <select id=\"severity\"><option value=\"0\">all servers</option><option value=\"1\">low or "
            + "worse</option><option value=\"2\">medium or worse</option>"
            + "<option value=\"3\">high or worse</option><option value=\"4\">critical</option></select></label> <output id=\"shown\" "
                + "for=\"text severity\"></output></form>\n</header>\n");
        html.Raw("<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Servers\"><table id=\"servers\"><caption>Servers; a "
            + "column's name sorts by it</caption><thead><tr>");
        foreach (string column in new[] { "Server", "Grade", "Versions", "Worst finding", "Days", "Post-quantum" })
            html.Raw($"<th scope=\"col\" aria-sort=\"none\"><button type=\"button\">{column}</button></th>");
        html.Raw("</tr></thead><tbody>\n");
        for (int i = 0; i < reports.Count; i++)
            Row(html, reports[i], i);
        html.Raw("</tbody></table></div>\n");
    }

    private static void Row(HtmlText html, SslServerReport report, int index)
    {
        int worst = report.Findings.Count == 0 ? 0 : (int)report.Findings.Max(f => f.Severity);
        html.Raw($"<tr data-worst=\"{worst}\" data-for=\"s{index}\"><th scope=\"row\"><a href=\"#s{index}\">").Text(Name(report))
            .Raw("</a></th>");
        html.Raw($"<td data-sort=\"{Rank(report.Grade.Letter)}\"><span class=\"grade g{Class(report.Grade.Letter)}\">")
            .Text(report.Grade.Letter).Raw("</span></td>");
        html.Element("td", report.Versions.Replace('_', '.'));
        html.Raw($"<td data-sort=\"{9 - worst}\">");
        if (report.Worst is { } finding)
            html.Raw($"<span class=\"{finding.Severity}\">{finding.Severity}</span> ").Text(finding.Title);
        html.Raw("</td>");
        html.Raw(FormattableString.Invariant(
            $"<td class=\"number\" data-sort=\"{report.DaysRemaining ?? 99999}\">{report.DaysRemaining}</td>"));
        html.Element("td", report.PostQuantum switch { true => "yes", false => "no", null => "unknown" });
        html.Raw("</tr>\n");
    }

    internal static string Name(SslServerReport report) =>
        FormattableString.Invariant($"{(report.Host.IndexOf(':') >= 0 ? $"[{report.Host}]" : report.Host)}:{report.Port}");

    internal static string Class(string letter) => letter switch { "A+" or "A" or "A-" => "a", "B" or "C" => "b", "?" => "u", _ => "f" };

    private static int Rank(string letter) =>
        "FTMEDC?BA".Reverse().ToList().IndexOf(letter.Length > 0 ? letter[0] : '?') * 3
            + (letter.EndsWith("+", StringComparison.Ordinal) ? 0
        : letter.EndsWith("-", StringComparison.Ordinal) ? 2 : 1);

    private static string Counts(IReadOnlyList<SslServerReport> reports) =>
        string.Join(", ", new[] { SslSeverity.Critical, SslSeverity.High, SslSeverity.Medium, SslSeverity.Low }
        .Select(s => $"{reports.Sum(r => r.Findings.Count(f => f.Severity == s))} {s.ToString().ToLowerInvariant()}")) + " findings.";

    private static string Share(IReadOnlyList<SslServerReport> reports) =>
        $"{reports.Count(r => r.PostQuantum == true)} of {reports.Count(r => r.PostQuantum is not null)} offer a key exchange that is "
            + $"safe against quantum computers.";

    private static string Expiry(IReadOnlyList<SslServerReport> reports)
    {
        int[] days = reports.Where(r => r.DaysRemaining is not null).Select(r => r.DaysRemaining!.Value).ToArray();
        return $"Certificates: {days.Count(d => d < 0)} expired, {days.Count(d => d is >= 0 and < 7)} within 7 days, "
            + $"{days.Count(d => d is >= 7 and < 30)} within 30, "
            + $"{days.Count(d => d is >= 30 and < 90)} within 90, {days.Count(d => d >= 90)} later.";
    }

    private static string Hash(string text) => "sha256-" + Sha256Digest.Of(Encoding.UTF8.GetBytes(text));

    private static string Resource(string name)
    {
        using Stream stream = typeof(ReportHtml).Assembly.GetManifestResourceStream("PSSsl.Audit.Report." + name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
