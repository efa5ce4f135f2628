using System.Collections.Generic;
using System.Linq;
using PSSsl.Audit.Findings;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Audit;

/// <summary>Each rule has a server that has it and one that has not.</summary>
public class FindingRulesTests
{
    /// <summary>What a server that is as it should be has.</summary>
    private static readonly string[] s_good = ["SSL0304"];

    private static readonly Dictionary<string, System.Func<SslServerReport>> s_cases = new()
    {
        ["SSL0100"] = () => Reports.With(versions: ["SSLv2", "TLSv1_2", "TLSv1_3"]),
        ["SSL0101"] = () => Reports.With(versions: ["SSLv3", "TLSv1_2", "TLSv1_3"]),
        ["SSL0102"] = () => Reports.With(versions: ["TLSv1", "TLSv1_2", "TLSv1_3"]),
        ["SSL0103"] = () => Reports.With(versions: ["TLSv1_1", "TLSv1_2", "TLSv1_3"]),
        ["SSL0104"] = () => Reports.With(versions: ["TLSv1_2"]),
        ["SSL0105"] = () => Reports.With(versions: ["TLSv1"]),
        ["SSL0200"] = () => Reports.With(suites: [("TLSv1_2", 0x0002)]),
        ["SSL0201"] = () => Reports.With(suites: [("TLSv1_2", 0x0034)]),
        ["SSL0202"] = () => Reports.With(suites: [("TLSv1_2", 0x0003)]),
        ["SSL0203"] = () => Reports.With(suites: [("TLSv1_2", 0x0005)]),
        ["SSL0204"] = () => Reports.With(suites: [("TLSv1_2", 0x0009)]),
        ["SSL0205"] = () => Reports.With(suites: [("TLSv1_2", 0x000A)]),
        ["SSL0206"] = () => Reports.With(suites: [("TLSv1_2", 0x009C)]),
        ["SSL0207"] = () => Reports.With(suites: [("TLSv1_2", 0xC013)]),
        ["SSL0208"] = () => Reports.With(serverOrder: false),
        ["SSL0300"] = () => Reports.With(groups: [new SslServerGroup { Protocol = "TLSv1_2", Name = "DH 768", Bits = 768 }]),
        ["SSL0301"] = () => Reports.With(groups: [new SslServerGroup { Protocol = "TLSv1_2", Name = "DH 1024", Bits = 1024 }]),
        ["SSL0302"] = () => Reports.With(groups: [new SslServerGroup { Protocol = "TLSv1_2", Name = "secp160r1", Id = 16 }]),
        ["SSL0303"] = () => Reports.With(postQuantum: false),
        ["SSL0304"] = () => Reports.Good,
        ["SSL0305"] = () => Reports.With(features: Reports.Feature("DH key reuse", true)),
        ["SSL0400"] = () =>
            Reports.With(certificates: [Certificates.Make(from: -30, days: 20, isTrusted: false, fault: SslErrorCode.CertificateExpired)]),
        ["SSL0401"] = () =>
            Reports.With(certificates: [Certificates.Make(isTrusted: false, isName: false, fault: SslErrorCode.HostnameMismatch)]),
        ["SSL0402"] = () => Reports.With(certificates: [Certificates.Make(isTrusted: false, fault: SslErrorCode.CertificateUntrusted)]),
        ["SSL0403"] = () => Reports.With(certificates: [Certificates.Make(days: 6)]),
        ["SSL0404"] = () => Reports.With(certificates: [Certificates.Make(from: -70, days: 90)]),
        ["SSL0405"] = () => Reports.With(certificates: [Certificates.Make(rsaBits: 1024)]),
        ["SSL0406"] = () => Reports.With(certificates: [Certificates.Make(withSha1: true)]),
        ["SSL0407"] = () => Reports.With(certificates: [Certificates.Make(days: 900)]),
        ["SSL0408"] = () => Reports.With(certificates: [Certificates.Make(withRoot: true)]),
        ["SSL0409"] = () =>
            Reports.With(certificates: [Certificates.Make(mustStaple: true)], features: Reports.Feature("OCSP stapling", false)),
        ["SSL0500"] = () => Reports.With(weaknesses: Reports.Weakness("Heartbleed")),
        ["SSL0501"] = () => Reports.With(weaknesses: Reports.Weakness("CCS injection")),
        ["SSL0502"] = () => Reports.With(weaknesses: Reports.Weakness("ROBOT")),
        ["SSL0503"] = () => Reports.With(weaknesses: Reports.Weakness("Insecure renegotiation")),
        ["SSL0504"] = () => Reports.With(weaknesses: Reports.Weakness("CRIME")),
        ["SSL0505"] = () => Reports.With(weaknesses: Reports.Weakness("DROWN")),
        ["SSL0506"] = () => Reports.With(weaknesses: Reports.Weakness("POODLE")),
        ["SSL0507"] = () => Reports.With(weaknesses: Reports.Weakness("POODLE in TLS")),
        ["SSL0508"] = () => Reports.With(weaknesses: Reports.Weakness("Ticketbleed")),
        ["SSL0509"] = () => Reports.With(weaknesses: Reports.Weakness("STARTTLS injection")),
        ["SSL0600"] = () => Reports.With(features: Reports.Feature("Extended master secret", false)),
        ["SSL0601"] = () => Reports.With(http: new SslServerHttp { Status = "HTTP/1.1 200 OK", HasHsts = false }),
        ["SSL0602"] = () => Reports.With(http: new SslServerHttp { Status = "HTTP/1.1 200 OK", HasHsts = true, HstsMaxAge = 300 }),
        ["SSL0603"] = () => Reports.With(features: Reports.Feature("Stands a long hello", false)),
        ["SSL0604"] = () => Reports.With(versions: ["SSLv3", "TLSv1_2", "TLSv1_3"], features: Reports.Feature("Fallback SCSV", false)),
        ["SSL0605"] = () => Reports.With(features: Reports.Feature("Client-initiated renegotiation", true)),
        ["SSL0606"] = () => Reports.With(features: Reports.Feature("Downgrade sentinel", false)),
        ["SSL0607"] = () =>
            { SslServerReport r = Reports.Good; r.Clients = [new SslClientSimulation { Client = "Old", Connects = false }]; return r; },
        ["SSL0608"] = () => new SslServerReport
            { Host = "x", Nodes = [new SslServerNode { Address = "192.0.2.2", Differences = "versions: lacks TLSv1_3" }] },
        ["SSL0609"] = () => Reports.With(features: Reports.Feature("Early data", true)),
        ["SSL0610"] = () => Reports.With(features: Reports.Feature("Knows the name (SNI)", false)),
        ["SSL0411"] = () => Reports.With(features: [new SslServerFeature { Name = "CAA", IsOn = false, Detail = "no record" }]),
        ["SSL0412"] = () => Reports.With(features:
            [new SslServerFeature { Name = "DANE", IsOn = false, Value = "no match", Detail = "another key" }]),
        ["SSL0413"] = () => Reports.With(features:
            [new SslServerFeature { Name = "DANE", IsOn = false, Value = "not signed", Detail = "no DNSSEC" }]),
        ["SSL0410"] = () => { SslServerReport r = Reports.Good; r.SharedWith = ["a.example:443"]; return r; },
    };

