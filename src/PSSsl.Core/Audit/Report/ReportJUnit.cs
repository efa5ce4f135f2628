using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using PSSsl.Audit.Findings;

namespace PSSsl.Audit.Report;

/// <summary>
/// JUnit's XML as Jenkins, GitLab and Azure read it: a suite for each server, a test for each rule. What was found from Medium on fails;
/// what was not checked, or could not be found out, is skipped and says why.
/// </summary>
internal static class ReportJUnit
{
    internal static string Write(IReadOnlyList<SslServerReport> reports)
    {
        using var stream = new MemoryStream();
        var settings = new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), CheckCharacters = true };
        using (XmlWriter xml = XmlWriter.Create(stream, settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "Test-SslServer");
            xml.WriteAttributeString("tests", ReportWords.Number(reports.Count * FindingRules.All.Count));
            xml.WriteAttributeString("failures", ReportWords.Number(reports.Sum(r => r.Findings.Count(IsFailure))));
            xml.WriteAttributeString("errors", "0");
            for (int i = 0; i < reports.Count; i++)
                WriteSuite(xml, reports[i], i);
            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteSuite(XmlWriter xml, SslServerReport report, int index)
    {
        var cases = FindingRules.All.Select(rule =>
        {
            SslFinding? finding = report.Findings.FirstOrDefault(f => f.Id == rule.Id);
            return (Rule: rule, Failure: finding is not null && IsFailure(finding) ? finding : null,
                Doubt: finding is null ? FindingDoubt.Of(rule, report) : null);
        }).ToArray();
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", report.Server);
        Attribute(xml, "id", ReportWords.Number(index));
        Attribute(xml, "package", "Test-SslServer");
        Attribute(xml, "tests", ReportWords.Number(cases.Length));
        Attribute(xml, "failures", ReportWords.Number(cases.Count(c => c.Failure is not null)));
        Attribute(xml, "errors", "0");
        Attribute(xml, "skipped", ReportWords.Number(cases.Count(c => c.Doubt is not null)));
        Attribute(xml, "timestamp", report.Time.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        Attribute(xml, "time", report.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        Attribute(xml, "hostname", report.Host);
        WriteProperties(xml, report);
        foreach ((FindingRule rule, SslFinding? failure, string? doubt) in cases)
            WriteCase(xml, report, rule, failure, doubt);
        xml.WriteElementString("system-out", string.Empty);
        xml.WriteElementString("system-err", SafeText.Of(report.Incomplete));
        xml.WriteEndElement();
    }

    private static void WriteProperties(XmlWriter xml, SslServerReport report)
    {
        xml.WriteStartElement("properties");
        foreach ((string name, string value) in new[] { ("grade", report.Grade.Letter), ("versions", report.Versions) })
        {
            xml.WriteStartElement("property");
            Attribute(xml, "name", name);
            Attribute(xml, "value", value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, SslServerReport report, FindingRule rule, SslFinding? failure, string? doubt)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", report.Server);
        Attribute(xml, "name", $"{rule.Id} {rule.Title}");
        Attribute(xml, "time", "0");
        if (failure is not null)
        {
            xml.WriteStartElement("failure");
            Attribute(xml, "type", failure.Severity.ToString());
            Attribute(xml, "message", failure.Evidence);
            xml.WriteString(SafeText.Of($"{failure.Why} {failure.Fix}"));
            xml.WriteEndElement();
        }
        else if (doubt is not null)
            xml.WriteElementString("skipped", SafeText.Of(doubt));
        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, SafeText.Of(value));

    private static bool IsFailure(SslFinding finding) => finding.Severity >= SslSeverity.Medium;
}
