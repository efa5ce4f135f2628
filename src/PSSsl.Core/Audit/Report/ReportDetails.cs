using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Audit.Report;

/// <summary>What stands below a server's findings: tables to unfold, each with its sum in its name.</summary>
internal sealed class ReportDetails
{
    private const int MostNames = 8;

    private readonly HtmlText _html;
    private readonly SslServerReport _report;

    internal ReportDetails(HtmlText html, SslServerReport report)
    {
        _html = html;
        _report = report;
    }

    internal void Write()
    {
        Certificates();
        Nodes();
        Weaknesses();
        foreach (SslPolicyResult policy in _report.Policies)
            Policy(policy);
        Clients();
        Suites();
        Signatures();
        Features();
    }

    private void Certificates() => Table($"Certificates: {ReportWords.Number(_report.Certificates.Count)}",
        new[] { "Subject", "Names", "Key", "Issuer", "Expires", "Trusted", "Name fits", "Problems" },
        _report.Certificates.Select(c => new[]
        {
            c.Subject, Names(c), $"{c.KeyAlgorithm} {ReportWords.Number(c.KeySize)}", c.Issuer,
            c.NotAfter is { } end ? ReportWords.Date(end) : "unknown", c.IsTrusted is null ? "not checked" : ReportWords.YesNo(c.IsTrusted),
            c.HostnameMatch is null ? "not checked" : ReportWords.YesNo(c.HostnameMatch),
            c.VerifyErrors.Count == 0 ? "none" : string.Join("; ", c.VerifyErrors.Select(e => e.ToString())),
        }), isOpen: true);

    private static string Names(PeerCertificate certificate)
    {
        string[] all = certificate.DnsNames.Concat(certificate.IpAddresses).ToArray();
        return string.Join(", ", all.Take(MostNames)) + (all.Length > MostNames ? $" and {all.Length - MostNames} more" : string.Empty);
    }

    private void Nodes()
    {
        int different = _report.Nodes.Count(n => n.Differences.Length > 0), silent = _report.Nodes.Count(n => n.Problem is not null);
        Table($"Addresses: {ReportWords.Number(_report.Nodes.Count)}" + (different > 0 ? $", {different} different" : string.Empty)
            + (silent > 0 ? $", {silent} not checked" : string.Empty), new[] { "Address", "Grade", "Versions", "Differs from the first in" },
            _report.Nodes.Select(n => new[]
            {
                n.Address, n.Grade ?? "?", string.Join(", ", (n.Versions ?? "unknown").Split(',').Select(v => ReportWords.Version(v.Trim()))),
                n.Problem is { } problem ? "not checked: " + problem : n.Differences.Length > 0 ? n.Differences : "nothing",
            }), isOpen: different + silent > 0);
    }

    /// <summary>What a server has, or may have, first; of the others the names are enough.</summary>
    private void Weaknesses()
    {
        SslServerWeakness[] open = _report.Weaknesses.Where(w => w.State != SslWeaknessState.NotVulnerable).OrderByDescending(w => w.State)
            .ToArray();
        SslServerWeakness[] none = _report.Weaknesses.Where(w => w.State == SslWeaknessState.NotVulnerable).ToArray();
        int vulnerable = open.Count(w => w.State == SslWeaknessState.Vulnerable);
        if (_report.Weaknesses.Count == 0)
            return;
        Begin($"Known weaknesses: vulnerable to {ReportWords.Number(vulnerable)} of {ReportWords.Number(_report.Weaknesses.Count)}"
            + (open.Length > vulnerable ? $", {open.Length - vulnerable} unknown" : string.Empty), isOpen: open.Length > 0);
        if (open.Length > 0)
        {
            Rows("Weaknesses", new[] { "Name", "State", "What was seen" }, open.Select(w => new[]
            {
                w.Cve is null ? w.Name : $"{w.Name} ({w.Cve})", w.State == SslWeaknessState.Vulnerable ? "vulnerable" : "unknown", w.Detail,
            }));
        }

        if (none.Length > 0)
            _html.Raw("<p>Not vulnerable: ").Text(string.Join(", ", none.Select(w => w.Name))).Raw(".</p>\n");
        _html.Raw("</details>\n");
    }

    private void Policy(SslPolicyResult policy)
    {
        string state = policy.Met switch { true => "met", false => "not met", null => "not known" };
        Begin($"Policy {policy.Name} {policy.Version}{(policy.Date.Length > 0 ? $" of {policy.Date}" : null)}: {state}",
            isOpen: policy.Met != true);
        List("Violations", policy.Violations);
        List("Could not be checked", policy.Unknown);
        if (policy.Met == true)
            _html.Raw("<p>Everything is as it demands.</p>\n");
        _html.Raw("</details>\n");
    }

