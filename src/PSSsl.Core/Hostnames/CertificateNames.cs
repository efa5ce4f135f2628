using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.X509;

namespace PSSsl.Hostnames;

/// <summary>
/// The names of a certificate: the subject's first common name, as the manual's function gives it, and the alternative ones. They are read
/// once and compared with as many hosts as one likes.
/// </summary>
internal sealed class CertificateNames
{
    private string[]? _dnsNames;

    internal CertificateNames(string? commonName, IReadOnlyList<SubjectAlternativeName> subjectAlternativeNames)
    {
        CommonName = commonName;
        SubjectAlternativeNames = subjectAlternativeNames;
    }

    internal string? CommonName { get; }

    internal IReadOnlyList<SubjectAlternativeName> SubjectAlternativeNames { get; }

    /// <summary>
    /// False where there are alternative names that cannot be read, or two lists of them: whether the common name may stand for them is
    /// not known then (RFC 6125, 6.4.4).
    /// </summary>
    internal bool CommonNameMayCount { get; private init; } = true;

    /// <summary>
    /// The DNS names to compare with, as they are encoded, blanks too: what is shown has its control characters replaced. Bytes outside
    /// ASCII become a question mark, which no host has.
    /// </summary>
    internal string[] DnsNames => _dnsNames ??= SubjectAlternativeNames.Where(n => n.Type == SubjectAlternativeNameType.Dns)
        .Select(n => Encoding.ASCII.GetString(n.RawValue)).ToArray();

    /// <summary>Reads them; what cannot be read is not a name.</summary>
    internal static CertificateNames Of(X509Certificate2 certificate) => Of(ParsedCertificate.Read(certificate));

    /// <summary>Those that were read.</summary>
    internal static CertificateNames Of(ParsedCertificate certificate)
    {
        IReadOnlyList<SubjectAlternativeName>? names = null;
        bool isSure = certificate.Extensions.Count(e => e.Oid == Oids.AlternativeName) < 2;
        try
        {
            // Of two lists, two readers could each believe another.
            names = isSure ? certificate.AlternativeNames : null;
        }
        catch (FormatException)
        {
            // Half an extension is none: its names could be anyone's.
            isSure = false;
        }

        return new CertificateNames(certificate.SubjectOrNull?.CommonName, names ?? Array.Empty<SubjectAlternativeName>())
        {
            CommonNameMayCount = isSure,
        };
    }

    internal static SubjectAlternativeName Dns(string name) => new(SubjectAlternativeNameType.Dns, Encoding.ASCII.GetBytes(name));

    internal static SubjectAlternativeName Ip(IPAddress address) => new(SubjectAlternativeNameType.Ip, address.GetAddressBytes());
}
