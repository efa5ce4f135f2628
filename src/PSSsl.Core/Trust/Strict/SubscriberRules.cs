using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using PSSsl.Certificates;
using PSSsl.Hostnames;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Trust.Strict;

/// <summary>The leaf (RFC 5280, 4.2.1; CA/B Baseline Requirements, 7.1.2.7), in addition to what the default check wants of it.</summary>
internal static class SubscriberRules
{
    private const int KeyCertSign = 1 << 5;
    private const string Names = "RFC 5280, 4.2.1.6";

    /// <summary>What a server's certificate must not be for as well (7.1.2.7.10).</summary>
    private static readonly Dictionary<string, string> s_beside = new(StringComparer.Ordinal)
    {
        ["1.3.6.1.5.5.7.3.3"] = "code signing",
        ["1.3.6.1.5.5.7.3.4"] = "mail",
        ["1.3.6.1.5.5.7.3.8"] = "time stamps",
        [Oids.OcspSigning] = "OCSP responses",
    };

    internal static void Check(ParsedCertificate certificate, int depth, StrictPath path)
    {
        ChainFindings findings = path.Findings;
        string name = findings.Name(depth);
        if (certificate.IsAuthority == true)
        {
            string role = path.Request.Purpose == ChainPurpose.ClientAuth ? "client" : "server";
            findings.Add(depth, $"{name} is an authority, which must not be a {role} itself", "CA/B BR, 7.1.2.7.8");
        }

        if (certificate.KeyUsage is { } usage && (usage & KeyCertSign) != 0 && certificate.IsAuthority != true)
            findings.Add(depth, $"the key of {name} may sign certificates though it is not an authority's",
                "RFC 5280, 4.2.1.3, keyCertSign");
        if (certificate.KeyUsage == 0)
            findings.Add(depth, $"the key usage of {name} names no use", "RFC 5280, 4.2.1.3, empty");
        if (certificate.PathLength is not null && certificate.IsAuthority != true)
            findings.Add(depth, $"{name} limits the length of paths though it is not an authority", "RFC 5280, 4.2.1.9, pathLenConstraint");
        if (certificate.Extension(Oids.NameConstraints) is not null && certificate.IsAuthority != true)
            findings.Add(depth, $"{name} has name constraints though it is not an authority", "RFC 5280, 4.2.1.10, leaf");
        CheckPurposes(certificate, depth, path);
        CheckNames(certificate, depth, path);
        if (path.Request.Purpose == ChainPurpose.ServerAuth)
            CheckLife(certificate, depth, findings);
    }

    private static void CheckPurposes(ParsedCertificate certificate, int depth, StrictPath path)
    {
        ChainFindings findings = path.Findings;
        string name = findings.Name(depth);
        const string reference = "CA/B BR, 7.1.2.7.10";
        if (certificate.Extension(Oids.ExtendedKeyUsage) is { Critical: true })
            findings.Add(depth, $"the extended key usage of {name} is critical and must not be", "CA/B BR, 7.1.2.7.6");
        if (certificate.ExtendedKeyUsage is not { } purposes)
        {
            findings.Add(SslErrorCode.CertificatePurpose, depth, $"{name} does not say what it is for: it has no extended key usage",
                reference);
            return;
        }

        if (purposes.Contains(Oids.AnyPurpose))
            findings.Add(SslErrorCode.CertificatePurpose, depth, $"{name} is for any purpose, it must name them", reference);
        if (path.Request.Purpose != ChainPurpose.ServerAuth)
            return;
        foreach (string purpose in purposes.Where(s_beside.ContainsKey))
            findings.Add(SslErrorCode.CertificatePurpose, depth, $"{name} is for {s_beside[purpose]} as well as for a server", reference);
    }

