using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using PSSsl.Hostnames;
using PSSsl.Trust;
using PSSsl.X509;
using Xunit;

namespace PSSsl.Tests.Hostnames;

public class HostnameTests
{
    [Fact]
    public void TheSampleAgreesCaseByCase()
    {
        using JsonDocument cases = JsonDocument.Parse(SharedData.Read("hostname-http.json"));
        var wrong = new List<string>();
        foreach (JsonElement row in cases.RootElement.EnumerateArray())
        {
            string host = row.GetProperty("host").GetString()!;
            var names = Names(row.GetProperty("cn").GetString(), [.. Strings(row, "dns")], [.. Strings(row, "ip")]);
            bool actual = HostnameVerifier.Verify(names, host, HostnameScheme.Parse(row.GetProperty("scheme").GetString()!)).Match;
            if (actual != row.GetProperty("expected").GetBoolean())
                wrong.Add($"{row}: {actual}");
        }

        Assert.Empty(wrong);
    }

    [Theory]
    // host, common name, DNS names, scheme, expected
    [InlineData("www.example.org", "x", "*.example.org", "default", true)]
    [InlineData("www.example.org", "x", "www*.example.org", "default", false)]
    [InlineData("www.example.org", "www.example.org", "", "default", false)]
    [InlineData("a.b.example.org", "x", "*.example.org", "default", false)]
    [InlineData("example.org", "x", "*.example.org", "default", false)]
    [InlineData("WWW.EXAMPLE.ORG.", "x", "www.example.org", "default", true)]
    [InlineData("www.example.org", "x", "*.example.org", "ldap", true)]
    [InlineData("www2.example.org", "x", "www*.example.org", "ldap", false)]
    [InlineData("www.example.org", "*.example.org", "", "ldap", false)]
    [InlineData("www.example.org", "www.example.org", "other.example.org", "ldap", true)]
    [InlineData("www2.example.org", "x", "www*.example.org", "http", true)]
    [InlineData("www.example.org", "x", "www*.example.org", "http", false)]
    [InlineData("www.example.org", "www.example.org", "other.example.org", "http", false)]
    [InlineData("www.example.org", "*.example.org", "", "http", true)]
    [InlineData("www.example.org", "x", "*.example.org", "smtp", false)]
    [InlineData("mx.example.org", "mx.example.org", "other.example.org", "smtp", true)]
    [InlineData("mx.example.org", "*.example.org", "", "rfc2595", true)]
    [InlineData("mx.example.org", "*.example.org", "", "rfc4513", false)]
    [InlineData("mx.example.org", "*.example.org", "other.example.org", "gist", false)]
    [InlineData("mx.example.org", "*.example.org", "", "gist", true)]
    [InlineData("mx.example.org", "mx.example.org", "*.example.org", "sip", true)]
    [InlineData("mx.example.org", "x", "*.example.org", "sip", false)]
    [InlineData("anything", "x", "y", "none", true)]
    [InlineData("example.co.uk", "x", "*.co.uk", "http", false)]
    [InlineData("www.example.co.uk", "x", "*.example.co.uk", "http", true)]
    [InlineData("foo.unknowntld", "x", "*.unknowntld", "http", false)]
    [InlineData("xn--bcher-kva.example.org", "x", "x*.example.org", "http", false)]
    [InlineData("a.b.example.org", "x", "a.*.example.org", "default", false)]
    [InlineData("a.b.example.org", "x", "a.*.example.org", "http", false)]
    [InlineData("www.foo.example.org", "x", "www.*.example.org", "http", false)]
    [InlineData("www.foo.example.org", "x", "*.foo.example.org.", "default", true)]
    [InlineData("www.foo.example.org", "x", "*w.foo.example.org", "default", false)]
    [InlineData("www.foo.example.org", "x", "*w.foo.example.org", "http", true)]
    [InlineData("*.", "x", "*.", "default", false)]
    [InlineData("www", "x", ".", "default", false)]
    [InlineData("*", "x", "*", "http", false)]
    [InlineData("::1", "::1", "", "http", false)]
    [InlineData("127.0.0.1", "127.0.0.1", "", "default", false)]
    [InlineData("127.0.0.1", "127.0.0.2", "", "http", false)]
    [InlineData("bücher.example.org", "x", "xn--bcher-kva.example.org", "default", true)]
    [InlineData("127.0.0.1", "x", "127.0.0.1", "default", false)]
    [InlineData("127.0.0.1", "127.0.0.1", "", "http", true)]
    [InlineData("127.0.0.1", "127.0.0.1", "", "rfc2818", false)]
    [InlineData("1.2.3", "1.2.3", "1.2.3", "http", false)]
    [InlineData("", "x", "", "http", false)]
    public void SchemesLookAtTheirNames(string host, string cn, string dns, string scheme, bool expected) =>
        Assert.Equal(expected, HostnameVerifier.Verify(Names(cn, dns.Length == 0 ? [] : [dns], []), host, HostnameScheme.Parse(scheme))
            .Match);

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.2", false)]
    [InlineData("2001:db8::1", "2001:db8:0:0::1", true)]
    [InlineData("[2001:db8::1]", "2001:db8::1", true)]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1", false)]
    [InlineData("fe80::1%eth0", "fe80::1", true)]
    [InlineData("010.0.0.1", "8.0.0.1", false)]
    public void AddressesAreComparedByteForByte(string host, string entry, bool expected) =>
        Assert.Equal(expected, HostnameVerifier.Verify(Names("x", [], [entry]), host, HostnameScheme.Default).Match);

