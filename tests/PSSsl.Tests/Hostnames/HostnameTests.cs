using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using System.Text.Json;
using PSSsl.Hostnames;
using PSSsl.Trust;
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

    [Fact]
    public void AddressesAsDnsEntriesAreExplained()
    {
        HostnameResult result = HostnameVerifier.Verify(Names(null, ["192.0.2.1"], []), "192.0.2.1", HostnameScheme.Default);
        Assert.False(result.Match);
        Assert.Contains("needs an iPAddress entry", result.Reason, StringComparison.Ordinal);
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

    private static IEnumerable<string> Strings(JsonElement row, string name) =>
        row.GetProperty(name).EnumerateArray().Select(e => e.GetString()!);
}
