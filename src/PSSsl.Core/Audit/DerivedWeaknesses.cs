using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Audit.Hello;
using PSSsl.X509.Names;

namespace PSSsl.Audit;

/// <summary>
/// Weaknesses that follow from versions, suites, groups and features. Where one of those is not known, neither is what follows.
/// </summary>
internal static class DerivedWeaknesses
{
    internal static void Judge(AuditRun run)
    {
        if (run.Options.IsQuick || !run.Options.Wants(AuditChecks.Weaknesses))
            return;
        ServerFacts facts = run.Facts;
        bool areSuitesWhole = facts.Protocols.Count > 0 && facts.Protocols.All(p => p.State != SslOfferState.Unknown)
            && !facts.Gaps.Any(g => g.Contains("cipher suites")) && run.Asker.GivenUp is null;
        Of(facts, areSuitesWhole, "RC4", "CVE-2015-2808", s => s.Cipher.Encryption == "RC4");
        Of(facts, areSuitesWhole, "SWEET32", "CVE-2016-2183", s => s.Cipher.Encryption is "3DES" or "DES" or "IDEA" or "RC2"
            && s.Protocol != "SSLv2");
        Of(facts, areSuitesWhole, "FREAK", "CVE-2015-0204", s => s.Cipher.KeyExchange.StartsWith("RSA(", StringComparison.Ordinal)
            && s.Protocol != "SSLv2");
        Of(facts, areSuitesWhole, "NULL ciphers", null, s => s.Cipher.Encryption == "None");
        Of(facts, areSuitesWhole, "Anonymous ciphers", null, s => s.Cipher.Authentication == "None");
        Of(facts, areSuitesWhole, "Export ciphers", null, s => s.Cipher.Name.StartsWith("EXP", StringComparison.Ordinal));
        Of(facts, areSuitesWhole, "BEAST", "CVE-2011-3389", s => s.Protocol is "SSLv3" or "TLSv1" && IsBlock(s.Cipher));
        Of(facts, areSuitesWhole, "Lucky Thirteen", "CVE-2013-0169", s => s.Protocol != "SSLv2" && IsBlock(s.Cipher));
        Of(facts, areSuitesWhole, "POODLE", "CVE-2014-3566", s => s.Protocol == "SSLv3" && IsBlock(s.Cipher));
        Drown(facts);
        Crime(facts);
        Renegotiation(facts);
        Logjam(facts, areSuitesWhole);
    }

    private static bool IsBlock(SslCipher suite) =>
        suite.Mac is "SHA1" or "SHA256" or "SHA384" or "MD5" && suite.Encryption is not ("RC4" or "None" or "AESGCM");

    private static void Of(ServerFacts facts, bool areSuitesWhole, string name, string? cve, Func<SslServerSuite, bool> has)
    {
        SslServerSuite[] found = facts.Suites.Where(has).ToArray();
        if (found.Length > 0)
            facts.Weakness(name, cve, SslWeaknessState.Vulnerable, "it takes " + Some(found.Select(s => s.ToString()).ToArray()));
        else if (areSuitesWhole)
            facts.Weakness(name, cve, SslWeaknessState.NotVulnerable, "it takes no such suite");
        else
            facts.Weakness(name, cve, SslWeaknessState.Unknown, "not all of its suites are known");
    }

    internal static string Some(IReadOnlyList<string> all, int most = 3) =>
        string.Join(", ", all.Take(most)) + (all.Count > most ? $" and {all.Count - most} more" : string.Empty);

    private static void Drown(ServerFacts facts) => facts.Weakness("DROWN", "CVE-2016-0800", facts.Has(2) switch
    {
        true => SslWeaknessState.Vulnerable,
        false => SslWeaknessState.NotVulnerable,
        null => SslWeaknessState.Unknown,
    }, facts.Has(2) switch
    {
        true => "it offers SSL 2.0",
        false => "it does not offer SSL 2.0; another server with the same RSA key might",
        null => "whether it offers SSL 2.0 is not known",
    });

    private static void Crime(ServerFacts facts)
    {
        SslServerFeature? compression = facts.Features.FirstOrDefault(f => f.Name == "Compression");
        bool isTls13Alone = facts.Offered.Count > 0 && facts.Offered.All(v => v == Hellos.Tls13)
            && facts.Protocols.All(p => p.State != SslOfferState.Unknown);
        bool? isOn = isTls13Alone ? false : compression?.IsOn;
        facts.Weakness("CRIME", "CVE-2012-4929", isOn switch { true => SslWeaknessState.Vulnerable, false => SslWeaknessState.NotVulnerable,
            null => SslWeaknessState.Unknown },
            isOn switch { true => "it compresses", false => "it does not compress", null => compression?.Detail ?? "not checked" });
    }

    private static void Renegotiation(ServerFacts facts)
    {
        SslServerFeature? secure = facts.Features.FirstOrDefault(f => f.Name == "Secure renegotiation");
        bool isTls13Alone = facts.Offered.Count > 0 && facts.Offered.All(v => v == Hellos.Tls13)
            && facts.Protocols.All(p => p.State != SslOfferState.Unknown);
        bool? isOn = isTls13Alone ? true : secure?.IsOn;
        facts.Weakness("Insecure renegotiation", "CVE-2009-3555",
            isOn switch { false => SslWeaknessState.Vulnerable, true => SslWeaknessState.NotVulnerable,
            null => SslWeaknessState.Unknown },
            isOn switch { false => "it does not know the extension of RFC 5746", true =>
                "it has the extension of RFC 5746, or only TLS 1.3",
                null => secure?.Detail ?? "not checked" });
    }

    internal static void Logjam(ServerFacts facts, bool areSuitesWhole)
    {
        SslServerSuite[] export = facts.Suites.Where(s => s.Cipher.KeyExchange.StartsWith("DH(", StringComparison.Ordinal)).ToArray();
        SslServerGroup? small = facts.Groups.FirstOrDefault(g => g.Bits is > 0 and <= 1024);
        bool hasDh =
            facts.Suites.Any(s => s.Cipher.KeyExchange == "DH" && s.Protocol is not "TLSv1_3" && s.Cipher.Authentication != "None");
        // The groups of TLS 1.3 have names; they say nothing of the prime that the server takes in older versions.
        bool isKnown = areSuitesWhole && (!hasDh || facts.Groups.Any(g => g.Bits > 0 && g.Protocol is not "TLSv1_3"));
        (SslWeaknessState state, string detail) = export.Length > 0
            ? (SslWeaknessState.Vulnerable, "it takes " + Some(export.Select(s => s.ToString()).ToArray()))
            : small is not null ? (SslWeaknessState.Vulnerable, $"its Diffie-Hellman prime has {small.Bits} bits ({small.Name})")
            : isKnown ? (SslWeaknessState.NotVulnerable, hasDh ? "its primes have more than 1024 bits" : "it has no Diffie-Hellman suites")
            : (SslWeaknessState.Unknown, "not all of its suites, or not its prime, are known");
        facts.Weakness("Logjam", "CVE-2015-4000", state, detail);
    }
}