    [Theory]
    // DNS names and addresses, comma between; the reason
    [InlineData("192.0.2.1", "", "The certificate has 192.0.2.1 as a DNS entry, an IP address needs an iPAddress entry.")]
    [InlineData("a.example", "", "The certificate has no iPAddress entry for 192.0.2.1; it has none at all.")]
    [InlineData("192.0.2.10", "192.0.2.2,192.0.2.3",
        "The certificate has no iPAddress entry for 192.0.2.1; its addresses are 192.0.2.2, 192.0.2.3.")]
    public void WhyAnAddressDoesNotMatchIsSaid(string dns, string ip, string reason)
    {
        HostnameResult result = HostnameVerifier.Verify(Names(null, [dns], Words(ip)), "192.0.2.1", HostnameScheme.Default);
        Assert.False(result.Match);
        Assert.Equal(reason, result.Reason);
    }

    [Theory]
    // common name, DNS names, scheme, the reason
    [InlineData(null, "", "default", "The certificate is not for h.example: it has no DNS names.")]
    [InlineData("h.example", "", "default",
        "The certificate is not for h.example: it has no DNS names; its common name h.example does not count.")]
    [InlineData("h.example", "a.example", "default", "The certificate is not for h.example: its DNS names are a.example.")]
    [InlineData("b.example", "a.example", "ldap",
        "The certificate is not for h.example: its DNS names are a.example, and its common name is b.example.")]
    [InlineData("b.example", "a.example", "http", "The certificate is not for h.example: its DNS names are a.example.")]
    [InlineData("b.example", "", "http",
        "The certificate is not for h.example: it has no DNS names, and its common name is b.example.")]
    public void WhyANameDoesNotMatchIsSaid(string? cn, string dns, string scheme, string reason)
    {
        HostnameResult result = HostnameVerifier.Verify(Names(cn, Words(dns), []), "h.example", HostnameScheme.Parse(scheme));
        Assert.False(result.Match);
        Assert.Equal(reason, result.Reason);
    }

    /// <summary>What a common name is held to the name constraints of authorities as.</summary>
    [Theory]
    [InlineData("www.example.org", "", "http", "www.example.org")]
    [InlineData("*.example.org", "", "http", "*.example.org")]
    [InlineData("192.0.2.1", "", "http", "192.0.2.1")]
    [InlineData("www.example.org", "a.example", "http", null)]
    [InlineData("www.example.org", "", "default", null)]
    [InlineData("B\u00fccher", "", "http", null)]
    [InlineData("Some Body", "", "http", null)]
    [InlineData("a\u007f", "", "http", null)]
    public void ACommonNameCountsWhereTheSchemeSaysSo(string cn, string dns, string scheme, string? counts)
    {
        X509Extension[] names = dns.Length == 0 ? [] : [CertificateLab.DnsNames(dns)];
        using X509Certificate2 certificate = CertificateLab.SelfSigned("CN=" + cn, names);
        SubjectAlternativeName? name = HostnameVerifier.CommonNameThatCounts(ParsedCertificate.Read(certificate), HostnameScheme.Parse(scheme));
        Assert.Equal(counts, name?.Value);
        Assert.True(name is null || (name.Type == SubjectAlternativeNameType.Ip) == char.IsDigit(cn[0]));
    }

