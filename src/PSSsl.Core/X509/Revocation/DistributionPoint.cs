using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.X509.Revocation;

/// <summary>
/// What a revocation list is about (issuingDistributionPoint, RFC 5280, 5.2.5), and where a certificate says that its lists are (4.2.1.13).
/// A list that is about another part of its issuer's certificates says nothing of this one.
/// </summary>
internal sealed class DistributionPoint
{
    private const int MostNames = 100;
    private const int Set = 0x31;

    private readonly IReadOnlyList<SubjectAlternativeName> _names;

    private DistributionPoint(IReadOnlyList<SubjectAlternativeName> names) => _names = names;

    private bool OnlyUsers { get; set; }

    private bool OnlyAuthorities { get; set; }

    private bool OnlyAttributes { get; set; }

    private bool OnlySomeReasons { get; set; }

    private bool IsIndirect { get; set; }

    /// <summary>Reads the extension of a list.</summary>
    /// <param name="extension">Its value.</param>
    /// <param name="issuer">The list's issuer, whose names a relative one goes on.</param>
    /// <exception cref="FormatException">It is not encoded as it must be.</exception>
    internal static DistributionPoint OfList(byte[] extension, DistinguishedName issuer)
    {
        DerReader fields = DerReader.Only(extension, DerReader.Sequence);
        var point = new DistributionPoint(fields.TryEnter(0xA0) is { } name ? Names(name, issuer) : Array.Empty<SubjectAlternativeName>())
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
        return _names.Count == 0 || (certificate.Extension(Oids.CrlPoints) is { } points
            && Names(new DerReader(points.Value), all: false, certificate.Issuer).Any(n => _names.Any(own => own.IsSame(n))))
            ? null
            : "is about another part of the issuer's certificates";
    }

    /// <summary>Addresses at which a certificate's lists are, http first.</summary>
    /// <exception cref="FormatException">The extension is not encoded as it must be.</exception>
    internal static IReadOnlyList<string> UrlsOf(ParsedCertificate certificate) => certificate.Extension(Oids.CrlPoints) is { } extension
        ? Urls(new DerReader(extension.Value), all: false)
            .OrderByDescending(u => u.StartsWith("http://", StringComparison.OrdinalIgnoreCase)).ToArray()
        : Array.Empty<string>();

    /// <param name="extension">cRLDistributionPoints.</param>
    /// <param name="all">Those of lists for some reasons, or of another issuer, too.</param>
    internal static IEnumerable<string> Urls(DerReader extension, bool all) =>
        Names(extension, all, issuer: null).Where(n => n.Type == SubjectAlternativeNameType.Uri)
            .Select(n => Encoding.ASCII.GetString(n.RawValue));

    private static List<SubjectAlternativeName> Names(DerReader extension, bool all, DistinguishedName? issuer)
    {
        var names = new List<SubjectAlternativeName>();
        for (DerReader points = extension.Enter(DerReader.Sequence); points.HasMore && names.Count < MostNames;)
        {
            DerReader point = points.Enter(DerReader.Sequence);
            IReadOnlyList<SubjectAlternativeName> found = point.TryEnter(0xA0) is { } name
                ? Names(name, issuer) : Array.Empty<SubjectAlternativeName>();
            // Some reasons only, or the list of another issuer: neither is enough.
            if (all || !point.HasMore)
                names.AddRange(found);
        }

        return names;
    }

    /// <summary>DistributionPointName: its names, or the one that a relative name makes of the issuer's.</summary>
    private static IReadOnlyList<SubjectAlternativeName> Names(DerReader name, DistinguishedName? issuer)
    {
        if (name.TryEnter(0xA0) is not { } full)
        {
            byte[] whole = DerWriter.Sequence(issuer?.Encoded ?? Array.Empty<byte>(), DerWriter.Element(Set, name.Content(0xA1)));
            name.End();
            return new[] { new SubjectAlternativeName(SubjectAlternativeNameType.Directory, whole) };
        }

        name.End();
        var names = new List<SubjectAlternativeName>();
        while (full.HasMore && names.Count < MostNames)
            names.Add(GeneralNames.ReadOne(full));
        return names;
    }
}
