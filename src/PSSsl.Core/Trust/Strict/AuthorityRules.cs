using System;
using System.Linq;
using PSSsl.Hostnames;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Trust.Strict;

/// <summary>
/// Certificates of authorities (RFC 5280, 4.2.1; CA/B Baseline Requirements, 7.1.2.1 to 7.1.2.6), in addition to what the default check
/// wants of them.
/// </summary>
internal static class AuthorityRules
{
    private const int KeyCertSign = 1 << 5;

    internal static void Check(ParsedCertificate certificate, int depth, StrictPath path)
    {
        ChainFindings findings = path.Findings;
        string name = findings.Name(depth);
        if (certificate.Subject.IsEmpty)
            findings.Add(depth, $"{name} is an authority without a name", "RFC 5280, 4.1.2.6");
        if (certificate.Extension(Oids.BasicConstraints) is not { } basic)
            findings.Add(depth, $"{name} signed a certificate of the chain and has no basic constraints", "RFC 5280, 4.2.1.9, absent");
        else if (!basic.Critical)
            findings.Add(depth, $"the basic constraints of {name} are not critical", "RFC 5280, 4.2.1.9, critical");
        if (certificate.KeyUsage is null && !path.IsAnchor)
            findings.Add(depth, $"{name} is an authority without key usage", "RFC 5280, 4.2.1.3, absent");
        if (certificate.KeyUsage == 0)
            findings.Add(depth, $"the key usage of {name} names no use", "RFC 5280, 4.2.1.3, empty");
        if (certificate.PathLength is not null && (certificate.IsAuthority != true || (certificate.KeyUsage & KeyCertSign) == 0))
            findings.Add(depth, $"{name} limits the length of paths and must not sign any certificate",
                "RFC 5280, 4.2.1.9, pathLenConstraint");
        CheckPurposes(certificate, depth, path);
        CheckNameConstraints(certificate, depth, findings);
    }

    private static void CheckPurposes(ParsedCertificate certificate, int depth, StrictPath path)
    {
        if (certificate.ExtendedKeyUsage is not { } purposes)
            return;
        ChainFindings findings = path.Findings;
        if (path.IsAnchor && certificate.IsSelfIssued)
            findings.Add(depth, $"{findings.Name(depth)} is a root with extended key usages", "CA/B BR, 7.1.2.1.2");
        else if (purposes.Contains(Oids.AnyPurpose))
            findings.Add(SslErrorCode.CertificatePurpose, depth, $"{findings.Name(depth)} may certify any purpose, it must name them",
                "CA/B BR, 7.1.2.10.6");
    }

    private static void CheckNameConstraints(ParsedCertificate certificate, int depth, ChainFindings findings)
    {
        if (certificate.Extension(Oids.NameConstraints) is not { } extension)
            return;
        NameConstraints constraints = NameConstraints.Of(extension.Value);
        string name = findings.Name(depth);
        if ((constraints.Permitted?.Count ?? 0) + (constraints.Excluded?.Count ?? 0) == 0 || constraints.Permitted is { Count: 0 }
            || constraints.Excluded is { Count: 0 })
            findings.Add(depth, $"{name} has name constraints that constrain nothing", "RFC 5280, 4.2.1.10, empty");
        foreach (NameSubtree subtree in (constraints.Permitted ?? Array.Empty<NameSubtree>()).Concat(constraints.Excluded
            ?? Array.Empty<NameSubtree>()))
        {
            if (subtree.HasWrittenMinimum)
                findings.Add(depth, $"{name} has name constraints that say that their minimum is 0, which DER leaves out", "X.690, 11.5");
            if (!IsWellFormed(subtree))
                findings.Add(depth,
                    $"{name} has name constraints with {CertificateLabel.Of(subtree.Text)}, which is not a name of the form {subtree.Form}",
                    "RFC 5280, 4.2.1.10, form");
        }
    }

    private static bool IsWellFormed(NameSubtree subtree) => subtree.Form switch
    {
        SubjectAlternativeNameType.Dns => subtree.Text.Length == 0 || DnsNameForm.FaultIn(subtree.Text, mayHaveStar: false) is null,
        SubjectAlternativeNameType.Uri =>
            DnsNameForm.FaultIn(subtree.Text.StartsWith(".", StringComparison.Ordinal) ? subtree.Text.Substring(1)
                : subtree.Text, mayHaveStar: false) is null,
        SubjectAlternativeNameType.Email => IsMail(subtree.Text),
        _ => true,
    };

    /// <summary>A mailbox, a host, or a domain with a leading period.</summary>
    private static bool IsMail(string text)
    {
        int at = text.LastIndexOf('@');
        string host = at >= 0 ? text.Substring(at + 1) : text.StartsWith(".", StringComparison.Ordinal) ? text.Substring(1) : text;
        return at != 0 && DnsNameForm.FaultIn(host, mayHaveStar: false) is null;
    }
}
