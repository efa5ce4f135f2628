using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace PSSsl.X509;

/// <summary>
/// What a revocation list is about (issuingDistributionPoint, RFC 5280, 5.2.5), and where a certificate says that its lists are (4.2.1.13). A list that is about another part
/// of its issuer's certificates says nothing of this one.
/// </summary>
internal sealed class DistributionPoint
{
    private const int MostNames = 100;

    private readonly IReadOnlyList<SubjectAlternativeName> _names;

    private DistributionPoint(IReadOnlyList<SubjectAlternativeName> names) => _names = names;

    private bool OnlyUsers { get; set; }

    private bool OnlyAuthorities { get; set; }

    private bool OnlyAttributes { get; set; }

    private bool OnlySomeReasons { get; set; }

    private bool IsIndirect { get; set; }

    /// <summary>Reads the extension of a list.</summary>
    /// <exception cref="FormatException">It is not encoded as it must be.</exception>
    internal static DistributionPoint OfList(byte[] extension)
    {
        DerReader fields = DerReader.Only(extension, DerReader.Sequence);
        var point = new DistributionPoint(fields.TryEnter(0xA0) is { } name ? Names(name) : Array.Empty<SubjectAlternativeName>())
        {
            OnlyUsers = fields.TryTruth(0x81) ?? false,
            OnlyAuthorities = fields.TryTruth(0x82) ?? false,
            OnlySomeReasons = fields.TryEnter(0x83) is not null,
            IsIndirect = fields.TryTruth(0x84) ?? false,
            OnlyAttributes = fields.TryTruth(0x85) ?? false,
        };
        return fields.HasMore ? throw new FormatException("an issuing distribution point with a field that is not known") : point;
    }

    /// <summary>Why the list says nothing, or not enough, of this certificate; null if it does.</summary>
    internal string? Excludes(ParsedCertificate certificate)
    {
        if (IsIndirect)
            return "is an indirect list, which speaks for several issuers; those are not supported";
        if (OnlyAttributes || (OnlyUsers && certificate.IsAuthority == true) || (OnlyAuthorities && certificate.IsAuthority != true))
            return "is about other kinds of certificates";
        if (OnlySomeReasons)
            return "is about some reasons for revocation only";
        return _names.Count == 0 || OfCertificate(certificate).Any(n => _names.Any(own => own.IsSame(n)))
            ? null
            : "is about another part of the issuer's certificates";
    }

    /// <summary>Addresses at which a certificate's lists are, http first.</summary>
    internal static IReadOnlyList<string> UrlsOf(ParsedCertificate certificate) => OfCertificate(certificate)
        .Where(n => n.Type == SubjectAlternativeNameType.Uri).Select(n => Encoding.ASCII.GetString(n.RawValue))
        .OrderByDescending(u => u.StartsWith("http://", StringComparison.OrdinalIgnoreCase)).ToArray();

    private static List<SubjectAlternativeName> OfCertificate(ParsedCertificate certificate)
    {
        var names = new List<SubjectAlternativeName>();
        if (certificate.Extension(Oids.CrlPoints) is not { } extension)
            return names;
        DerReader points = DerReader.Only(extension.Value, DerReader.Sequence);
        while (points.HasMore && names.Count < MostNames)
        {
            DerReader point = points.Enter(DerReader.Sequence);
            IReadOnlyList<SubjectAlternativeName> found = point.TryEnter(0xA0) is { } name ? Names(name) : Array.Empty<SubjectAlternativeName>();
            // Some reasons only, or the list of another issuer: neither is enough.
            if (!point.HasMore)
                names.AddRange(found);
        }

        return names;
    }

    /// <summary>DistributionPointName: its fullName; a name relative to the issuer's is used by nobody and matches nothing.</summary>
    private static IReadOnlyList<SubjectAlternativeName> Names(DerReader name)
    {
        DerReader? full = name.TryEnter(0xA0);
        if (full is null)
            return new[] { new SubjectAlternativeName(SubjectAlternativeNameType.Other, Array.Empty<byte>()) };
        var names = new List<SubjectAlternativeName>();
        while (full.HasMore && names.Count < MostNames)
            names.Add(GeneralNames.ReadOne(full));
        return names;
    }
}
