using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Xml;
using PSSsl.Audit.Findings;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Report;

/// <summary>
/// JUnit's XML: a suite for each server, a test for each rule. What was found from Medium on fails, what could not be found out is skipped.
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
            foreach (SslServerReport report in reports)
                WriteSuite(xml, report);
            xml.WriteEndElement();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteSuite(XmlWriter xml, SslServerReport report)
    {
        SslServerWeakness[] open = report.Weaknesses.Where(w => w.State == SslWeaknessState.Unknown).ToArray();
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Clean($"{report.Host}:{report.Port}"));
        xml.WriteAttributeString("tests", Text(FindingRules.All.Count + open.Length + (report.Incomplete.Length > 0 ? 1 : 0)));
        xml.WriteAttributeString("failures", Text(report.Findings.Count(IsFailure)));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", Text(open.Length + (report.Incomplete.Length > 0 ? 1 : 0)));
        xml.WriteAttributeString("timestamp", report.Time.ToUniversalTime()
            .ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("time", report.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        xml.WriteAttributeString("hostname", Clean(report.Host));
        foreach (FindingRule rule in FindingRules.All)
            WriteCase(xml, report, $"{rule.Id} {rule.Title}", report.Findings.FirstOrDefault(f => f.Id == rule.Id && IsFailure(f)), null);
        foreach (SslServerWeakness weakness in open)
            WriteCase(xml, report, weakness.Name, null, weakness.Detail);
        if (report.Incomplete.Length > 0)
            WriteCase(xml, report, "Everything was found out", null, report.Incomplete);
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, SslServerReport report, string name, SslFinding? finding, string? skipped)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Clean($"{report.Host}:{report.Port}"));
        xml.WriteAttributeString("name", Clean(name));
        xml.WriteAttributeString("time", "0");
        if (finding is not null)
        {
            xml.WriteStartElement("failure");
            xml.WriteAttributeString("type", finding.Severity.ToString());
            xml.WriteAttributeString("message", Clean(finding.Evidence));
            xml.WriteString(Clean($"{finding.Why} {finding.Fix}"));
            xml.WriteEndElement();
        }
        else if (skipped is not null)
        {
            xml.WriteStartElement("skipped");
            xml.WriteAttributeString("message", Clean(skipped));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static bool IsFailure(SslFinding finding) => finding.Severity >= SslSeverity.Medium;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>XML has no way to write most control characters.</summary>
    private static string Clean(string text) => new(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '\uFFFD').ToArray());
}
