using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509;

namespace PSSsl.Certificates.Making;

/// <summary>One attribute of a distinguished name, in the string type that RFC 5280, 4.1.2.4, wants, within the bounds of its appendix A.</summary>
internal sealed class NameAttribute
{
    private const string CommonNameOid = "2.5.4.3";
    private const int Longest = 32768;

    /// <summary>Keywords (RFC 4519, and those in use with certificates), their identifiers, and the most characters.</summary>
    private static readonly Dictionary<string, (string Oid, int Most)> s_types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["CN"] = (CommonNameOid, 64), ["COMMONNAME"] = (CommonNameOid, 64),
        ["C"] = ("2.5.4.6", 2), ["COUNTRYNAME"] = ("2.5.4.6", 2),
        ["ST"] = ("2.5.4.8", 128), ["S"] = ("2.5.4.8", 128), ["STATEORPROVINCENAME"] = ("2.5.4.8", 128),
        ["L"] = ("2.5.4.7", 128), ["LOCALITYNAME"] = ("2.5.4.7", 128),
        ["O"] = ("2.5.4.10", 64), ["ORGANIZATIONNAME"] = ("2.5.4.10", 64),
        ["OU"] = ("2.5.4.11", 64), ["ORGANIZATIONALUNITNAME"] = ("2.5.4.11", 64),
        ["STREET"] = ("2.5.4.9", 128), ["STREETADDRESS"] = ("2.5.4.9", 128),
        ["POSTALCODE"] = ("2.5.4.17", 40),
        ["DC"] = ("0.9.2342.19200300.100.1.25", 63), ["DOMAINCOMPONENT"] = ("0.9.2342.19200300.100.1.25", 63),
        ["UID"] = ("0.9.2342.19200300.100.1.1", 256), ["USERID"] = ("0.9.2342.19200300.100.1.1", 256),
        ["SERIALNUMBER"] = ("2.5.4.5", 64),
        ["T"] = ("2.5.4.12", 64), ["TITLE"] = ("2.5.4.12", 64),
        ["SN"] = ("2.5.4.4", 40), ["SURNAME"] = ("2.5.4.4", 40),
        ["G"] = ("2.5.4.42", 16), ["GN"] = ("2.5.4.42", 16), ["GIVENNAME"] = ("2.5.4.42", 16),
        ["INITIALS"] = ("2.5.4.43", 5), ["GENERATIONQUALIFIER"] = ("2.5.4.44", 3), ["DNQUALIFIER"] = ("2.5.4.46", Longest),
        ["PSEUDONYM"] = ("2.5.4.65", 128), ["NAME"] = ("2.5.4.41", Longest), ["DESCRIPTION"] = ("2.5.4.13", 1024),
        ["BUSINESSCATEGORY"] = ("2.5.4.15", 128), ["ORGANIZATIONIDENTIFIER"] = ("2.5.4.97", 256),
        ["E"] = (EmailOid, 255), ["EMAIL"] = (EmailOid, 255), ["EMAILADDRESS"] = (EmailOid, 255),
    };

    private const string EmailOid = "1.2.840.113549.1.9.1";

    /// <summary>Country, serial number, DN qualifier: PrintableString by definition (RFC 5280, appendix A.1).</summary>
    private static readonly string[] s_printable = { "2.5.4.6", "2.5.4.5", "2.5.4.46" };

    /// <summary>Mail address and domain component: IA5String by definition.</summary>
    private static readonly string[] s_ascii = { EmailOid, "0.9.2342.19200300.100.1.25" };

    private NameAttribute(string oid, string? text, byte[] value)
    {
        IsCommonName = oid == CommonNameOid;
        Text = text;
        Der = DerWriter.Sequence(DerWriter.Oid(oid), value);
    }

    /// <summary>AttributeTypeAndValue.</summary>
    internal byte[] Der { get; }

    /// <summary>Null if it was given as DER.</summary>
    internal string? Text { get; }

    internal bool IsCommonName { get; }

    /// <exception cref="FormatException">There is no such type, or it does not take this value.</exception>
    internal static NameAttribute Of(string type, string value)
    {
        (string oid, int most) = Type(type);
        if (value.Length == 0)
            throw new FormatException($"{type} is empty");
        if (value.Length > most)
            throw new FormatException($"{type} has {value.Length} characters, and {most} are the most (RFC 5280, appendix A.1)");
        if (value.Any(char.IsControl))
            throw new FormatException($"{type} has a control character");
        if (oid == "2.5.4.6" && (value.Length != 2 || !value.All(c => c is >= 'A' and <= 'Z')))
            throw new FormatException($"{type} is a country's two capital letters, not '{value}'");
        if (s_printable.Contains(oid))
            return new NameAttribute(oid, value, value.All(IsPrintable) ? DerWriter.Printable(value) : throw new FormatException($"{type} takes letters, digits and '()+,-./:=? alone"));
        if (s_ascii.Contains(oid))
            return new NameAttribute(oid, value, value.All(c => c < 0x80) ? DerWriter.Ia5(value) : throw new FormatException($"{type} takes ASCII alone"));
        return new NameAttribute(oid, value, DerWriter.Utf8(value));
    }

    /// <exception cref="FormatException">There is no such type, or it is no DER.</exception>
    internal static NameAttribute OfDer(string type, byte[] der)
    {
        DerElement.Check(der, $"the value of {type}");
        return new NameAttribute(Type(type).Oid, null, der);
    }

    private static (string Oid, int Most) Type(string type)
    {
        if (s_types.TryGetValue(type, out (string, int) known))
            return known;
        string oid = type.StartsWith("OID.", StringComparison.OrdinalIgnoreCase) ? type.Substring(4) : type;
        if (oid.Length > 0 && oid[0] is >= '0' and <= '9')
        {
            _ = DerWriter.Oid(oid);
            return (oid, Longest);
        }

        throw new FormatException($"'{type}' is no attribute that is known: CN, O, OU, C, ST, L, STREET, DC, UID, SERIALNUMBER, E and others are, and object identifiers in dots");
    }

    private static bool IsPrintable(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') || " '()+,-./:=?".IndexOf(c) >= 0;
}
