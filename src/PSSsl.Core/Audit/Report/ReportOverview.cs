using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Audit.Report;

/// <summary>The top of the page: how a fleet stands, and a table of its servers, the worst first.</summary>
internal sealed class ReportOverview
{
    private static readonly SslSeverity[] s_severities =
        { SslSeverity.Critical, SslSeverity.High, SslSeverity.Medium, SslSeverity.Low, SslSeverity.Info };

    /// <summary>A span of days to the end of a certificate, by the first day that it has no more.</summary>
    private static readonly (string Name, int Before, string Class)[] s_spans =
    {
        ("expired", 0, "bad"), ("in 7 days", 7, "bad"), ("in 30 days", 30, "warn"), ("in 90 days", 90, "plain"),
        ("in 200 days", 200, "plain"), ("later", int.MaxValue, "plain"),
    };

    private readonly HtmlText _html;
    private readonly IReadOnlyList<SslServerReport> _reports;

    internal ReportOverview(HtmlText html, IReadOnlyList<SslServerReport> reports)
    {
        _html = html;
        _reports = reports;
    }

    internal void Write()
    {
        _html.Raw("<header>\n<h1>TLS report</h1>\n");
        string time = _reports.Count == 0 ? string.Empty
            : $"checked {ReportWords.Minute(_reports.Min(r => r.Time))}, by PSSsl {typeof(ReportOverview).Assembly.GetName().Version?.ToString(3)}";
        _html.Element("p", $"{ReportWords.Count(_reports.Count, "server")} {time}");
        if (_reports.Count > 1)
        {
            _html.Raw("<div class=\"tiles\">\n");
            Findings();
            Grades();
            Expiry();
            PostQuantum();
            _html.Raw("</div>\n");
        }

        _html.Raw("</header>\n");
    }