    public static IEnumerable<TheoryDataRow<string>> Numbers() => FindingRules.All.Select(r => new TheoryDataRow<string>(r.Id));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void IsSeenOnAServerThatHasIt(string id)
    {
        Assert.True(s_cases.ContainsKey(id), $"{id} needs a server that has it.");
        Assert.Contains(FindingRules.Judge(s_cases[id](), []), f => f.Id == id);
    }

    [Fact]
    public void NothingIsWrongWithAGoodServer() => Assert.Equal(s_good, FindingRules.Judge(Reports.Good, []).Select(f => f.Id));

    [Fact]
    public void NumbersStandOnce() => Assert.Equal(FindingRules.All.Count, FindingRules.All.Select(r => r.Id).Distinct().Count());

    [Fact]
    public void EachSaysWhyAndWhatToDo() => Assert.All(FindingRules.All, r =>
    {
        Assert.NotEmpty(r.Why);
        Assert.NotEmpty(r.Fix);
        Assert.NotEmpty(r.References);
    });

    /// <summary>What is not known is not a finding, and no absence of one either.</summary>
    [Fact]
    public void WhatIsUnknownIsNoFinding()
    {
        var unknown = new SslServerReport { Host = "x", Port = 1 };
        Assert.Empty(FindingRules.Judge(unknown, []));
    }

    [Fact]
    public void FixesAreForTheSoftwareThatTheServerNames()
    {
        SslServerReport report = Reports.With(versions: ["TLSv1", "TLSv1_2", "TLSv1_3"], http: new SslServerHttp
            { Server = "nginx/1.27", HasHsts = true, HstsMaxAge = 63072000 });
        Assert.Equal(["Nginx"], FindingRules.Judge(report, []).First(f => f.Id == "SSL0102").Fixes.Select(f => f.Software));
        Assert.Equal(["Apache"], FindingRules.Judge(report, ["Apache"]).First(f => f.Id == "SSL0102").Fixes.Select(f => f.Software));
    }
}
