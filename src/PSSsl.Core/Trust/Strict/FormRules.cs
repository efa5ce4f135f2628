using System;
using System.Linq;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Trust.Strict;

/// <summary>The fields that every certificate has (RFC 5280, 4.1).</summary>
internal static class FormRules
{
    private const int LongestSerialNumber = 20;

    internal static void Check(ParsedCertificate certificate, int depth, StrictPath path)
    {
        ChainFindings findings = path.Findings;
        string name = findings.Name(depth);
        if (certificate.Version != 3)
            findings.Add(depth, $"{name} is of X.509 version {certificate.Version}, which has no extensions: 3 is needed",
                "RFC 5280, 4.1.2.1");
        CheckSerialNumber(certificate.SerialNumber, depth, path);
        if (!ByteSequenceComparer.Instance.Equals(certificate.InnerSignature, certificate.OuterSignature))
            findings.Add(depth, $"{name} names two algorithms for its one signature", "RFC 5280, 4.1.1.2");
        if (certificate.Issuer.IsEmpty)
            findings.Add(depth, $"{name} names no issuer", "RFC 5280, 4.1.2.4");
        if ((certificate.IssuerUniqueId ?? certificate.SubjectUniqueId) is not null)
            findings.Add(depth, $"{name} has unique identifiers, which are not allowed", "RFC 5280, 4.1.2.8");
        CheckDate(certificate.NotBefore, certificate.NotBeforeOrNull!.Tag, depth, findings);
        CheckDate(certificate.NotAfter, certificate.NotAfterOrNull!.Tag, depth, findings);
        if (certificate.NotAfter < certificate.NotBefore)
            findings.Add(depth, $"{name} ends before it begins", "RFC 5280, 4.1.2.5");
        if (DerRules.FirstBroken(certificate.Encoded) is { } fault)
            findings.Add(depth, $"{name} is not in DER: {fault}", "X.690, 10");
    }

    private static void CheckSerialNumber(byte[] number, int depth, StrictPath path)
    {
        string? fault = number.Length == 0 ? "no serial number"
            : (number[0] & 0x80) != 0 ? "a negative serial number"
            // Old roots have 0, and nobody asks for the number of an anchor.
            : number.All(b => b == 0) && !path.IsAnchor ? "the serial number 0"
            : number.Length > LongestSerialNumber ? $"a serial number of {number.Length} bytes, {LongestSerialNumber} are the most"
            : null;
        if (fault is not null)
            path.Findings.Add(depth, $"{path.Findings.Name(depth)} has {fault}", "RFC 5280, 4.1.2.2");
    }

    /// <summary>UTCTime through 2049, GeneralizedTime from then on.</summary>
    private static void CheckDate(DateTime date, int tag, int depth, ChainFindings findings)
    {
        if ((tag == DerTime.UtcTime) != (date.Year is >= 1950 and < 2050))
            findings.Add(depth, $"{findings.Name(depth)} writes the year {date.Year} in a type of time that is not for it",
                "RFC 5280, 4.1.2.5");
    }
}