    /// <summary>The servers, with what sorts and filters them where JavaScript runs.</summary>
    internal static void Table(HtmlText html, IReadOnlyList<SslServerReport> reports)
    {
        if (reports.Count < 2)
            return;
        html.Raw("<h2 id=\"list\">Servers</h2>\n<form id=\"filter\" role=\"search\" hidden><label>Search <input type=\"search\" id=\"text\" "
            + "autocomplete=\"off\" placeholder=\"name, certificate, finding\"></label> <label>Worst finding <select id=\"severity\">"
            + "<option value=\"-1\">any</option><option value=\"1\">low or worse</option><option value=\"2\">medium or worse</option>"
            + "<option value=\"3\">high or worse</option><option value=\"4\">critical</option></select></label> "
            + "<output id=\"shown\" for=\"text severity\"></output></form>\n");
        html.Raw("<table id=\"servers\" aria-labelledby=\"list\"><thead><tr>");
        foreach (string column in new[] { "Server", "Grade", "Worst finding", "Findings", "Days left", "Versions", "Post-quantum" })
            html.Raw($"<th scope=\"col\"{(column == "Worst finding" ? " aria-sort=\"ascending\"" : null)}>{column}</th>");
        html.Raw("</tr></thead><tbody>\n");
        for (int i = 0; i < reports.Count; i++)
            Row(html, reports[i], ReportWords.Number(i));
        html.Raw("</tbody></table>\n<p id=\"none\" hidden>No server matches the filter.</p>\n");
    }

    private static void Row(HtmlText html, SslServerReport report, string index)
    {
        int worst = ReportWords.Worst(report), serious = report.Findings.Count(f => f.Severity > SslSeverity.Info);
        string rank = ReportWords.Number(ReportWords.Rank(report.Grade.Letter));
        html.Raw($"<tr data-worst=\"{ReportWords.Number(worst)}\" data-for=\"s{index}\"><th scope=\"row\"><a href=\"#s{index}\">")
            .Text(report.Server).Raw("</a></th>");
        html.Raw($"<td data-label=\"Grade\" data-sort=\"{rank}\"><span class=\"grade {ReportWords.GradeClass(report.Grade.Letter)}\">")
            .Text(report.Grade.Letter).Raw("</span></td>");
        html.Raw($"<td data-label=\"Worst\" data-sort=\"{ReportWords.Number(9 - worst)}\">");
        if (report.Worst is { } finding)
            html.Raw($"<span class=\"tag {finding.Severity}\">{finding.Severity}</span> ").Text(finding.Title);
        else
            html.Raw("none");
        html.Raw($"</td><td data-label=\"Findings\" class=\"number\">{ReportWords.Number(serious)}</td>");
        string days = ReportWords.Number(report.DaysRemaining ?? int.MaxValue);
        string left = report.DaysRemaining switch
        {
            null => "not known",
            < 0 => "<span class=\"tag Critical\">expired</span>",
            < 30 => $"<strong class=\"warn\">{ReportWords.Number(report.DaysRemaining.Value)}</strong>",
            _ => ReportWords.Number(report.DaysRemaining.Value),
        };
        html.Raw($"<td data-label=\"Days left\" class=\"number\" data-sort=\"{days}\">{left}</td><td data-label=\"Versions\">");
        html.Text(ReportWords.Versions(report, SslOfferState.Offered));
        html.Raw($"</td><td data-label=\"Post-quantum\">{ReportWords.YesNo(report.PostQuantum)}</td></tr>\n");
    }

    private void Findings()
    {
        int[] worst = _reports.Select(ReportWords.Worst).ToArray();
        int none = worst.Count(w => w < 0);
        Tile("Worst finding", s_severities.Select(s => (Name: s.ToString(), Count: worst.Count(w => w == (int)s),
            Class: s >= SslSeverity.High ? "bad" : s == SslSeverity.Medium ? "warn" : "plain")).Append(("none", none, "plain")));
    }

    private void Grades() => Tile("Grade", _reports.GroupBy(r => r.Grade.Letter).OrderBy(g => ReportWords.Rank(g.Key))
        .Select(g => (g.Key == "?" ? "not graded" : g.Key, g.Count(), ReportWords.GradeClass(g.Key) switch
        {
            "ga" => "good",
            "gb" => "warn",
            "gf" => "bad",
            _ => "plain",
        })));

    private void Expiry()
    {
        var bars = new List<(string, int, string)>();
        int before = int.MinValue;
        foreach ((string name, int end, string colour) in s_spans)
        {
            bars.Add((name, _reports.Count(r => r.DaysRemaining >= before && r.DaysRemaining < end), colour));
            before = end;
        }

        int unknown = _reports.Count(r => r.DaysRemaining is null);
        if (unknown > 0)
            bars.Add(("not known", unknown, "plain"));
        Tile("Next certificate expires", bars);
    }

    private void PostQuantum()
    {
        int yes = _reports.Count(r => r.PostQuantum == true), no = _reports.Count(r => r.PostQuantum == false);
        string share = yes + no == 0 ? "not known" : FormattableString.Invariant($"{100.0 * yes / (yes + no):0} %");
        _html.Raw("<section><h2>Post-quantum</h2>\n<p class=\"share\">").Text(share).Raw("</p>\n");
        Bars(new[] { ("offered", yes, "good"), ("not offered", no, "warn"), ("not known", _reports.Count - yes - no, "plain") });
        _html.Raw("</section>\n");
    }

    private void Tile(string title, IEnumerable<(string, int, string)> bars)
    {
        _html.Raw($"<section><h2>{title}</h2>\n");
        Bars(bars);
        _html.Raw("</section>\n");
    }

    private void Bars(IEnumerable<(string Name, int Count, string Class)> bars)
    {
        (string Name, int Count, string Class)[] all = bars.ToArray();
        _html.Raw("<ul class=\"bars\">\n");
        foreach ((string name, int count, string colour) in all)
        {
            // What is there at all is seen.
            int width = count == 0 ? 0 : Math.Max(2, 100 * count / _reports.Count);
            _html.Raw($"<li{(count == 0 ? " class=\"empty\"" : null)}><span>{name}</span> <b>{ReportWords.Number(count)}</b> "
                + $"<svg class=\"{colour}\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                + $"<rect width=\"{ReportWords.Number(width)}\" height=\"1\"/></svg></li>\n");
        }

        _html.Raw("</ul>\n");
    }
}
