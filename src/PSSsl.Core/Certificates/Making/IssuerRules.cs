using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Certificates.Making;

/// <summary>Whether an issuer may issue a certificate, so that whoever verifies it does not find out first (RFC 5280, 6.1.4).</summary>
internal static class IssuerRules
{
    private const int KeyCertSign = 1 << 5, CrlSign = 1 << 6;

    /// <summary>The issuer and those above it, as far as they are known, read.</summary>
    /// <exception cref="SslException">It is not an authority, or has no key.</exception>
    internal static IReadOnlyList<ParsedCertificate> Authorities(SslCertificate issuer)
    {
        if (issuer.Key is null)
        {
            throw Wrong($"The issuer {Name(issuer.Certificate)} has no private key to sign with.",
                "Give what New-SslCertificate made, or import the certificate with its key: Import-SslCertificate -Path ca.pem -KeyFile "
                    + "ca.key.", SslErrorCode.KeyMissing);
        }

        var authorities = new List<ParsedCertificate>();
        foreach (X509Certificate2 certificate in issuer.Chain.Prepend(issuer.Certificate))
        {
            authorities.Add(ParsedCertificate.TryOf(certificate)
                ?? throw Wrong($"The issuer's certificate {Name(certificate)} is not encoded as RFC 5280 says.",
                    "Use an issuer that others can read.", SslErrorCode.CertificateInvalid));
        }

        if (authorities[0].Subject.IsEmpty)
            throw Wrong("The issuer's certificate has no subject, so nothing can name it as its issuer (RFC 5280, 4.1.2.4).",
                "Make the authority with -Subject.");
        return authorities;
    }

    /// <exception cref="SslException">It may not sign certificates, or not this one.</exception>
    internal static void CheckMayIssue(IReadOnlyList<ParsedCertificate> authorities, CertificatePlan plan)
    {
        ParsedCertificate issuer = authorities[0];
        string name = Name(issuer.Certificate);
        if (issuer.IsAuthority != true)
        {
            throw Wrong(
                $"{name} is not an authority: "
                    + $"{(issuer.IsAuthority is null ? "it has no basic constraints" : "its basic constraints say CA:FALSE")} (RFC 5280, "
                        + $"4.2.1.9).",
                "Use one that was made with -Kind CA or Intermediate.");
        }

        if (issuer.KeyUsage is { } usage && (usage & KeyCertSign) == 0)
            throw Wrong($"The key of {name} may not sign certificates: its key usage lacks keyCertSign (RFC 5280, 4.2.1.3).",
                "Use another issuer.");
        if (plan.IsAuthority)
            CheckPathLengths(authorities);
        CheckPurposes(authorities, plan);
    }

    /// <exception cref="SslException">An authority above may not certify a name of it.</exception>
    internal static void CheckNames(IReadOnlyList<ParsedCertificate> authorities, ParsedCertificate made)
    {
        foreach (ParsedCertificate authority in authorities.Where(a => a.Extension(Oids.NameConstraints) is not null))
        {
            string? forbidden;
            try
            {
                forbidden = NameConstraints.Of(authority.Extension(Oids.NameConstraints)!.Value).Forbids(made);
            }
            catch (FormatException e)
            {
                throw Wrong(
                    $"The name constraints of {Name(authority.Certificate)} cannot be compared with the certificate's names: {e.Message}.",
                    "Use another issuer.", SslErrorCode.CertificateInvalid);
            }

            if (forbidden is not null)
                throw Wrong(
                    $"{Name(authority.Certificate)} may not certify {forbidden}: its name constraints forbid it (RFC 5280, 4.2.1.10).",
                    "Leave the name out, or use another issuer.");
        }
    }

    /// <exception cref="SslException">It may not sign revocation lists.</exception>
    internal static void CheckMayRevoke(ParsedCertificate issuer)
    {
        if (issuer.IsAuthority != true)
            throw Wrong($"{Name(issuer.Certificate)} is not an authority, so it has nothing to revoke (RFC 5280, 4.2.1.9).",
                "Give the authority that issued the certificates.");
        if (issuer.KeyUsage is { } usage && (usage & CrlSign) == 0)
            throw Wrong(
                $"The key of {Name(issuer.Certificate)} may not sign revocation lists: its key usage lacks cRLSign (RFC 5280, 4.2.1.3).",
                "Use another issuer, or renew it with -KeyUsage KeyCertSign, CrlSign.");
    }

    /// <summary>The issuer counts the new authority, each one above counts those between that are not self-issued too.</summary>
    private static void CheckPathLengths(IReadOnlyList<ParsedCertificate> authorities)
    {
        int below = 1;
        foreach (ParsedCertificate authority in authorities)
        {
            if (authority.PathLength is { } most && most < below)
            {
                throw Wrong(
                    $"{Name(authority.Certificate)} may have "
                        + $"{(most == 0 ? "no" : most.ToString(System.Globalization.CultureInfo.InvariantCulture))} "
                    + $"authorities below it (path length {most}), and this would be {(below == 1 ? "one" : $"number {below}")} (RFC "
                        + $"5280, 4.2.1.9).", "Use another issuer, or make that one with a greater -PathLength.");
            }

            if (!authority.IsSelfIssued)
                below++;
        }
    }

    /// <summary>Extended key usage of an authority limits what is below it; RFC 5280 does not say so, all who verify TLS do.</summary>
    private static void CheckPurposes(IReadOnlyList<ParsedCertificate> authorities, CertificatePlan plan)
    {
        IReadOnlyList<string> purposes = plan.Purposes ?? CertificateProfile.DefaultPurposes(plan.Kind);
        foreach (ParsedCertificate authority in authorities)
        {
            if (authority.ExtendedKeyUsage is not { } allowed)
                continue;
            // Who verifies for TLS refuses "any".
            bool Allows(string purpose) => allowed.Contains(purpose)
                || (allowed.Contains(Oids.AnyPurpose) && purpose is not (Oids.ServerAuth or Oids.ClientAuth));
            if (purposes.FirstOrDefault(p => !Allows(p)) is { } other)
            {
                throw Wrong(
                    $"{Name(authority.Certificate)} is for {string.Join(", ", allowed.Select(KeyPurposes.Describe))}, and cannot certify "
                        + $"for {KeyPurposes.Describe(other)}.",
                    "Choose another -ExtendedKeyUsage, or another issuer.");
            }
        }
    }

    /// <summary>The issuer is not the one who may do this.</summary>
    private static SslException Wrong(string message, string todo, SslErrorCode code = SslErrorCode.CertificatePurpose) =>
        SslException.Configuration(code, message, todo);

    private static string Name(X509Certificate2 certificate) => CertificateLabel.Of(certificate.Subject);
}
