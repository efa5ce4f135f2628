using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSSsl.Hostnames;

namespace PSSsl.X509;

/// <summary>What a certificate's extensions say (RFC 5280, 4.2), read by ourselves on every platform. What cannot be read becomes a fault, never an exception.</summary>
internal sealed class CertificateExtensions
{
    internal const string AuthorityAccessOid = "1.3.6.1.5.5.7.1.1";
    internal const string CrlPointsOid = "2.5.29.31";
    internal const string PoliciesOid = "2.5.29.32";
    internal const string AuthorityKeyOid = "2.5.29.35";
    internal const string SubjectKeyOid = "2.5.29.14";
    internal const string TimestampsOid = "1.3.6.1.4.1.11129.2.4.2";
    internal const string TlsFeatureOid = "1.3.6.1.5.5.7.1.24";

    private const int Most = 100;

    private readonly CertificateStructure _certificate;
    private readonly List<string> _faults = new();

    internal CertificateExtensions(CertificateStructure certificate)
    {
        _certificate = certificate;
        Read<object>(ParsedCertificate.BasicConstraintsOid, ReadBasicConstraints);
        KeyUsage = Read(ParsedCertificate.KeyUsageOid, ReadKeyUsage);
        Purposes = Read(ParsedCertificate.ExtendedKeyUsageOid, der => Oids(der.Enter(DerReader.Sequence))) ?? Array.Empty<string>();
        SubjectKeyId = Read(SubjectKeyOid, der => Hex(der.Content(DerReader.OctetString)));
        AuthorityKeyId = Read(AuthorityKeyOid, der => der.Enter(DerReader.Sequence).TryEnter(0x80)?.Rest() is { } id ? Hex(id) : null);
        Read<object>(AuthorityAccessOid, ReadAuthorityAccess);
        CrlUrls = Read(CrlPointsOid, ReadCrlUrls) ?? Array.Empty<string>();
        Policies = Read(PoliciesOid, ReadPolicies) ?? Array.Empty<string>();
        Read<object>(ParsedCertificate.NameConstraintsOid, ReadNameConstraints);
        Timestamps = Read(TimestampsOid, der => SignedCertificateTimestamp.ReadList(der.Content(DerReader.OctetString))) ?? Array.Empty<SignedCertificateTimestamp>();
        // RFC 7633: the feature that must be there is status_request, number 5.
        MustStaple = Read(TlsFeatureOid, der => ReadFeatures(der.Enter(DerReader.Sequence))) is { } features && features.Contains(5);
        // They are read elsewhere; that they cannot be is a fault all the same.
        Read<object>(ParsedCertificate.AlternativeNameOid, ReadNames);
        Read<object>("2.5.29.18", ReadNames);
    }

    internal bool IsAuthority { get; private set; }

    /// <summary>Null if there is no limit.</summary>
    internal long? PathLength { get; private set; }

    /// <summary>The first two bytes of the bits, the first one the lower: as the platform counts them. Null without that extension.</summary>
    internal int? KeyUsage { get; }

    internal IReadOnlyList<string> Purposes { get; }

    internal string? SubjectKeyId { get; }

    internal string? AuthorityKeyId { get; }

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

    internal static IReadOnlyList<string> Oids(DerReader list)
    {
        var oids = new List<string>();
        while (list.HasMore)
        {
            if (oids.Count == Most)
                throw new FormatException($"more than {Most} of them");
            oids.Add(list.Oid());
        }

        return oids.Count > 0 ? oids : throw new FormatException("a list of nothing");
    }

    /// <summary>A number that is a count; what does not fit is more than anything has.</summary>
    internal static long Count(byte[] integer)
    {
        if (integer.Length == 0 || (integer[0] & 0x80) != 0)
            throw new FormatException("a number that is no count");
        return integer.Length > 7 ? long.MaxValue : integer.Aggregate(0L, (value, b) => (value << 8) | b);
    }

    private object? ReadBasicConstraints(DerReader der)
    {
        DerReader constraints = der.Enter(DerReader.Sequence);
        bool authority = constraints.TryEnter(DerReader.Boolean)?.Rest().Any(b => b != 0) ?? false;
        long? length = constraints.TryEnter(DerReader.Integer) is { } number ? Count(number.Rest()) : null;
        if (constraints.HasMore)
            throw new FormatException("something after the path length");
        IsAuthority = authority;
        PathLength = length;
        return null;
    }

    private static int? ReadKeyUsage(DerReader der)
    {
        byte[] bits = der.Content(DerReader.BitString);
        if (bits.Length is < 2 or > 3 || bits[0] > 7)
            throw new FormatException("a row of bits of impossible length");
        int usage = bits[1] | (bits.Length > 2 ? bits[2] << 8 : 0);
        return usage != 0 ? usage : throw new FormatException("no use at all");
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
            if (method == "1.3.6.1.5.5.7.48.1")
                ocsp.Add(Ascii(url.Rest()));
            else if (method == "1.3.6.1.5.5.7.48.2")
                issuers.Add(Ascii(url.Rest()));
        }

        OcspUrls = ocsp;
        CaIssuersUrls = issuers;
        return null;
    }

    private static IReadOnlyList<string> ReadCrlUrls(DerReader der)
    {
        var urls = new List<string>();
        DerReader points = der.Enter(DerReader.Sequence);
        while (points.HasMore && urls.Count < Most)
        {
            // RFC 5280, 4.2.1.13: DistributionPoint, its [0] name, in that the [0] full name, in that [6] URIs.
            DerReader? names = points.Enter(DerReader.Sequence).TryEnter(0xA0)?.TryEnter(0xA0);
            while (names is { HasMore: true } && urls.Count < Most)
            {
                if (names.TryEnter(0x86) is { } url)
                    urls.Add(Ascii(url.Rest()));
                else
                    names.Skip();
            }
        }

        return urls;
    }

    private static IReadOnlyList<string> ReadPolicies(DerReader der)
    {
        var policies = new List<string>();
        for (DerReader list = der.Enter(DerReader.Sequence); list.HasMore && policies.Count < Most;)
            policies.Add(list.Enter(DerReader.Sequence).Oid());
        return policies.Count > 0 ? policies : throw new FormatException("a list of nothing");
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
            GeneralNames.ReadOne(list.Enter(DerReader.Sequence), names);
        return names;
    }

    private static object? ReadNames(DerReader der)
    {
        var names = new List<SubjectAlternativeName>();
        DerReader list = der.Enter(DerReader.Sequence);
        GeneralNames.Read(list, names);
        if (list.HasMore)
            throw new FormatException($"more than {GeneralNames.Most} names, the rest of which is not looked at");
        return names.Count > 0 ? null : throw new FormatException("a list of nothing");
    }

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

    private static string Ascii(byte[] bytes) => GeneralNames.Shown(Encoding.ASCII.GetString(bytes));
}
