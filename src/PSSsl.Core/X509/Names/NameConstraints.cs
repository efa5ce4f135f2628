using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Hostnames;
using PSSsl.X509.Der;

namespace PSSsl.X509.Names;

/// <summary>
/// The names an authority may certify (RFC 5280, 4.2.1.10), of every form that can be compared. A name of another form that is constrained
/// is refused.
/// </summary>
internal sealed class NameConstraints
{
    /// <summary>Names times subtrees; beyond it nobody has an honest purpose.</summary>
    private const long MostComparisons = 1 << 20;

    private NameConstraints(IReadOnlyList<NameSubtree>? permitted, IReadOnlyList<NameSubtree>? excluded)
    {
        Permitted = permitted;
        Excluded = excluded;
    }

    /// <summary>Null if the field is absent.</summary>
    internal IReadOnlyList<NameSubtree>? Permitted { get; }

    /// <summary>Null if the field is absent.</summary>
    internal IReadOnlyList<NameSubtree>? Excluded { get; }

    /// <exception cref="FormatException">It is not encoded as it must be.</exception>
    internal static NameConstraints Of(byte[] extension)
    {
        DerReader constraints = DerReader.Only(extension, DerReader.Sequence);
        IReadOnlyList<NameSubtree>? permitted = constraints.TryEnter(0xA0) is { } allowed ? Subtrees(allowed) : null;
        IReadOnlyList<NameSubtree>? excluded = constraints.TryEnter(0xA1) is { } forbidden ? Subtrees(forbidden) : null;
        return constraints.HasMore ? throw new FormatException("name constraints with a field that is not known")
            : new NameConstraints(permitted, excluded);
    }

    /// <summary>The first name of this certificate that must not be certified, for a message; null if all may.</summary>
    /// <param name="certificate">Whose names they are.</param>
    /// <param name="host">A common name that may be taken for a host's name or address; null if it may not.</param>
    /// <exception cref="FormatException">Its names cannot be read.</exception>
    internal string? Forbids(ParsedCertificate certificate, SubjectAlternativeName? host = null)
    {
        List<SubjectAlternativeName> names = NamesOf(certificate);
        if (host is not null)
            names.Add(host);
        if ((long)names.Count * ((Permitted?.Count ?? 0) + (Excluded?.Count ?? 0)) > MostComparisons)
            throw new FormatException("more names and constraints than can be compared");
        return names.Where(n => IsForbidden(new ComparedName(n))).Select(NameSubtree.Show).FirstOrDefault();
    }

    private bool IsForbidden(ComparedName name)
    {
        if (Excluded is not null && Excluded.Any(s => s.Form == name.Type && s.Reaches(name)))
            return true;
        return Permitted is not null && Permitted.Any(s => s.Form == name.Type)
            && !Permitted.Any(s => s.Form == name.Type && s.Contains(name));
    }

    private static IReadOnlyList<NameSubtree> Subtrees(DerReader list)
    {
        var subtrees = new List<NameSubtree>();
        while (list.HasMore)
            subtrees.Add(NameSubtree.Read(list.Enter(DerReader.Sequence)));
        return subtrees;
    }

    /// <summary>The alternative names, the subject, and, without alternative names, the subject's mail addresses.</summary>
    private static List<SubjectAlternativeName> NamesOf(ParsedCertificate certificate)
    {
        var names = new List<SubjectAlternativeName>(certificate.AlternativeNames ?? Array.Empty<SubjectAlternativeName>());
        DistinguishedName subject = certificate.Subject;
        if (!subject.IsEmpty)
            names.Add(new SubjectAlternativeName(SubjectAlternativeNameType.Directory,
                DerWriter.Element(DerReader.Sequence, subject.Encoded)));
        if (certificate.AlternativeNames is null)
        {
            names.AddRange(subject.Attributes.Where(a => a.Oid == Oids.EmailAddress)
                .Select(a => new SubjectAlternativeName(SubjectAlternativeNameType.Email, System.Text.Encoding.UTF8.GetBytes(a.Shown))));
        }

        return names;
    }
}
