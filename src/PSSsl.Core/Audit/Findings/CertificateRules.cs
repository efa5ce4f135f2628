using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Audit.DnsRecords;
using PSSsl.Audit.Questions;

namespace PSSsl.Audit.Findings;

/// <summary>Findings on certificates: numbers from 400.</summary>
internal static class CertificateRules
{
    internal static IReadOnlyList<FindingRule> All { get; } = new FindingRule[]
    {
        new(400, SslSeverity.Critical, "The certificate has expired",
            Seen.Certificate(c => c.IsExpired == true ? Until(c) : null))
        {
            Why = "Clients refuse it, or their users learn to click warnings away.",
            Fix = "Renew it, and automate renewal (ACME).",
            References = new[] { "RFC 5280, 4.1.2.5" },
        },
        new(401, SslSeverity.High, "The certificate is for another name",
            Seen.Certificate(c => c.HostnameMatch == false ? Names(c) : null))
        {
            Why = "Clients refuse it, since anyone can have a certificate for another name.",
            Fix = "Get one for this name.",
            References = new[] { "RFC 9525" },
        },
        new(402, SslSeverity.High, "The certificate is not trusted",
            Seen.Certificate(Distrust))
        {
            Why = "Clients refuse it; a client that ignores that can be talking to an attacker.",
            Fix = "Use a certificate of an authority that the clients trust, and send the intermediate ones.",
            References = new[] { "RFC 5280, 6" },
        },
        new(403, SslSeverity.High, "The certificate expires within a week",
            Seen.Certificate(c => c is { IsExpired: false, DaysRemaining: < 7 } ? Until(c) : null))
        {
            Why = "Clients will refuse it in a few days.",
            Fix = "Renew it, and automate renewal (ACME).",
            References = new[] { "RFC 5280, 4.1.2.5" },
        },
        new(404, SslSeverity.Medium, "The certificate expires within 30 days",
            Seen.Certificate(c => c is { IsExpired: false, DaysRemaining: >= 7 and < 30 } && Days(c) > 60 ? Until(c) : null))
        {
            Why = "Automatic renewal would have happened by now.",
            Fix = "Check that automatic renewal works.",
            References = new[] { "RFC 5280, 4.1.2.5" },
        },
        new(405, SslSeverity.High, "The key of the certificate is too short",
            Seen.Certificate(c => c.KeySize > 0 && c.KeySize < LeastBits(c) ? $"{c.KeyAlgorithm} with {c.KeySize} bits" : null))
        {
            Why = "RSA below 2048 bits, or a curve below 224, can be broken by attackers with enough computers.",
            Fix = "Make a new key of 2048 bits, or one on P-256.",
            References = new[] { "RFC 9325, 4.5" },
        },
        new(406, SslSeverity.High, "The certificate is signed with a broken hash",
            Seen.Certificate(c => !c.IsSelfIssued && IsWeakHash(c.SignatureAlgorithm) ? c.SignatureAlgorithm : null))
        {
            Why = "Signatures with MD5 and SHA-1 can be forged.",
            Fix = "Get a new one; authorities have signed with SHA-256 for ten years.",
            References = new[] { "RFC 9155" },
        },
        new(407, SslSeverity.Low, "The certificate is valid for longer than authorities may issue",
            Seen.Certificate(c => c.IsTrusted == true && !c.IsCA && Days(c) > Most(c)
                ? $"{(int)Days(c)} days; {Most(c)} were the most at that date" : null))
        {
            Why = "Browsers refuse public certificates that are valid for so long.",
            Fix = "Get one with a shorter validity.",
            References = new[] { "CA/Browser Forum BR 6.3.2" },
        },
        new(408, SslSeverity.Low, "The server sends its anchor, or certificates that do not belong to the chain",
            Seen.Certificate(c => c.Chain.Count > 1 && c.Chain.Skip(1).Any(x => x.Subject == x.Issuer)
                ? $"{c.Chain.Count} certificates, one of them signed by itself" : null))
        {
            Why = "Each handshake is longer than necessary.",
            Fix = "Leave the last one out of the file.",
            References = new[] { "RFC 8446, 4.4.2" },
        },
        new(409, SslSeverity.Medium, "A staple is demanded, and none is sent",
            r => r.Certificates.FirstOrDefault(c => c.MustStaple) is { } c && r.Feature("OCSP stapling")?.IsOn == false ? c.Subject : null)
        {
            Why = "Clients that know the extension refuse the certificate without a staple.",
            Fix = "Turn OCSP stapling on.",
            References = new[] { "RFC 7633" },
        },
        new(410, SslSeverity.Info, "Other servers have the same key",
            r => r.SharedWith.Count > 0 ? DerivedWeaknesses.Some(r.SharedWith, 4) : null)
        {
            Why = "What weakens or reveals it on one of them does so on all. That is as it should be for servers that stand in for each "
                + "other.",
            Fix = "Nothing for those; else make a key for each.",
            References = new[] { "CVE-2016-0800" },
        },
        new(411, SslSeverity.Low, "Any authority may issue a certificate for the name",
            r => r.Feature(NameRecordsQuestion.Caa) is { IsOn: false } caa ? caa.Detail : null)
        {
            Why = "Without a CAA record an authority that is deceived, or that you do not know, may issue one too.",
            Fix = "Publish a CAA record with the authorities that are used: example.org. CAA 0 issue \"ca.example\".",
            References = new[] { "RFC 8659" },
        },
        new(412, SslSeverity.High, "The certificate is not what the TLSA records say",
            r => Dane(r, DaneJudge.NoMatch))
        {
            Why = "Clients that know DANE, mail servers above all, refuse the server.",
            Fix = "Publish the record of the new certificate before it is used, and remove the old one after that.",
            References = new[] { "RFC 7671", "RFC 7672, 2" },
        },
        new(413, SslSeverity.Low, "The TLSA records do not count",
            r => Dane(r, DaneJudge.NotSigned) ?? Dane(r, DaneJudge.NotUsable))
        {
            Why = "Clients ignore TLSA records that DNSSEC does not prove, or that have numbers without a meaning.",
            Fix = "Sign the zone, have its parent publish the DS record, and publish records like 3 1 1 with the key's SHA-256.",
            References = new[] { "RFC 6698, 4.1" },
        },
    };