    /// <summary>Nobody knows what a script of one's own looks at.</summary>
    [Fact]
    public void ACommonNameCountsForACallback()
    {
        using X509Certificate2 certificate = CertificateLab.SelfSigned("CN=www.example.org");
        Func<string, string?, IReadOnlyList<SubjectAlternativeName>, bool> callback = (_, _, _) => true;
        HostnameScheme scheme = HostnameScheme.FromHashtable(new Hashtable { ["callback"] = callback });
        Assert.Equal("www.example.org", HostnameVerifier.CommonNameThatCounts(ParsedCertificate.Read(certificate), scheme)?.Value);
    }

    [Fact]
    public void TenNamesAreShownAndTheOthersCounted()
    {
        string[] ten = [.. Enumerable.Range(0, 10).Select(i => $"n{i}.example")];
        string Reason(string[] names) => HostnameVerifier.Verify(Names(null, names, []), "h.example", HostnameScheme.Default).Reason;
        Assert.EndsWith("n8.example, n9.example.", Reason(ten), StringComparison.Ordinal);
        Assert.EndsWith("n9.example and 1 more.", Reason([.. ten, "n10.example"]), StringComparison.Ordinal);
    }

    [Fact]
    public void ResultsAreComparedByWhatTheySay()
    {
        HostnameResult Of(string host, string dns) => HostnameVerifier.Verify(Names(null, [dns], []), host, HostnameScheme.Default);
        HostnameResult one = Of("a.example", "a.example");
        Assert.True(one.Equals(Of("a.example", "a.example")));
        Assert.Equal(one.GetHashCode(), Of("a.example", "a.example").GetHashCode());
        Assert.False(one.Equals(null));
        Assert.False(one.Equals(Of("b.example", "b.example")));
        Assert.False(one.Equals(Of("a.example", "b.example")));
    }

    /// <summary>A scheme's own rule decides which family of addresses a common name may stand for.</summary>
    [Theory]
    [InlineData("1", "192.0.2.1", true)]
    [InlineData("1", "2001:db8::1", true)]
    [InlineData("4", "192.0.2.1", true)]
    [InlineData("4", "2001:db8::1", false)]
    [InlineData("6", "192.0.2.1", false)]
    [InlineData("6", "2001:db8::1", true)]
    public void AddressesInTheCommonNameAreTheSchemes(string family, string address, bool matches)
    {
        HostnameScheme scheme = HostnameScheme.FromHashtable(new Hashtable { ["check_cn"] = "always", ["ip_in_cn"] = family });
        Assert.Equal(matches, HostnameVerifier.Verify(Names(address, [], []), address, scheme).Match);
    }

    [Fact]
    public void NulNeverMatches()
    {
        var names = new CertificateNames("www.example.org\0.evil.example",
            [new SubjectAlternativeName(SubjectAlternativeNameType.Dns, Encoding.ASCII.GetBytes("www.example.org\0.evil.example"))]);
        foreach (string scheme in HostnameScheme.Names.Where(n => n != "none"))
        {
            Assert.False(HostnameVerifier.Verify(names, "www.example.org", HostnameScheme.Parse(scheme)).Match);
            Assert.False(HostnameVerifier.Verify(names, "www.example.org\0.evil.example", HostnameScheme.Parse(scheme)).Match);
        }
    }

    [Fact]
    public void OwnSchemesAreChecked()
    {
        HostnameScheme scheme = HostnameScheme.FromHashtable(new Hashtable { ["check_cn"] = "always", ["wildcards_in_cn"] = "anywhere" });
        Assert.True(HostnameVerifier.Verify(Names("w*.example.org", [], []), "www.example.org", scheme).Match);
        Assert.Contains("check_cn", Assert.Throws<SslException>(() => HostnameScheme.FromHashtable(new Hashtable { ["chek_cn"] = 1 }))
            .Message, StringComparison.Ordinal);
        Assert.Contains("leftmost",
            Assert.Throws<SslException>(() => HostnameScheme.FromHashtable(new Hashtable { ["wildcards_in_alt"] = "left" })).Message,
            StringComparison.Ordinal);
        Assert.Contains("rfc2818", Assert.Throws<SslException>(() => HostnameScheme.Parse("htpt")).Message, StringComparison.Ordinal);
    }

    private static CertificateNames Names(string? cn, string[] dns, string[] ip) =>
        new(cn, [.. dns.Select(CertificateNames.Dns), .. ip.Select(a => CertificateNames.Ip(IPAddress.Parse(a)))]);

    private static string[] Words(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static IEnumerable<string> Strings(JsonElement row, string name) =>
        row.GetProperty(name).EnumerateArray().Select(e => e.GetString()!);
}
