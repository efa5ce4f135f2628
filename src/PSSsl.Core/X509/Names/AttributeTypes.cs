using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509.Der;

namespace PSSsl.X509.Names;

/// <summary>
/// What attributes of names there are (RFC 5280, appendix A.1; RFC 4514, 3; RFC 4519): how they are called, and what they take.
/// </summary>
internal static class AttributeTypes
{
    private const int Longest = 32768;

    /// <summary>
    /// The keyword that RFC 4514 writes first, or that Windows and the field do for those it has none for; then the others that are read.
    /// </summary>
    private static readonly AttributeType[] s_all =
    {
        new(Oids.CommonName, 64, "CN", "COMMONNAME"),
        new(Oids.Country, 2, "C", "COUNTRYNAME") { Letters = AttributeLetters.Printable },
        new("2.5.4.8", 128, "ST", "S", "STATEORPROVINCENAME"),
        new("2.5.4.7", 128, "L", "LOCALITYNAME"),
        new("2.5.4.10", 64, "O", "ORGANIZATIONNAME"),
        new("2.5.4.11", 64, "OU", "ORGANIZATIONALUNITNAME"),
        new("2.5.4.9", 128, "STREET", "STREETADDRESS"),
        new("2.5.4.17", 40, null, "POSTALCODE"),
        new("0.9.2342.19200300.100.1.25", 63, "DC", "DOMAINCOMPONENT") { Letters = AttributeLetters.Ascii },
        new("0.9.2342.19200300.100.1.1", 256, "UID", "USERID"),
        new("2.5.4.5", 64, "SERIALNUMBER") { Letters = AttributeLetters.Printable },
        new("2.5.4.12", 64, null, "T", "TITLE"),
        new("2.5.4.4", 40, null, "SN", "SURNAME"),
        new("2.5.4.42", 16, null, "G", "GN", "GIVENNAME"),
        new("2.5.4.43", 5, null, "INITIALS"),
        new("2.5.4.44", 3, null, "GENERATIONQUALIFIER"),
        new("2.5.4.46", Longest, null, "DNQUALIFIER") { Letters = AttributeLetters.Printable },
        new("2.5.4.65", 128, null, "PSEUDONYM"),
        new("2.5.4.41", Longest, null, "NAME"),
        new("2.5.4.13", 1024, null, "DESCRIPTION"),
        new("2.5.4.15", 128, null, "BUSINESSCATEGORY"),
        new("2.5.4.97", 256, null, "ORGANIZATIONIDENTIFIER"),
        new(Oids.EmailAddress, 255, "E", "EMAIL", "EMAILADDRESS") { Letters = AttributeLetters.Ascii },
    };

    private static readonly Dictionary<string, AttributeType> s_byKeyword =
        s_all.SelectMany(t => t.Keywords.Select(k => (k, t))).ToDictionary(p => p.k, p => p.t, StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, AttributeType> s_byOid = s_all.ToDictionary(t => t.Oid, StringComparer.Ordinal);

    /// <summary>By a keyword, or by an object identifier in dots, with OID. before it or not.</summary>
    /// <exception cref="FormatException">There is none such.</exception>
    internal static AttributeType Find(string keyword)
    {
        if (s_byKeyword.TryGetValue(keyword, out AttributeType? known))
            return known;
        string oid = keyword.StartsWith("OID.", StringComparison.OrdinalIgnoreCase) ? keyword.Substring(4) : keyword;
        if (oid.Length == 0 || oid[0] is not (>= '0' and <= '9'))
            throw new FormatException(
                $"'{keyword}' is not an attribute that is known: CN, O, OU, C, ST, L, STREET, DC, UID, SERIALNUMBER, E and others are, "
                    + $"and object identifiers in dots");
        _ = DerWriter.Oid(oid);
        return s_byOid.TryGetValue(oid, out known) ? known : new AttributeType(oid, Longest, null);
    }

    /// <summary>RFC 4514's keyword; null for one that it writes in dots.</summary>
    internal static string? Rfc4514Keyword(string oid) => s_byOid.TryGetValue(oid, out AttributeType? type) ? type.Rfc4514 : null;
}

/// <summary>Which string type an attribute is of by its definition.</summary>
internal enum AttributeLetters
{
    /// <summary>UTF8String.</summary>
    All,

    /// <summary>PrintableString.</summary>
    Printable,

    /// <summary>IA5String.</summary>
    Ascii,
}

/// <summary>An attribute of names.</summary>
internal sealed class AttributeType
{
    internal AttributeType(string oid, int most, string? rfc4514, params string[] others)
    {
        Oid = oid;
        Most = most;
        Rfc4514 = rfc4514;
        Keywords = rfc4514 is null ? others : others.Prepend(rfc4514).ToArray();
    }

    internal string Oid { get; }

    /// <summary>The most characters it takes.</summary>
    internal int Most { get; }

    internal string? Rfc4514 { get; }

    internal IReadOnlyList<string> Keywords { get; }

    internal AttributeLetters Letters { get; init; }
}
