using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Threading.Tasks;
using PSSsl.Trust;
using Xunit;

namespace PSSsl.Tests.Hostnames;

/// <summary>
/// Asks the manual's library itself, where it is installed, about certificates that it makes for this. Left out is what it decides
/// otherwise on purpose: IDN hosts (need one more module), numbers with leading zeros, empty labels, a star first inside
/// an A-label, an IPv4 address in the common name beside DNS names, and a bracket in scheme default.
/// </summary>
public class HostnameDifferentialTests
{
    private const int Cases = 3000;
    private const int Seed = 9525;

    private const string Oracle = """
        use strict; use warnings; use JSON::PP; use IO::Socket::SSL; use IO::Socket::SSL::Utils;
        my $key = KEY_create_ec();
        local $/; my $cases = decode_json(<STDIN>);
        for my $case (@$cases) {
            my @alt = ((map { ['DNS',$_] } @{$case->{dns}}), (map { ['IP',$_] } @{$case->{ip}}));
            my ($cert) = CERT_create(key => $key, subject => { O => 'x', length($case->{cn}) ? (CN => $case->{cn}) : () }, (@alt ? (subjectAltNames => \@alt) : ()));
            $case->{match} = IO::Socket::SSL::verify_hostname_of_cert($case->{host}, $cert, $case->{rules}) ? JSON::PP::true : JSON::PP::false;
            $case->{pem} = PEM_cert2string($cert);
            CERT_free($cert);
        }
        print encode_json($cases);
        """;

    private static readonly string[] Labels = ["www", "w", "WWW", "foo", "_x", "a-b", "x1", "xn--bcher-kva", "example"];
    private static readonly string[] Domains = ["example.org", "Foo.co.uk", "co.uk", "com", "a.kobe.jp", "city.kobe.jp", "kobe.jp", "intern", "xn--bcher-kva.de"];
    private static readonly string[] Stars = ["*", "w*", "*w", "w*w", "**", "x*", "xn--*", "www*", "*-b", "*1", "*.*", "w.*", ".*"];
    private static readonly string[] Addresses = ["192.0.2.1", "192.0.2.2", "10.1.2.3", "::1", "2001:db8::1", "::ffff:192.0.2.1", "fe80::1"];
    private static readonly string[] Odd = ["1.2.3", "1.2.3.4.5", "12345", "256.1.1.1", "1::2::3", "fe80::1%1", "[::1]", "[192.0.2.1]", "", ".", "localhost", "f", "1.2.3.4x", "x.1.2.3.4"];

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    private sealed record Case(string Host, string Cn, string[] Dns, string[] Ip, string Scheme, Dictionary<string, object> Rules, bool Match, string Pem);

    [Fact]
    public async Task DecidesAsTheManualsLibraryDoes()
    {
        var random = new Random(Seed);
        HostnameScheme[] schemes = HostnameScheme.Names.Select(HostnameScheme.Parse).Where(scheme => !scheme.IsNone).ToArray();
        Case[] questions = Enumerable.Range(0, Cases).Select(_ => Invent(random, schemes[random.Next(schemes.Length)])).Where(IsComparable).ToArray();

        string? output = await Ask(JsonSerializer.Serialize(questions, Json));
        Assert.False(output is null && Environment.GetEnvironmentVariable("CI") == "true", "perl with IO::Socket::SSL is not installed");
        Assert.SkipWhen(output is null, "perl with IO::Socket::SSL is not installed");

        Case[] answers = JsonSerializer.Deserialize<Case[]>(output!, Json)!;
        var wrong = new List<string>();
        foreach (Case answer in answers)
        {
            using X509Certificate2 certificate = X509Certificate2.CreateFromPem(answer.Pem);
            HostnameResult result = HostnameVerifier.Verify(certificate, answer.Host, HostnameScheme.Parse(answer.Scheme));
            if (result.Match != answer.Match) wrong.Add($"{answer.Scheme} '{answer.Host}' CN '{answer.Cn}' DNS [{string.Join(' ', answer.Dns)}] IP [{string.Join(' ', answer.Ip)}]: {answer.Match}, here {result}");
        }

        Assert.Empty(wrong);
        Assert.InRange(answers.Count(answer => answer.Match), Cases / 10, Cases);
    }

