using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Certificates;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Trust.Strict;

/// <summary>
/// Which extensions must be critical and which must not (RFC 5280, 4.2; CA/B Baseline Requirements, 7.1.2), and that each is in DER.
/// </summary>
internal static class ExtensionRules
{
    private static readonly Dictionary<string, (string Name, string Reference)> s_neverCritical = new(StringComparer.Ordinal)
    {
        ["2.5.29.9"] = ("subject directory attributes", "RFC 5280, 4.2.1.8"),
        [Oids.SubjectKey] = ("subject key identifier", "RFC 5280, 4.2.1.2"),
        [Oids.IssuerAlternativeName] = ("issuer alternative name", "RFC 5280, 4.2.1.7"),
        [Oids.CrlPoints] = ("CRL distribution points", "CA/B BR, 7.1.2.11.2"),
        [Oids.Policies] = ("certificate policies", "CA/B BR, 7.1.2.7.9"),
        [Oids.AuthorityKey] = ("authority key identifier", "RFC 5280, 4.2.1.1"),
        [Oids.FreshestCrl] = ("freshest CRL", "RFC 5280, 4.2.1.15"),
        [Oids.AuthorityAccess] = ("authority information access", "RFC 5280, 4.2.2.1"),
        [Oids.SubjectAccess] = ("subject information access", "RFC 5280, 4.2.2.2"),
        [Oids.Timestamps] = ("SCT list", "RFC 6962, 3.3"),
    };

    private static readonly Dictionary<string, (string Name, string Reference)> s_alwaysCritical = new(StringComparer.Ordinal)
    {
        [Oids.NameConstraints] = ("name constraints", "RFC 5280, 4.2.1.10, critical"),
        [Oids.PolicyConstraints] = ("policy constraints", "RFC 5280, 4.2.1.11"),
        [Oids.InhibitAnyPolicy] = ("inhibit anyPolicy", "RFC 5280, 4.2.1.14"),
    };

    internal static void Check(ParsedCertificate certificate, int depth, StrictPath path)
    {
        ChainFindings findings = path.Findings;
        foreach (ParsedExtension extension in certificate.Extensions)
        {
            if (extension.Critical && s_neverCritical.TryGetValue(extension.Oid, out (string Name, string Reference) never))
                findings.Add(depth, $"the extension {never.Name} of {findings.Name(depth)} is critical and must not be", never.Reference);
            if (!extension.Critical && s_alwaysCritical.TryGetValue(extension.Oid, out (string Name, string Reference) always))
                findings.Add(depth, $"the extension {always.Name} of {findings.Name(depth)} is not critical and must be", always.Reference);
            // Others' extensions may hold anything.
            if (IsOfX509(extension.Oid) && DerRules.FirstBroken(extension.Value) is { } fault)
                findings.Add(depth, $"the extension {extension.Oid} of {findings.Name(depth)} is not in DER: {fault}", "X.690, 10");
            if (extension.HasWrittenDefault)
                findings.Add(depth,
                    $"the extension {extension.Oid} of {findings.Name(depth)} says that it is not critical, which DER leaves out",
                    "X.690, 11.5");
        }

        if (certificate.Extension(Oids.Policies) is { } policies && HasTwice(policies.Value))
            findings.Add(depth, $"{findings.Name(depth)} names a certificate policy twice", "RFC 5280, 4.2.1.4");
    }

    private static bool IsOfX509(string oid) =>
        oid.StartsWith("2.5.29.", StringComparison.Ordinal) || oid.StartsWith("1.3.6.1.5.5.7.1.", StringComparison.Ordinal);

    private static bool HasTwice(byte[] policies)
    {
        IReadOnlyList<string> all = CertificateExtensions.ReadPolicies(new DerReader(policies));
        return all.Distinct(StringComparer.Ordinal).Count() < all.Count;
    }
}
