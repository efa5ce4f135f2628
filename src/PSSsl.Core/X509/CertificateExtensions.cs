using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSSsl.X509.Der;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.X509;

/// <summary>
/// What a certificate's other extensions say (RFC 5280, 4.2), for whoever looks at it. What cannot be read becomes a fault, never an
/// exception.
/// </summary>
internal sealed class CertificateExtensions
{
    private const int Most = 100, MostPolicies = 500;

    private readonly ParsedCertificate _certificate;
    private readonly List<string> _faults = new();

    internal CertificateExtensions(ParsedCertificate certificate)
    {
        _certificate = certificate;
        Read<object>(Oids.AuthorityAccess, ReadAuthorityAccess);
        CrlUrls = Read(Oids.CrlPoints, der => DistributionPoint.Urls(der, all: true).Select(HarmlessText.Of).ToArray())
            ?? Array.Empty<string>();
        Policies = Read(Oids.Policies, ReadPolicies) ?? Array.Empty<string>();
        Read<object>(Oids.NameConstraints, ReadNameConstraints);
        Timestamps = Read(Oids.Timestamps,
            der => SignedCertificateTimestamp.ReadList(der.Content(DerReader.OctetString))) ?? Array.Empty<SignedCertificateTimestamp>();
        // RFC 7633: the feature that must be there is status_request, number 5. What cannot be read demands it too: the safe side.
        MustStaple = certificate.Extension(Oids.TlsFeature) is not null
            && Read(Oids.TlsFeature, der => ReadFeatures(der.Enter(DerReader.Sequence)))?.Contains(5) != false;
        // They are read elsewhere; that they cannot be is a fault all the same.
        Read<object>(Oids.AlternativeName, ReadNames);
        Read<object>(Oids.IssuerAlternativeName, ReadNames);
        if (certificate.KeyUsage == 0)
            _faults.Add("its key usage names no use (RFC 5280, 4.2.1.3)");
        if (certificate.ExtendedKeyUsage is { Count: 0 })
            _faults.Add("its extended key usage names no use (RFC 5280, 4.2.1.12)");
    }

    internal IReadOnlyList<string> OcspUrls { get; private set; } = Array.Empty<string>();

    internal IReadOnlyList<string> CaIssuersUrls { get; private set; } = Array.Empty<string>();

    internal IReadOnlyList<string> CrlUrls { get; }

    internal IReadOnlyList<string> Policies { get; }

    internal IReadOnlyList<SubjectAlternativeName> PermittedNames { get; private set; } = Array.Empty<SubjectAlternativeName>();

    internal IReadOnlyList<SubjectAlternativeName> ExcludedNames { get; private set; } = Array.Empty<SubjectAlternativeName>();

    internal IReadOnlyList<SignedCertificateTimestamp> Timestamps { get; }

    internal bool MustStaple { get; }

    internal IReadOnlyList<string> Faults => _faults;

    internal static string Hex(byte[] bytes) => BitConverter.ToString(bytes).Replace("-", string.Empty);

    /// <summary>What is in a SEQUENCE OF OBJECT IDENTIFIER.</summary>
    internal static IReadOnlyList<string> ReadOids(DerReader list)
    {
        var oids = new List<string>();
        while (list.HasMore)
        {
            if (oids.Count == Most)
                throw new FormatException($"more than {Most} of them");
            oids.Add(list.Oid());
        }

        return oids;
    }

    /// <summary>A number that is a count; what does not fit is more than anything has.</summary>
    internal static long Count(byte[] integer)
    {
        if (integer.Length == 0 || (integer[0] & 0x80) != 0)
            throw new FormatException("a number that is not a count");
        return integer.Length > 7 ? long.MaxValue : integer.Aggregate(0L, (value, b) => (value << 8) | b);
    }

    private object? ReadAuthorityAccess(DerReader der)
    {
        var ocsp = new List<string>();
        var issuers = new List<string>();
        DerReader list = der.Enter(DerReader.Sequence);
        for (int i = 0; list.HasMore && i < Most; i++)
        {
            DerReader access = list.Enter(DerReader.Sequence);
            string method = access.Oid();
            if (access.TryEnter(0x86) is not { } url)
                continue;
            if (method == Oids.Ocsp)
                ocsp.Add(Ascii(url.Rest()));
            else if (method == Oids.CaIssuers)
                issuers.Add(Ascii(url.Rest()));
        }

        OcspUrls = ocsp;
        CaIssuersUrls = issuers;
        return null;
    }

    /// <summary>What is in certificatePolicies, without the qualifiers.</summary>
    internal static IReadOnlyList<string> ReadPolicies(DerReader der)
    {
        var policies = new List<string>();
        for (DerReader list = der.Enter(DerReader.Sequence); list.HasMore;)
        {
            if (policies.Count == MostPolicies)
                throw new FormatException($"more than {MostPolicies} policies");
            policies.Add(list.Enter(DerReader.Sequence).Oid());
        }

        return policies.Count > 0 ? policies : throw new FormatException("an empty list");
    }

    private object? ReadNameConstraints(DerReader der)
    {
        DerReader constraints = der.Enter(DerReader.Sequence);
        PermittedNames = constraints.TryEnter(0xA0) is { } permitted ? Subtrees(permitted) : PermittedNames;
        ExcludedNames = constraints.TryEnter(0xA1) is { } excluded ? Subtrees(excluded) : ExcludedNames;
        return PermittedNames.Count + ExcludedNames.Count > 0 ? null : throw new FormatException("no constraint at all");
    }

    /// <summary>RFC 5280, 4.2.1.10: GeneralSubtrees, each a name, and a minimum and maximum that are never there.</summary>
    private static IReadOnlyList<SubjectAlternativeName> Subtrees(DerReader list)
    {
        var names = new List<SubjectAlternativeName>();
        while (list.HasMore && names.Count < GeneralNames.Most)
            names.Add(GeneralNames.ReadOne(list.Enter(DerReader.Sequence)));
        return names;
    }

    private static object? ReadNames(DerReader der) =>
        GeneralNames.Read(der.Enter(DerReader.Sequence)).Count > 0 ? null : throw new FormatException("an empty list");

    private static IReadOnlyList<int> ReadFeatures(DerReader features)
    {
        var numbers = new List<int>();
        while (features.HasMore && numbers.Count < Most)
            numbers.Add((int)Math.Min(Count(features.Content(DerReader.Integer)), ushort.MaxValue));
        return numbers;
    }

    private T? Read<T>(string oid, Func<DerReader, T?> read)
    {
        if (_certificate.Extension(oid) is not { } extension)
            return default;
        string name = ObjectIdentifiers.LongName(oid);
        try
        {
            var der = new DerReader(extension.Value);
            T? value = read(der);
            if (der.HasMore)
                _faults.Add($"there is something after the end of {name} (RFC 5280, 4.2)");
            return value;
        }
        catch (FormatException e)
        {
            _faults.Add($"the extension {name} cannot be read: {e.Message} (RFC 5280, 4.2)");
            return default;
        }
    }

    private static string Ascii(byte[] bytes) => HarmlessText.Of(Encoding.ASCII.GetString(bytes));
}