    private static int LeastBits(PeerCertificate certificate) => certificate.KeyAlgorithm switch
    {
        { } name when name.StartsWith("RSA", StringComparison.Ordinal) || name.StartsWith("DSA", StringComparison.Ordinal) => 2048,
        { } name when name.StartsWith("EC", StringComparison.Ordinal) => 224,
        _ => 0,
    };

    private static string? Dane(SslServerReport report, string value) =>
        report.Feature(NameRecordsQuestion.Dane) is { IsOn: false } dane && dane.Value == value ? dane.Detail : null;

    private static string? Distrust(PeerCertificate certificate)
    {
        SslVerifyError[] errors =
            certificate.VerifyErrors.Where(e => e.Code is not (SslErrorCode.HostnameMismatch or SslErrorCode.CertificateExpired)).ToArray();
        return certificate.IsTrusted == false && errors.Length > 0
            ? string.Join("; ", errors.Select(e => e.ToString().TrimEnd('.')).Distinct()) : null;
    }

    private static string Until(PeerCertificate certificate) =>
        FormattableString.Invariant($"it is valid until {certificate.NotAfter?.ToUniversalTime():yyyy-MM-dd HH:mm} UTC");

    /// <summary>What stands in the subject alone does not count: clients have not looked there for years.</summary>
    private static string Names(PeerCertificate certificate) =>
        certificate.DnsNames.Concat(certificate.IpAddresses).ToArray() is { Length: > 0 } names ? $"it is for {DerivedWeaknesses.Some(names)}"
            : "it has no subject alternative name, and clients do not look for one in its subject";

    private static double Days(PeerCertificate certificate) =>
        certificate is { NotBefore: { } from, NotAfter: { } until } ? (until - from).TotalDays : 0;

    /// <summary>What the Baseline Requirements allow, by the date of issue.</summary>
    private static int Most(PeerCertificate certificate) => certificate.NotBefore?.ToUniversalTime() switch
    {
        { } date when date >= new DateTime(2029, 3, 15) => 47,
        { } date when date >= new DateTime(2027, 3, 15) => 100,
        { } date when date >= new DateTime(2026, 3, 15) => 200,
        { } date when date >= new DateTime(2020, 9, 1) => 398,
        { } date when date >= new DateTime(2018, 3, 1) => 825,
        _ => 1188,
    };

    private static bool IsWeakHash(string algorithm) => algorithm.IndexOf("md5", StringComparison.OrdinalIgnoreCase) >= 0
        || algorithm.IndexOf("sha1", StringComparison.OrdinalIgnoreCase) >= 0
        || algorithm.IndexOf("sha-1", StringComparison.OrdinalIgnoreCase) >= 0;
}
