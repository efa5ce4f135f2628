using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using PSSsl.Certificates;

namespace PSSsl.Audit.Report;

/// <summary>
/// One page without network access: an overview to sort and filter, a section for each server, and what the findings mean. Every value is
/// escaped, for a certificate's subject is an attacker's text; the page's own policy allows its one script and its one style by their
/// hashes, and nothing else.
/// </summary>
internal static class ReportHtml
{
    internal static string Write(IReadOnlyList<SslServerReport> given)
    {
        // The worst comes first; JavaScript sorts by other columns.
        SslServerReport[] reports = given.OrderByDescending(ReportWords.Worst).ThenByDescending(r => ReportWords.Rank(r.Grade.Letter))
            .ThenBy(r => r.DaysRemaining ?? int.MaxValue).ThenBy(r => r.Server, StringComparer.OrdinalIgnoreCase).ToArray();
        string style = Resource("report.css"), script = Resource("report.js");
        var html = new HtmlText();
        html.Raw("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Raw($"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src '{Hash(script)}'; style-src "
            + $"'{Hash(style)}'; base-uri 'none'; form-action 'none'\">\n");
        html.Raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light "
            + "dark\">\n<title>TLS report</title>\n");
        html.Raw($"<style>{style}</style>\n</head>\n<body>\n");
        new ReportOverview(html, reports).Write();
        html.Raw("<main>\n");
        ReportOverview.Table(html, reports);
        html.Raw($"<h2{(reports.Length > 1 ? null : " class=\"unseen\"")}>Details</h2>\n");
        html.Raw("<div id=\"hosts\">\n");
        for (int i = 0; i < reports.Length; i++)
            new ReportSection(html, reports, i).Write();
        html.Raw("</div>\n");
        new ReportMeanings(html, reports).Write();
        html.Raw($"</main>\n<script>{script}</script>\n</body>\n</html>\n");
        return html.ToString();
    }

    private static string Hash(string text) => "sha256-" + Sha256Digest.Of(Encoding.UTF8.GetBytes(text));

    private static string Resource(string name)
    {
        using Stream stream = typeof(ReportHtml).Assembly.GetManifestResourceStream("PSSsl.Audit.Report." + name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().Replace("\r\n", "\n");
    }
}