    /// <summary>Clients that agree on the same stand together: the rest of their row is written once.</summary>
    private void Clients()
    {
        int connect = _report.Clients.Count(c => c.Connects == true), unknown = _report.Clients.Count(c => c.Connects is null);
        Table($"Clients: {ReportWords.Number(connect)} of {ReportWords.Number(_report.Clients.Count)} connect"
            + (unknown > 0 ? $", {unknown} unknown" : string.Empty), new[] { "Clients", "Version", "Cipher suite", "Group", "Certificate" },
            _report.Clients.GroupBy(Agreement).OrderBy(g => g.First().Connects == true).ThenByDescending(g => g.First().Version,
                StringComparer.Ordinal).ThenByDescending(g => g.Count())
                .Select(g => new[] { string.Join("; ", g.Select(c => c.Client)) }.Concat(g.Key.Split('\n')).ToArray()));
    }

    private static string Agreement(SslClientSimulation client) => client.Connects switch
    {
        true => string.Join("\n", ReportWords.Version(client.Version ?? "unknown"), client.Cipher?.Name ?? "unknown", client.Group ?? "–",
            client.Certificate ?? "–"),
        false => "does not connect: " + client.Detail?.Replace('\n', ' '),
        null => "unknown: " + client.Detail?.Replace('\n', ' '),
    };

    /// <summary>A suite is a row, a version a column with its place in the order there.</summary>
    private void Suites()
    {
        int weak = _report.Suites.Select(s => s.Cipher).Where(c => c.Strength <= SslCipherStrength.Weak).Distinct().Count();
        string[] versions = _report.Suites.Select(s => s.Protocol).Distinct().ToArray();
        var suites = _report.Suites.GroupBy(s => s.Cipher).ToArray();
        Table($"Cipher suites: {ReportWords.Number(suites.Length)}" + (weak > 0 ? $", {weak} weak" : string.Empty),
            new[] { "Cipher suite", "Key exchange", "Bits", "Strength" }.Concat(versions.Select(ReportWords.Version)).ToArray(),
            suites.Select(g => new[] { g.Key.Name, g.Key.KeyExchange, ReportWords.Number(g.Key.Bits), g.Key.Strength.ToString() }
                .Concat(versions.Select(v => g.FirstOrDefault(s => s.Protocol == v) is { } at ? ReportWords.Number(at.Order) : "–"))
                .ToArray()));
    }

    private void Signatures() => Table($"Signature schemes: {ReportWords.Number(_report.SignatureSchemes.Select(s => s.Name).Distinct().Count())}",
        new[] { "Version", "Schemes" }, _report.SignatureSchemes.GroupBy(s => s.Protocol)
            .Select(g => new[] { ReportWords.Version(g.Key), string.Join(", ", g.Select(s => s.Name)) }));

    private void Features()
    {
        if (_report.Features.Count == 0)
            return;
        Begin($"Features: {ReportWords.Number(_report.Features.Count)}", isOpen: false);
        _html.Raw("<ul class=\"columns\">\n");
        foreach (SslServerFeature feature in _report.Features)
        {
            _html.Raw("<li>").Text(feature.Name).Raw($": <b>{ReportWords.YesNo(feature.IsOn)}</b>");
            if ((feature.Value ?? feature.Detail) is { Length: > 0 } more)
                _html.Text($" ({more})");
            _html.Raw("\n");
        }

        _html.Raw("</ul></details>\n");
    }

    private void List(string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0)
            return;
        _html.Raw($"<p>{title}:</p>\n<ul>");
        foreach (string line in lines)
            _html.Element("li", line);
        _html.Raw("</ul>\n");
    }

    private void Table(string title, string[] columns, IEnumerable<string?[]> rows, bool isOpen = false)
    {
        string?[][] all = rows.ToArray();
        if (all.Length == 0)
            return;
        Begin(title, isOpen);
        Rows(title.Split(':')[0], columns, all);
        _html.Raw("</details>\n");
    }

    private void Begin(string title, bool isOpen) =>
        _html.Raw($"<details{(isOpen ? " open" : null)}><summary><h4>").Text(title).Raw("</h4></summary>\n");

    /// <summary>Cells and rows end where the next one begins, as HTML allows: there are tens of thousands of them.</summary>
    private void Rows(string title, string[] columns, IEnumerable<string?[]> rows)
    {
        _html.Raw($"<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{title} of ").Text(_report.Server)
            .Raw("\"><table><thead><tr>");
        foreach (string column in columns)
            _html.Raw($"<th scope=\"col\">{column}");
        _html.Raw("<tbody>\n");
        foreach (string?[] row in rows)
        {
            _html.Raw("<tr>");
            for (int i = 0; i < row.Length; i++)
            {
                // A short row's last cell stands for those that it lacks, too.
                bool isRest = i == row.Length - 1 && row.Length < columns.Length;
                _html.Raw(isRest ? $"<td colspan=\"{ReportWords.Number(columns.Length - i)}\">" : "<td>").Text(row[i]);
            }

            _html.Raw("\n");
        }

        _html.Raw("</table></div>\n");
    }
}
