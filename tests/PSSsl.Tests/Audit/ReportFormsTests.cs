using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using PSSsl.Audit;
using PSSsl.Audit.Findings;
using PSSsl.Audit.Report;
using Xunit;

namespace PSSsl.Tests.Audit;

/// <summary>What reports are written as, with texts of an attacker in them.</summary>
public class ReportFormsTests
{
    private const string Evil = "CN=\"<script>alert(1)</script>'&=cmd\"";

    private static SslServerReport Report()
    {
        SslServerReport report = Reports.With(versions: ["TLSv1", "TLSv1_2", "TLSv1_3"], certificates: [Certificates.Make(subject: Evil)],
            http: new SslServerHttp { Status = "HTTP/1.1 200 <img src=x onerror=alert(1)>", HasHsts = false });
        report.Grade = Grading.Of(report);
        report.Findings = FindingRules.Judge(report, []);
        report.Target = "=cmd|' /C calc'!A0";
        return report;
    }

    [Fact]
    public void JsonComesBackAsItWas()
    {
        SslServerReport report = Report(), back = Assert.Single(ReportJson.Read(ReportJson.Write([report])));
        Assert.Equal(ReportJson.Write([report]), ReportJson.Write([back]));
        Assert.Equal(report.Certificates[0].Sha256, back.Certificates[0].Sha256);
        Assert.Equal(report.Suites.Select(s => s.Cipher.Id), back.Suites.Select(s => s.Cipher.Id));
        Assert.Empty(ReportComparison.Compare([report], [back]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("{\"schemaVersion\":2,\"reports\":[]}")]
    [InlineData("{\"schemaVersion\":1,\"reports\":[{}]}")]
    [InlineData("{\"schemaVersion\":1,\"reports\":[{\"host\":\"x\",\"port\":\"y\"}]}")]
    [InlineData("{\"schemaVersion\":1,\"reports\":[{\"host\":\"x\",\"port\":1,\"certificates\":[{\"chain\":[\"AAAA\"]}]}]}")]
    public void WhatIsNoReportIsRefused(string text) => Assert.Throws<FormatException>(() => ReportJson.Read(text));

    [Theory]
    [InlineData("\"duration\":\"TEXT\"", "is not a number")]
    [InlineData("\"time\":\"TEXT\"", "is not a time")]
    [InlineData("\"suites\":\"TEXT\"", "is not a list")]
    [InlineData("\"suites\":[\"TEXT\"]", "is not an object")]
    [InlineData("\"duration\":[1]", "a list is not a number")]
    public void AFilesOwnTextIsQuotedInShort(string member, string expected)
    {
        string text = member.Replace("TEXT", new string('y', 100_000), StringComparison.Ordinal);
        FormatException e = Assert.Throws<FormatException>(() =>
            ReportJson.Read($"{{\"schemaVersion\":1,\"reports\":[{{\"host\":\"x\",\"port\":443,{text}}}]}}"));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Message.Length, 10, 200);
    }

    [Fact]
    public void NothingOfAnotherIsMarkup()
    {
        string html = ReportHtml.Write([Report()]);
        Assert.DoesNotContain("<script>alert", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotContain("http://", html.Replace("http://www.w3.org", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    /// <summary>A number may be negative, a formula may not.</summary>
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0")]
    [InlineData("+1", "+1")]
    [InlineData("-12", "-12")]
    [InlineData(" @SUM(A1)", "' @SUM(A1)")]
    [InlineData("＝1", "'＝1")]
    [InlineData("two\nlines", "two lines")]
    public void ATextIsNoFormula(string text, string written)
    {
        var report = new SslServerReport { Host = text, Port = 1 };
        Assert.StartsWith(written + ",", ReportCsv.Write([report]).Split("\r\n")[1], StringComparison.Ordinal);
    }

    [Fact]
    public void TextsOfOthersAreBoundedAndClean()
    {
        string safe = SafeText.Of("a\u0001\u202E\uD800\U0001F600\uFFFF" + new string('x', 5000));
        Assert.StartsWith("a\uFFFD\uFFFD\uFFFD\U0001F600\uFFFDx", safe, StringComparison.Ordinal);
        Assert.InRange(safe.Length, 2000, 2100);
    }

    /// <summary>What was not checked passes no test.</summary>
    [Fact]
    public void JUnitSkipsWhatIsNotKnown()
    {
        var quick = new SslServerReport { Host = "x", Port = 1, Checks = ["Protocols", "Certificates"] };
        XElement suite = XDocument.Parse(ReportJUnit.Write([quick])).Root!.Element("testsuite")!;
        Assert.Equal((int)suite.Attribute("tests")!, (int)suite.Attribute("skipped")!);
        SslServerReport open = Reports.With(weaknesses: Reports.Weakness("ROBOT", SslWeaknessState.Unknown));
        Assert.Equal("it was seen", XDocument.Parse(ReportJUnit.Write([open])).Descendants("testcase")
            .Single(t => ((string)t.Attribute("name")!).StartsWith("SSL0502", StringComparison.Ordinal)).Element("skipped")!.Value);
    }

    /// <summary>What is written by hand may lack what every reader relies on.</summary>
    [Theory]
    [InlineData("\"suites\":[{}]")]
    [InlineData("\"suites\":[{\"protocol\":\"TLSv1_2\",\"cipher\":null}]")]
    [InlineData("\"protocols\":[{\"state\":\"Offered\"}]")]
    [InlineData("\"protocols\":[{\"name\":\"T\",\"state\":\"Offered\"}]")]
    public void WhatIsNotWholeIsNoReport(string member) => Assert.Throws<FormatException>(() =>
        ReportJson.Read($"{{\"schemaVersion\":1,\"reports\":[{{\"host\":\"x\",\"port\":443,{member}}}]}}"));

    /// <summary>A rule that looks at what is not known does not pass.</summary>
    [Theory]
    [InlineData("SSL0203", "TLSv1")]
    [InlineData("SSL0301", "TLSv1_1")]
    public void WhatAnUnknownVersionMayHaveIsNotKnown(string id, string version)
    {
        SslServerReport report = Reports.With();
        Assert.Null(Doubt(id, report));
        Assert.NotNull(Doubt(id, Reports.Without(version)));
    }

    [Fact]
    public void WhatAFeatureTellsIsNotKnownWithoutIt()
    {
        Assert.NotNull(Doubt("SSL0609", Reports.With(features: Reports.Feature("Early data", null))));
        Assert.Null(Doubt("SSL0609", Reports.With(features: Reports.Feature("Early data", false))));
        Assert.NotNull(Doubt("SSL0610", Reports.With()));
        Assert.Null(Doubt("SSL0610", Reports.With(features: Reports.Feature("Knows the name (SNI)", true))));
        Assert.NotNull(Doubt("SSL0409", Reports.With(certificates: [Certificates.Make(mustStaple: true)])));
        Assert.Null(Doubt("SSL0409", Reports.With()));
    }

    private static string? Doubt(string id, SslServerReport report) => FindingDoubt.Of(FindingRules.All.Single(r => r.Id == id), report);

    [Fact]
    public void ATableHasNoFormulas()
    {
        string[] rows = ReportCsv.Write([Report()]).Split("\r\n");
        Assert.Equal(3, rows.Length);
        Assert.DoesNotContain(rows[1].Split(','), f => f.StartsWith('=') || f.StartsWith('@'));
    }

    [Fact]
    public void JUnitHasATestForEachRule()
    {
        XElement suite = XDocument.Parse(ReportJUnit.Write([Report()])).Root!.Element("testsuite")!;
        Assert.Equal((int)suite.Attribute("tests")!, suite.Elements("testcase").Count());
        Assert.Equal((int)suite.Attribute("failures")!, suite.Elements("testcase").Count(t => t.Element("failure") is not null));
    }

    [Fact]
    public void SarifHasAResultForEachFinding()
    {
        var root = (Dictionary<string, object?>)JsonText.Parse(ReportSarif.Write([Report()]))!;
        var run = (Dictionary<string, object?>)((List<object?>)root["runs"]!)[0]!;
        Assert.Equal(Report().Findings.Count, ((List<object?>)run["results"]!).Count);
    }

    /// <summary>What was found before is gone only if it was looked for again and is known not to be there.</summary>
    [Fact]
    public void WhatWasNotFoundOutAgainIsNotGone()
    {
        SslServerReport before = Reports.With(versions: ["TLSv1", "TLSv1_2", "TLSv1_3"], weaknesses: Reports.Weakness("ROBOT"));
        SslServerReport after = Reports.With(weaknesses: Reports.Weakness("ROBOT", SslWeaknessState.Unknown));
        before.Findings = FindingRules.Judge(before, []);
        after.Findings = FindingRules.Judge(after, []);
        Dictionary<string, SslReportChangeKind> kinds = ReportComparison.Compare([before], [after]).ToDictionary(c => c.Id, c => c.Kind);
        Assert.Equal(SslReportChangeKind.Unknown, kinds["SSL0502"]);
        Assert.Equal(SslReportChangeKind.Gone, kinds["SSL0102"]);
        before.Findings = [new SslFinding { Id = "SSL9999" }];
        Assert.Equal(SslReportChangeKind.Unknown, ReportComparison.Compare([before], [after]).Single(c => c.Id == "SSL9999").Kind);
        Assert.All(ReportComparison.Compare([before], [new SslServerReport { Host = before.Host, Port = before.Port }]),
            c => Assert.Equal(SslReportChangeKind.Unknown, c.Kind));
    }

    [Theory]
    [InlineData(true, false, SslReportChangeKind.Worse)]
    [InlineData(false, true, SslReportChangeKind.Better)]
    [InlineData(true, null, SslReportChangeKind.Unknown)]
    [InlineData(null, false, SslReportChangeKind.New)]
    [InlineData(true, true, null)]
    public void APolicyThatIsNoLongerMetIsWorse(bool? before, bool? now, SslReportChangeKind? kind)
    {
        SslServerReport one = Reports.Good, other = Reports.Good;
        one.Policies = [new SslPolicyResult { Name = "Ours", Met = before }];
        other.Policies = [new SslPolicyResult { Name = "Ours", Met = now, Violations = ["TLSv1 is offered"] }];
        Assert.Equal(kind, ReportComparison.Compare([one], [other]).SingleOrDefault()?.Kind);
    }
}
