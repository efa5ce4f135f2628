using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Asn1;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Threading.Tasks;
using PSSsl.Hostnames;
using PSSsl.Tests.Interop;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Hostnames;

/// <summary>
/// Asks the manual's library itself, where it is installed, about the same certificates. Each difference must have a reason that
/// docs/hostnames.md gives, and each reason there must be met, so that the table stays true.
/// </summary>
public class HostnameDifferentialTests
{
    private const int Cases = 60000;
    private const int Seed = 9525;

    private const string Oracle = """
        use strict; use warnings; use JSON::PP; use IO::Socket::SSL; use IO::Socket::SSL::Utils; use URI::_idna;
        local $/; my $cases = decode_json(<STDIN>);
        for my $case (@$cases) {
            my $cert = PEM_string2cert($case->{pem});
            my $match = eval { IO::Socket::SSL::verify_hostname_of_cert($case->{host}, $cert, $case->{rules}) };
            $case->{match} = $match ? JSON::PP::true : JSON::PP::false;
            CERT_free($cert);
        }
        print encode_json($cases);
        """;

    private static readonly string[] Labels = ["www", "w", "WWW", "foo", "_x", "a-b", "x1", "xn--bcher-kva", "XN--BCHER-KVA", "example"];
    private static readonly string[] Domains = ["example.org", "Foo.co.uk", "co.uk", "com", "a.kobe.jp", "city.kobe.jp", "kobe.jp",
        "intern", "xn--bcher-kva.de", "xn--55qx5d.cn", "a..b", "example.org.."];
    private static readonly string[] Stars =
        ["*", "w*", "*w", "w*w", "**", "x*", "xn--*", "www*", "*-b", "*1", "*.*", "w.*", ".*", "*-kva", "f*o*"];
    private static readonly string[] Addresses =
        ["192.0.2.1", "192.0.2.2", "10.1.2.3", "::1", "2001:db8::1", "::ffff:192.0.2.1", "fe80::1"];
    private static readonly string[] Odd = ["1.2.3", "1.2.3.4.5", "12345", "256.1.1.1", "010.1.2.3", "1::2::3", "fe80::1%1", "[::1]",
        "[192.0.2.1]", "", ".", "..", "localhost", "f", "1.2.3.4x", "x.1.2.3.4", "a b", "a/b", "*", "*.example.org",
        "www.example.org\0.evil.example", "-", "::", "2001:DB8::1", "2001:db8:0:0:0:0:0:1"];
    private static readonly string[] International = ["bücher.de", "BÜCHER.de", "www.bücher.de", "straße.example.org", "βόλος.example.org",
        "例え.example.org", "ü..de", "bücher。de", "ｗｗｗ.example.org", "１９２.0.2.1", "i❤.example.org", "a\u200Db.example.org",
        "a\u00ADb.example.org", "公司.cn"];

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };
    private static readonly ECDsa Key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>The rows of docs/hostnames.md.</summary>
    private static readonly (string Reason, Func<Case, bool> Applies)[] Explained =
    [
        ("IPv4 in the common name beside DNS names", c => Addresses.Contains(c.Host.TrimEnd('.')) && c.Scheme is "http" or "www"
            && c.Dns.Length > 0),
        ("IPv6 in brackets", c => c.Host.StartsWith('[') && c.Scheme == "default"),
        ("mapping of international names", c =>
            c.Host.Any(letter => letter is '\u3002' or '\u00AD' or '\u200D' or (>= '\uFF01' and <= '\uFF5E'))),
        ("blanks around a name", c => c.Dns.Append(c.Cn).Any(name => name.Trim() != name)),
        ("hosts that end in a number", c => c.Host.TrimEnd('.') is "010.1.2.3" or "x.1.2.3.4" or "1.2.3" or "1.2.3.4.5" or "12345"
            or "256.1.1.1"),
        ("zones of IPv6 addresses", c => c.Host.Contains('%', StringComparison.Ordinal)),
        ("A-labels in capitals", c => c.Host.StartsWith("XN--", StringComparison.Ordinal)),
    ];

    private sealed record Case(string Host, string Cn, string[] Dns, string[] Ip, string Scheme, Dictionary<string, object> Rules,
        bool Match, string Pem);

    [Fact]
    public async Task DecidesAsTheManualsLibraryDoes()
    {
        var random = new Random(Seed);
        HostnameScheme[] schemes = HostnameScheme.Names.Select(HostnameScheme.Parse).Where(scheme => !scheme.IsNone).ToArray();
        Case[] questions = Enumerable.Range(0, Cases).Select(_ => Invent(random, schemes[random.Next(schemes.Length)])).ToArray();

        string? output = await Ask(JsonSerializer.Serialize(questions, Json));
        Assert.False(output is null && Environment.GetEnvironmentVariable("CI") == "true",
            "perl with IO::Socket::SSL and URI is not installed");
        Assert.SkipWhen(output is null, "perl with IO::Socket::SSL and URI is not installed");

        Case[] answers = JsonSerializer.Deserialize<Case[]>(output!, Json)!;
        var wrong = new List<string>();
        var met = new HashSet<string>();
        foreach (Case answer in answers)
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(answer.Pem);
            HostnameResult result = HostnameVerifier.Verify(certificate, answer.Host, HostnameScheme.Parse(answer.Scheme));
            if (result.Match == answer.Match)
                continue;
            if (Explained.FirstOrDefault(e => e.Applies(answer)).Reason is { } reason)
                met.Add(reason);
            else
                wrong.Add($"{answer.Scheme} '{answer.Host}' CN '{answer.Cn}' DNS [{string.Join(' ', answer.Dns)}] IP "
                    + $"[{string.Join(' ', answer.Ip)}]: {answer.Match}, here {result}");
        }

        Assert.True(wrong.Count == 0, string.Join(Environment.NewLine, wrong));
        Assert.Equal(Explained.Select(e => e.Reason).Order(), met.Order());
        string table = File.ReadAllText(Path.Combine(Repository.Root, "docs", "hostnames.md"));
        Assert.All(Explained, e => Assert.Contains($"| {e.Reason} |", table, StringComparison.Ordinal));
        Assert.InRange(answers.Count(answer => answer.Match), Cases / 10, Cases);
    }

    private static Case Invent(Random random, HostnameScheme scheme)
    {
        string host = random.Next(12) switch
        {
            0 => Pick(random, Addresses),
            1 => Pick(random, Odd),
            2 => Pick(random, International),
            _ => Name(random),
        };
        if (random.Next(8) == 0) host += random.Next(3) == 0 ? ".." : ".";
        string[] dns = Some(random, () => Presented(random, host));
        if (random.Next(60) == 0) dns =
            [.. Enumerable.Range(0, 200).Select(i => string.Create(CultureInfo.InvariantCulture, $"host{i}.example.net")), .. dns];
        string[] ip = Some(random, () => random.Next(3) == 0 && Addresses.Contains(host) ? host : Pick(random, Addresses));
        string commonName = random.Next(4) == 0 ? string.Empty : Presented(random, host);
        return new Case(host, commonName, dns, ip, scheme.Name, Rules(scheme), false, Certificate(commonName, dns, ip));
    }

    private static string Name(Random random) =>
        random.Next(8) == 0 ? Pick(random, Domains) : $"{Pick(random, Labels)}.{Pick(random, Domains)}";

    /// <summary>Something near the host: itself, its A-labels, a star in it, its parent, another case, a dot, a NUL, a blank.</summary>
    private static string Presented(Random random, string host)
    {
        string bare = ALabels(host.TrimEnd('.'));
        string parent = bare.Contains('.', StringComparison.Ordinal) ? bare[(bare.IndexOf('.', StringComparison.Ordinal) + 1)..]
            : "example.org";
        string presented = random.Next(14) switch
        {
            0 => host,
            1 => bare.ToUpperInvariant(),
            2 => parent,
            3 => "sub." + bare,
            4 => Pick(random, Addresses),
            5 => Name(random),
            6 => bare,
            7 => bare + "\0.evil.example",
            8 => random.Next(2) == 0 ? " " + bare : bare + "\t",
            9 => Pick(random, Odd),
            _ => $"{Pick(random, Stars)}.{parent}",
        };
        presented = random.Next(10) == 0 ? presented + "." : presented;
        return presented.Length is 0 or > 60 ? "other.example.org" : presented;
    }

    private static string ALabels(string host)
    {
        try
        {
            return host.All(char.IsAscii) ? host : new IdnMapping().GetAscii(host);
        }
        catch (ArgumentException)
        {
            return "xn--nothing.example.org";
        }
    }

    /// <summary>By hand: the platform's makers refuse what a hostile authority would write.</summary>
    private static string Certificate(string commonName, string[] dns, string[] ip)
    {
        var subject = new AsnWriter(AsnEncodingRules.DER);
        using (subject.PushSequence())
        {
            foreach ((string oid, string value) in commonName.Length > 0 ? new[] { ("2.5.4.10", "x"), ("2.5.4.3", commonName) }
                : [("2.5.4.10", "x")])
            {
                using AsnWriter.Scope set = subject.PushSetOf();
                using AsnWriter.Scope attribute = subject.PushSequence();
                subject.WriteObjectIdentifier(oid);
                subject.WriteCharacterString(UniversalTagNumber.UTF8String, value);
            }
        }

        var names = new AsnWriter(AsnEncodingRules.DER);
        using (names.PushSequence())
        {
            foreach (string name in dns)
                names.WriteOctetString(Encoding.UTF8.GetBytes(name), new Asn1Tag(TagClass.ContextSpecific, 2));
            foreach (string address in ip)
                names.WriteOctetString(IPAddress.Parse(address).GetAddressBytes(), new Asn1Tag(TagClass.ContextSpecific, 7));
        }

        var request = new CertificateRequest(new X500DistinguishedName(subject.Encode()), Key, HashAlgorithmName.SHA256);
        if (dns.Length + ip.Length > 0)
            request.CertificateExtensions.Add(new X509Extension("2.5.29.17", names.Encode(), false));
        using X509Certificate2 certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(99));
        return certificate.ExportCertificatePem();
    }

    private static string[] Some(Random random, Func<string> make) =>
        Enumerable.Range(0, Math.Max(0, random.Next(6) - 2)).Select(_ => make()).ToArray();

    private static string Pick(Random random, string[] list) => list[random.Next(list.Length)];

    private static Dictionary<string, object> Rules(HostnameScheme scheme) => new()
    {
        ["check_cn"] =
            scheme.CheckCommonName switch { HostnameCommonName.Always => "always", HostnameCommonName.WhenOnly => "when_only", _ => 0 },
        ["wildcards_in_alt"] = Wildcards(scheme.WildcardsInAlt),
        ["wildcards_in_cn"] = Wildcards(scheme.WildcardsInCommonName),
        ["ip_in_cn"] = scheme.IpInCommonName == HostnameIpInCommonName.IPv4 ? 4 : 0,
    };

    private static object Wildcards(HostnameWildcards use) =>
        use switch { HostnameWildcards.Leftmost => "full_label", HostnameWildcards.Anywhere => "anywhere", _ => 0 };

    private static async Task<string?> Ask(string questions)
    {
        var start = new ProcessStartInfo("perl")
            { StandardInputEncoding = new UTF8Encoding(false), StandardOutputEncoding = Encoding.UTF8, RedirectStandardInput = true,
                RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-e");
        start.ArgumentList.Add(Oracle);

        Process? perl;
        try
        {
            perl = Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }

        using (perl)
        {
            Task<string> output = perl!.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            Task<string> errors = perl.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            try
            {
                await perl.StandardInput.WriteAsync(questions);
                perl.StandardInput.Close();
            }
            catch (IOException)
            {
                // It ended before it had read all; its messages say why.
            }

            await perl.WaitForExitAsync(TestContext.Current.CancellationToken);
            string messages = await errors;
            if (messages.Contains("Can't locate", StringComparison.Ordinal)) return null;
            Assert.True(perl.ExitCode == 0, messages);
            return await output;
        }
    }
}
