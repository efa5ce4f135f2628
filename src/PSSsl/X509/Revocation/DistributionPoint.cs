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
    private const string PointsOid = "2.5.29.31";
    private const int MostNames = 100;

    private readonly IReadOnlyList<GeneralName> _names;

    private DistributionPoint(IReadOnlyList<GeneralName> names) => _names = names;

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
        var point = new DistributionPoint(fields.TryEnter(0xA0) is { } name ? Names(name) : Array.Empty<GeneralName>())
        {
            OnlyUsers = IsTrue(fields.TryEnter(0x81)),
            OnlyAuthorities = IsTrue(fields.TryEnter(0x82)),
            OnlySomeReasons = fields.TryEnter(0x83) is not null,
            IsIndirect = IsTrue(fields.TryEnter(0x84)),
            OnlyAttributes = IsTrue(fields.TryEnter(0x85)),
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
        return _names.Count == 0 || OfCertificate(certificate).Any(n => _names.Any(own => own.Form == n.Form && ByteSequenceComparer.Instance.Equals(own.Content, n.Content)))
            ? null
            : "is about another part of the issuer's certificates";
    }

    /// <summary>Addresses at which a certificate's lists are, http first.</summary>
    internal static IReadOnlyList<string> UrlsOf(ParsedCertificate certificate) => OfCertificate(certificate)
        .Where(n => n.Form == SubjectAlternativeNameType.Uri).Select(n => Encoding.ASCII.GetString(n.Content))
        .OrderByDescending(u => u.StartsWith("http://", StringComparison.OrdinalIgnoreCase)).ToArray();

    private static List<GeneralName> OfCertificate(ParsedCertificate certificate)
    {
        var names = new List<GeneralName>();
        if (certificate.Extension(PointsOid) is not { } extension)
            return names;
        DerReader points = DerReader.Only(extension.Value, DerReader.Sequence);
        while (points.HasMore && names.Count < MostNames)
        {
            DerReader point = points.Enter(DerReader.Sequence);
            IReadOnlyList<GeneralName> found = point.TryEnter(0xA0) is { } name ? Names(name) : Array.Empty<GeneralName>();
            // Some reasons only, or the list of another issuer: neither is enough.
            if (!point.HasMore)
                names.AddRange(found);
        }

        return names;
    }

    /// <summary>DistributionPointName: its fullName; a name relative to the issuer's is used by nobody and matches nothing.</summary>
    private static IReadOnlyList<GeneralName> Names(DerReader name)
    {
        DerReader? full = name.TryEnter(0xA0);
        if (full is null)
            return new[] { new GeneralName(SubjectAlternativeNameType.Other, Array.Empty<byte>()) };
        var names = new List<GeneralName>();
        while (full.HasMore && names.Count < MostNames)
            names.Add(GeneralName.ReadOne(full));
        return names;
    }

    private static bool IsTrue(DerReader? boolean) => boolean?.Rest().Any(b => b != 0) ?? false;
}
