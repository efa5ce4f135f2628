using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Audit.Nodes;
using PSSsl.X509.Names;

namespace PSSsl.Audit;

/// <summary>
/// SSL Labs' SSL Server Rating Guide, version 2009r of 16 May 2025: three scores, a letter, and what caps it, one by one.
/// </summary>
internal static class Grading
{
    private static readonly string[] s_letters = { "A+", "A", "A-", "B", "C", "D", "E", "F", "M", "T" };

    internal static SslGrade Of(SslServerReport report)
    {
        SslServerProtocol[] offered = report.Protocols.Where(p => p.State == SslOfferState.Offered).ToArray();
        var missing = new List<string>();
        if (offered.Length == 0 || report.Protocols.Any(p => p.State == SslOfferState.Unknown))
            missing.Add("not all of its versions are known");
        if (MergedReport.LacksAddresses(report))
            missing.Add("not all addresses of its name were checked");
        if (!AreSuitesKnown(report))
            missing.Add("not all of its cipher suites are known");
        if (report.Certificates.Count == 0 || report.Certificates.Any(c => c.IsTrusted is null))
            missing.Add("its certificate is not known or was not judged");
        else if (report.Incomplete.Contains("certificate"))
            missing.Add("not all of its certificates are known");
        if (report.Certificates.Any(c => c.KeySize == 0))
            missing.Add("the size of a certificate's key is not known");
        foreach (SslServerWeakness open in report.Weaknesses.Where(w => w.State == SslWeaknessState.Unknown && IsFatal(w.Name)))
            missing.Add($"{open.Name} is not known");
        if (!report.Checks.Contains("Weaknesses"))
            missing.Add("weaknesses were not checked");
        if (missing.Count > 0)
            return Open(Caps(report, offered).ToArray(), missing);
        return Grade(report, offered);
    }

    /// <summary>What is not known may make it worse, and nothing makes up for what is bad enough by itself.</summary>
    private static SslGrade Open((string Letter, string Text)[] caps, List<string> missing)
    {
        string worst = caps.Select(c => c.Letter).Aggregate("A+", Worse);
        return new SslGrade
        {
            Letter = worst is "F" or "M" or "T" ? worst : "?",
            Caps = caps.Select(c => $"{c.Letter}: {c.Text}").Concat(missing.Select(m => $"?: {m}")).ToArray(),
        };
    }

    private static SslGrade Grade(SslServerReport report, SslServerProtocol[] offered)
    {
        int protocols = (ProtocolScore(offered[0].Name) + ProtocolScore(offered[offered.Length - 1].Name)) / 2;
        int keys = KeyScore(report), ciphers = (CipherScore(report.Suites.Min(Bits)) + CipherScore(report.Suites.Max(Bits))) / 2;
        int score = (int)Math.Round(protocols * 0.3 + keys * 0.3 + ciphers * 0.4, MidpointRounding.AwayFromZero);
        string letter = score >= 80 ? "A" : score >= 65 ? "B" : score >= 50 ? "C" : score >= 35 ? "D" : score >= 20 ? "E" : "F";
        // A score of nothing in one of them is a score of nothing (Methodology, "zero in any category").
        if (protocols == 0 || keys == 0 || ciphers == 0)
            letter = "F";
        (string Letter, string Text)[] caps = Caps(report, offered).ToArray();
        foreach ((string cap, _) in caps)
            letter = Worse(letter, cap);
        if (letter == "A" && caps.Length == 0 && report.Http is { HasHsts: true, HstsMaxAge: >= 15768000 })
            letter = "A+";
        return new SslGrade
        {
            Letter = letter,
            Score = score,
            ProtocolScore = protocols,
            KeyExchangeScore = keys,
            CipherScore = ciphers,
            Caps = caps.Select(c => $"{c.Letter}: {c.Text}").ToArray(),
        };
    }

    private static bool IsWebUnasked(SslServerReport report) =>
        report.StartTls is null && report.Port is 443 or 8443 && !report.Checks.Contains("Http");

    private static bool AreSuitesKnown(SslServerReport report) =>
        report.Suites.Count > 0 && report.Checks.Contains("Suites") && !report.Incomplete.Contains("cipher suites");

    private static bool IsFatal(string name) =>
        name is "Heartbleed" or "CCS injection" or "ROBOT" or "Ticketbleed" or "POODLE in TLS" or "Insecure renegotiation" or "CRIME"
            or "Logjam";