    private static Case Invent(Random random, HostnameScheme scheme)
    {
        string host = random.Next(10) switch
        {
            0 => Pick(random, Addresses),
            1 => Pick(random, Odd),
            _ => Name(random),
        };
        if (random.Next(8) == 0) host += ".";
        string[] dns = Some(random, () => Presented(random, host));
        string[] ip = Some(random, () => random.Next(3) == 0 && Addresses.Contains(host) ? host : Pick(random, Addresses));
        string commonName = random.Next(4) == 0 ? string.Empty : Presented(random, host);
        return new Case(host, commonName, dns, ip, scheme.Name, Rules(scheme), false, string.Empty);
    }

    private static string Name(Random random) => random.Next(8) == 0 ? Pick(random, Domains) : $"{Pick(random, Labels)}.{Pick(random, Domains)}";

    /// <summary>Something near the host: itself, a star in it, its parent, another case, a dot.</summary>
    private static string Presented(Random random, string host)
    {
        string bare = host.TrimEnd('.');
        string parent = bare.Contains('.', StringComparison.Ordinal) ? bare[(bare.IndexOf('.', StringComparison.Ordinal) + 1)..] : "example.org";
        string presented = random.Next(9) switch
        {
            0 => host,
            1 => bare.ToUpperInvariant(),
            2 => parent,
            3 => "sub." + bare,
            4 => Pick(random, Addresses),
            5 => Name(random),
            _ => $"{Pick(random, Stars)}.{parent}",
        };
        presented = random.Next(10) == 0 ? presented + "." : presented;
        return presented.Length is 0 or > 60 ? "other.example.org" : presented;
    }

    private static string[] Some(Random random, Func<string> make) => Enumerable.Range(0, Math.Max(0, random.Next(6) - 2)).Select(_ => make()).ToArray();

    private static string Pick(Random random, string[] list) => list[random.Next(list.Length)];

    private static Dictionary<string, object> Rules(HostnameScheme scheme) => new()
    {
        ["check_cn"] = scheme.CheckCommonName switch { HostnameCommonName.Always => "always", HostnameCommonName.WhenOnly => "when_only", _ => 0 },
        ["wildcards_in_alt"] = Wildcards(scheme.WildcardsInAlt),
        ["wildcards_in_cn"] = Wildcards(scheme.WildcardsInCommonName),
        ["ip_in_cn"] = scheme.IpInCommonName == HostnameIpInCommonName.IPv4 ? 4 : 0,
    };

    private static object Wildcards(HostnameWildcards use) => use switch { HostnameWildcards.Leftmost => "full_label", HostnameWildcards.Anywhere => "anywhere", _ => 0 };

    private static bool IsComparable(Case question)
    {
        bool address = Addresses.Contains(question.Host.TrimEnd('.'));
        bool addressInCommonName = address && question.Scheme is "http" or "www" && question.Dns.Length > 0;
        bool starInsideALabel = question.Host.StartsWith("xn--", StringComparison.Ordinal)
            && question.Dns.Append(question.Cn).Any(name => name.StartsWith('*') && !name.StartsWith("*.", StringComparison.Ordinal));
        bool bracket = question.Host.StartsWith('[') && question.Scheme == "default";
        bool needsIdnModule = question.Host.Contains('[', StringComparison.Ordinal) && !question.Host.Contains(':', StringComparison.Ordinal);
        return !addressInCommonName && !starInsideALabel && !bracket && !needsIdnModule;
    }

    private static async Task<string?> Ask(string questions)
    {
        var start = new ProcessStartInfo("perl") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
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
