using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Hostnames;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Keys;
using PSSsl.X509.Names;

namespace PSSsl.Certificates.Reading;

/// <summary>
/// What in a certificate is not as RFC 5280 says, for whoever looks at it: encodings, numbers, names, dates, keys. It says nothing about
/// trust, and nothing depends on it: the chain's own rules judge.
/// </summary>
internal sealed class CertificateFaults
{
    private const int MostFaults = 50;
    private const int LongestSerial = 20;
    private const int LargestModulus = 16384;

    private readonly ParsedCertificate _certificate;
    private readonly List<string> _faults = new();

    private CertificateFaults(ParsedCertificate certificate) => _certificate = certificate;

    internal static IReadOnlyList<string> Of(ParsedCertificate certificate, CertificateExtensions extensions, CertificateNames names,
        KeyDescription? key)
    {
        var found = new CertificateFaults(certificate);
        found._faults.AddRange(certificate.Faults);
        if (certificate.Encoded.Length <= ParsedCertificate.Largest)
            found.Look(extensions, names, key);
        return found._faults.Count <= MostFaults ? found._faults
            : found._faults.Take(MostFaults).Concat(new[] { $"and {found._faults.Count - MostFaults} more" }).ToArray();
    }

    private void Look(CertificateExtensions extensions, CertificateNames names, KeyDescription? key)
    {
        if (DerRules.FirstBroken(_certificate.Encoded) is { } rule)
            Add($"it is not encoded in DER: {rule} (X.690, 10)");
        CheckSerial();
        CheckNames();
        if (_certificate.NotBeforeOrNull?.Value > _certificate.NotAfterOrNull?.Value)
            Add("it ends before it begins (RFC 5280, 4.1.2.5)");
        CheckSignature();
        CheckExtensions(extensions);
        for (int i = 0; i < names.SubjectAlternativeNames.Count && _faults.Count <= MostFaults; i++)
        {
            if (AlternativeNameRules.FirstBroken(names.SubjectAlternativeNames[i]) is { } fault)
                Add($"its alternative name {Short(names.SubjectAlternativeNames[i])} {fault}");
        }

        if (key is null)
            return;
        if (key.Fault is not null)
            Add($"its {key.Algorithm} key is not valid: {key.Fault} (RFC 5280, 4.1.2.7)");
        else if (key.Algorithm.StartsWith("RSA", StringComparison.Ordinal) && key.Size > LargestModulus)
            Add($"its RSA key has {key.Size} bits: more than {LargestModulus} are not used, and no library reads them");
    }

    private void CheckSerial()
    {
        if (_certificate.SerialNumberOrNull is not { } serial)
            return;
        if (serial.Length == 0)
            Add("its serial number is empty (RFC 5280, 4.1.2.2)");
        else if (serial.All(b => b == 0))
            Add("its serial number is zero (RFC 5280, 4.1.2.2)");
        else if ((serial[0] & 0x80) != 0)
            Add("its serial number is negative (RFC 5280, 4.1.2.2)");
        if (serial.Length > LongestSerial)
            Add($"its serial number has {serial.Length} bytes, {LongestSerial} are the most (RFC 5280, 4.1.2.2)");
    }

    private void CheckNames()
    {
        if (_certificate.IssuerOrNull is { IsEmpty: true })
            Add("its issuer is empty (RFC 5280, 4.1.2.4)");
        if (_certificate.SubjectOrNull is { IsEmpty: true } && _certificate.IsAuthority == true)
            Add("it is an authority's and its subject is empty (RFC 5280, 4.1.2.6)");
        else if (_certificate.SubjectOrNull is { IsEmpty: true } && _certificate.Extension(Oids.AlternativeName) is not { Critical: true })
            Add("its subject is empty and it has no critical alternative names (RFC 5280, 4.1.2.6)");
        CheckAttributes("issuer", _certificate.IssuerOrNull);
        CheckAttributes("subject", _certificate.SubjectOrNull);
    }

    private void CheckAttributes(string whose, DistinguishedName? name)
    {
        if (name is null)
            return;
        foreach (NameAttribute attribute in name.Attributes)
        {
            string what = $"the {ObjectIdentifiers.LongName(attribute.Oid)} of its {whose}";
            if (attribute.Text is not { } text)
                Add($"{what} is not text of its kind (RFC 5280, 4.1.2.4)");
            else if (text.Length == 0)
                Add($"{what} is empty (RFC 5280, A.1)");
            else if (text.IndexOf('\0') >= 0)
                Add($"{what} has a NUL in it: readers that end there see another name");
            else if (text.Any(char.IsControl))
                Add($"{what} has a control character in it");
            else if (attribute.Tag == NameAttribute.PrintableString && !text.All(NameText.IsPrintable))
                Add($"{what} has characters that a PrintableString must not have (X.680, 41.4)");
            else if (attribute.Oid == Oids.Country && text.Length != 2)
                Add($"{what} has not two letters (RFC 5280, A.1)");
        }
    }

    private void CheckSignature()
    {
        if (_certificate.InnerAlgorithmOrNull is { } signed && _certificate.OuterAlgorithmOrNull is { } outer && !signed.IsSame(outer))
            Add("the algorithm beside its signature is not the one that is signed (RFC 5280, 4.1.1.2)");
    }

    private void CheckExtensions(CertificateExtensions extensions)
    {
        foreach (IGrouping<string, ParsedExtension> same in _certificate.Extensions.GroupBy(e => e.Oid, StringComparer.Ordinal)
            .Where(g => g.Skip(1).Any()))
            Add($"it has the extension {ObjectIdentifiers.LongName(same.Key)} more than once (RFC 5280, 4.2)");
        if (_certificate.Extensions.Count > 0 && _certificate.Version is 1 or 2)
            Add($"it has extensions but is of version {_certificate.Version} (RFC 5280, 4.1.2.1)");
        if ((_certificate.IssuerUniqueId ?? _certificate.SubjectUniqueId) is not null && _certificate.Version == 1)
            Add("it has unique identifiers but is of version 1 (RFC 5280, 4.1.2.8)");
        foreach (string fault in extensions.Faults)
            Add(fault);
        if (_certificate.PathLength is not null && _certificate.IsAuthority != true)
            Add("it has a path length but is not an authority's (RFC 5280, 4.2.1.9)");
    }

    private static string Short(SubjectAlternativeName name) =>
        name.Value.Length > 80 ? $"{name.Type}:{name.Value.Substring(0, 80)}…" : name.ToString();

    private void Add(string fault) => _faults.Add(fault);
}