    private static IEnumerable<(string Letter, string Text)> Caps(SslServerReport report, SslServerProtocol[] offered)
    {
        bool has(string name) => offered.Any(p => p.Name == name);
        // What was not found out does not count as missing.
        bool lacks(string name) => report.Protocols.Any(p => p.Name == name && p.State == SslOfferState.NotOffered);
        bool isWeak(string name) => report.Weakness(name)?.State == SslWeaknessState.Vulnerable;
        foreach (PeerCertificate certificate in report.Certificates.Where(c => c.IsTrusted == false))
        {
            bool isName = certificate.VerifyErrors.Count > 0 && certificate.VerifyErrors.All(e => e.Code == SslErrorCode.HostnameMismatch);
            yield return isName ? ("M", $"{certificate.Label} is for another name") : ("T", $"{certificate.Label} is not trusted");
        }

        if (has("SSLv2"))
            yield return ("F", "SSL 2.0 is offered");
        foreach (string name in new[] { "Heartbleed", "CCS injection", "ROBOT", "Ticketbleed", "POODLE in TLS", "Insecure renegotiation",
            "FREAK", "DROWN", "Export ciphers", "NULL ciphers",
            "Anonymous ciphers" }.Where(isWeak))
            yield return ("F", $"{name}: {report.Weakness(name)!.Detail}");
        // They are seen also where weaknesses were not asked for.
        if (!report.Checks.Contains("Weaknesses") && report.Suites.FirstOrDefault(IsOfNoUse) is { } suite)
            yield return ("F", $"{suite} is offered");
        if (report.Certificates.Any(c => c.SignatureAlgorithm.IndexOf("md5", StringComparison.OrdinalIgnoreCase) >= 0))
            yield return ("F", "a certificate is signed with MD5");
        foreach ((string letter, string text) in Keys(report))
            yield return (letter, text);
        if (isWeak("POODLE"))
            yield return ("C", "SSL 3.0 is offered with CBC suites (POODLE)");
        else if (has("SSLv3"))
            yield return ("B", "SSL 3.0 is offered");
        if (isWeak("CRIME"))
            yield return ("C", "TLS compression is on (CRIME)");
        if (lacks("TLSv1_2") && lacks("TLSv1_3"))
            yield return ("C", "neither TLS 1.2 nor TLS 1.3 is offered");
        if (report.Suites.Any(s => s.Cipher.Encryption == "RC4"))
            yield return report.Suites.Any(s => s.Cipher.Encryption == "RC4" && s.Protocol is "TLSv1_1" or "TLSv1_2")
                ? ("C", "RC4 is offered in TLS 1.1 or 1.2") : ("B", "RC4 is offered");
        if (report.Suites.Any(s => s.Cipher.Encryption is "3DES" or "DES" or "IDEA" && s.Protocol is "TLSv1_1" or "TLSv1_2"))
            yield return ("C", "a cipher of 64-bit blocks is offered in TLS 1.1 or 1.2");
        foreach (string old in new[] { "TLSv1", "TLSv1_1" }.Where(has))
            yield return ("B", $"{(old == "TLSv1" ? "TLS 1.0" : "TLS 1.1")} is offered");
        bool areSuitesKnown = AreSuitesKnown(report);
        if (areSuitesKnown && !report.Suites.Any(s => s.Cipher.ForwardSecrecy))
            yield return ("B", "no suite has forward secrecy");
        if (areSuitesKnown && !report.Suites.Any(s => s.Cipher.Mac == "AEAD"))
            yield return ("B", "no suite has authenticated encryption (AEAD)");
        if (lacks("TLSv1_3"))
            yield return ("A-", "TLS 1.3 is not offered");
        if (report.Http is { HasHsts: false })
            yield return ("A-", "HSTS is not set");
        else if (report.Http is { HasHsts: null } || (report.Http is null && IsWebUnasked(report)))
            yield return ("A-", "whether HSTS is set is not known");
    }

    private static bool IsOfNoUse(SslServerSuite suite) => suite.Cipher.Encryption == "None" || suite.Cipher.Authentication == "None"
        || suite.Cipher.Name.StartsWith("EXP", StringComparison.Ordinal);

    private static IEnumerable<(string Letter, string Text)> Keys(SslServerReport report)
    {
        foreach (PeerCertificate certificate in report.Certificates.Where(c => c.KeyAlgorithm.StartsWith("RSA", StringComparison.Ordinal)))
        {
            if (certificate.KeySize < 1024)
                yield return ("F", $"the key of {certificate.Label} has {certificate.KeySize} bits");
            else if (certificate.KeySize < 2048)
                yield return ("B", $"the key of {certificate.Label} has {certificate.KeySize} bits");
        }

        foreach (SslServerGroup group in report.Groups.Where(g => g.Bits is > 0 and < 2048))
            yield return (group.Bits < 1024 ? "F" : "B", $"the Diffie-Hellman prime has {group.Bits} bits");
    }

    private static string Worse(string one, string other) => Array.IndexOf(s_letters, one) > Array.IndexOf(s_letters, other) ? one : other;

    private static int ProtocolScore(string name) => name switch { "SSLv2" => 0, "SSLv3" => 80, "TLSv1" => 90, "TLSv1_1" => 95, _ => 100 };

    private static int Bits(SslServerSuite suite) => suite.Cipher.Encryption == "3DES" ? 112 : suite.Cipher.Bits;

    private static int CipherScore(int bits) => bits switch { 0 => 0, < 128 => 20, < 256 => 80, _ => 100 };

    /// <summary>The weakest key or parameter; anonymous key exchange is worth nothing, one of the export kind hardly more.</summary>
    private static int KeyScore(SslServerReport report)
    {
        if (report.Suites.Any(s => s.Cipher.Authentication == "None"))
            return 0;
        if (report.Suites.Any(s => s.Cipher.Name.StartsWith("EXP", StringComparison.Ordinal)))
            return 40;
        IEnumerable<int> bits = report.Certificates.Select(Strength).Concat(report.Groups.Where(g => g.Bits > 0).Select(g => g.Bits));
        int least = bits.DefaultIfEmpty(0).Min();
        return least switch { < 512 => 20, < 1024 => 40, < 2048 => 80, < 4096 => 90, _ => 100 };
    }

    /// <summary>Curves by the RSA keys that are as hard to break (NIST SP 800-57, table 2).</summary>
    private static int Strength(PeerCertificate certificate) => certificate.KeyAlgorithm.StartsWith("RSA", StringComparison.Ordinal)
        || certificate.KeyAlgorithm.StartsWith("DSA", StringComparison.Ordinal) ? certificate.KeySize
        : certificate.KeySize switch { < 160 => 512, < 224 => 1024, < 256 => 2048, < 384 => 3072, _ => 7680 };
}