    private static void CheckNames(ParsedCertificate certificate, int depth, StrictPath path)
    {
        ChainFindings findings = path.Findings;
        string name = findings.Name(depth);
        if (certificate.Extension(Oids.AlternativeName) is not { } extension)
        {
            findings.Add(depth, $"{name} has no subject alternative name: a common name does not count", Names + ", absent");
            return;
        }

        if (extension.Critical != (certificate.Subject.IsEmpty))
        {
            string what = extension.Critical ? "is critical though there is a subject" : "must be critical, since there is no subject";
            findings.Add(depth, $"the subject alternative name of {name} {what}", Names + ", critical");
        }

        IReadOnlyList<SubjectAlternativeName> names = certificate.AlternativeNames!;
        if (names.Count == 0)
            findings.Add(depth, $"{name} has an empty subject alternative name", Names + ", empty");
        foreach (SubjectAlternativeName one in names)
        {
            if (FaultIn(one) is { } fault)
                findings.Add(depth, $"the name {NameSubtree.Show(one)} of {name} {fault}", Names + ", form");
        }

        if (path.Request.Purpose == ChainPurpose.ServerAuth)
            CheckCommonName(certificate, names, depth, findings);
    }

    private static string? FaultIn(SubjectAlternativeName name) => name.Type switch
    {
        SubjectAlternativeNameType.Dns => DnsNameForm.FaultIn(name.Text(), mayHaveStar: true),
        SubjectAlternativeNameType.Ip => name.RawValue.Length is 4 or 16 ? null : "is not an address",
        SubjectAlternativeNameType.Email => MailAddress.IsMailbox(name.Text()) ? null : "is not a mail address",
        SubjectAlternativeNameType.Uri => Uri.TryCreate(name.Text(), UriKind.Absolute, out _) ? null : "is not an absolute URI",
        _ => null,
    };

    /// <summary>
    /// BR 7.1.4.3: a common name repeats an alternative name, character by character, addresses in the form of RFC 5952. Let pass are the
    /// domain that the alternative names lie in, and a name beside nothing but addresses or mailboxes: nobody takes these for a host that
    /// was certified.
    /// </summary>
    private static void CheckCommonName(ParsedCertificate certificate, IReadOnlyList<SubjectAlternativeName> names, int depth,
        ChainFindings findings)
    {
        string[] dns = names.Where(n => n.Type == SubjectAlternativeNameType.Dns).Select(n => n.Text()).ToArray();
        string[] addresses = names.Where(n => n.Type == SubjectAlternativeNameType.Ip && n.RawValue.Length is 4 or 16)
            .Select(n => new IPAddress(n.RawValue).ToString()).ToArray();
        foreach (string commonName in certificate.Subject.Attributes.Where(a => a.Oid == Oids.CommonName).Select(a => a.Shown))
        {
            if (dns.Contains(commonName, StringComparer.Ordinal) || addresses.Contains(commonName, StringComparer.Ordinal))
                continue;
            bool namesAddress = IsMeantAsAddress(commonName);
            bool namesHost = !namesAddress && dns.Length > 0 && commonName.IndexOf('.') >= 0 && commonName.IndexOf(' ') < 0;
            if (namesAddress || (namesHost && !dns.Any(d => d.EndsWith("." + commonName, StringComparison.Ordinal))))
                findings.Add(depth, $"the common name of {findings.Name(depth)} is none of its alternative names", "CA/B BR, 7.1.4.3");
        }
    }

    /// <summary>Also in forms that old libraries read: hexadecimal, octal, one number for all.</summary>
    private static bool IsMeantAsAddress(string text) => text.IndexOf(':') >= 0 ? IPAddress.TryParse(text, out _)
        : text.Length > 0 && text.Split('.')
            .All(p => p.Length > 0
                && (p.All(char.IsDigit) || (p.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && p.Skip(2).All(Uri.IsHexDigit))));

    private static void CheckLife(ParsedCertificate certificate, int depth, ChainFindings findings)
    {
        if (LongestLife.Of(certificate.NotBefore) is not { } days)
            return;
        // Both ends count: from 0:00:00 to 23:59:59 is a day.
        TimeSpan life = certificate.NotAfter - certificate.NotBefore + TimeSpan.FromSeconds(1);
        if (life > TimeSpan.FromDays(days))
            findings.Add(depth,
                string.Format(CultureInfo.InvariantCulture,
                    "{0} is valid for {1:0} days, {2} are the most for one issued on {3:yyyy-MM-dd}", findings.Name(depth),
                    Math.Ceiling(life.TotalDays), days, certificate.NotBefore), "CA/B BR, 6.3.2");
    }
}
