using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Certificates.Text;

/// <summary>
/// General names as OpenSSL prints them: one way in lists of alternative names, another in distribution points and constraints.
/// </summary>
internal static class GeneralNameText
{
    private static readonly Dictionary<string, string> s_otherNames = new(StringComparer.Ordinal)
    {
        ["1.3.6.1.5.5.7.8.9"] = "SmtpUTF8Mailbox",
        ["1.3.6.1.5.5.7.8.5"] = "XmppAddr",
        ["1.3.6.1.5.5.7.8.7"] = "SRVName",
        ["1.3.6.1.4.1.311.20.2.3"] = "UPN",
        ["1.3.6.1.5.5.7.8.8"] = "NAIRealm",
    };

    /// <summary>As in an alternative name: a distinguished name with slashes.</summary>
    internal static string InList(SubjectAlternativeName name) => name.Type switch
    {
        SubjectAlternativeNameType.Directory => "DirName:" + (TryName(name.RawValue)?.ToOneLine() ?? "<unsupported>"),
        SubjectAlternativeNameType.Other when name.TypeId is { } oid =>
            "othername: " + (s_otherNames.TryGetValue(oid, out string? known) ? known : ObjectIdentifiers.LongName(oid)) + "::"
                + OtherText(name, known is not null),
        SubjectAlternativeNameType.Other => "othername:<unsupported>",
        _ => Printed(name),
    };

    /// <summary>As in a distribution point: a distinguished name with commas.</summary>
    internal static string Printed(SubjectAlternativeName name) => name.Type switch
    {
        SubjectAlternativeNameType.Dns => "DNS:" + name.Value,
        SubjectAlternativeNameType.Email => "email:" + name.Value,
        SubjectAlternativeNameType.Uri => "URI:" + name.Value,
        SubjectAlternativeNameType.Directory => "DirName:" + (TryName(name.RawValue)?.ToSpaced() ?? "<unsupported>"),
        SubjectAlternativeNameType.Ip => "IP Address:" + Address(name.RawValue),
        SubjectAlternativeNameType.RegisteredId => "Registered ID:" + ObjectIdentifiers.LongName(name.Value),
        SubjectAlternativeNameType.X400 => "X400Name:<unsupported>",
        SubjectAlternativeNameType.EdiParty => "EdiPartyName:<unsupported>",
        _ => "othername:"
            + (name.TypeId is { } oid && s_otherNames.TryGetValue(oid, out string? known) ? $"{known}:{OtherText(name, true)}"
                : "<unsupported>"),
    };

    /// <summary>As in a name constraint: an address with its mask.</summary>
    internal static string Constraint(SubjectAlternativeName name)
    {
        byte[] raw = name.RawValue;
        if (name.Type != SubjectAlternativeNameType.Ip)
            return Printed(name);
        return raw.Length is 8 or 32 ? $"IP:{Address(raw.Take(raw.Length / 2).ToArray())}/{Address(raw.Skip(raw.Length / 2).ToArray())}"
            : "IP Address:<invalid>";
    }

    /// <summary>IPv6 as eight groups, none left out.</summary>
    private static string Address(byte[] address) => address.Length switch
    {
        4 => string.Join(".", address.Select(b => b.ToString(CultureInfo.InvariantCulture))),
        16 => string.Join(":", Enumerable.Range(0, 8)
            .Select(i => ((address[2 * i] << 8) | address[(2 * i) + 1]).ToString("X", CultureInfo.InvariantCulture))),
        _ => "<invalid>",
    };

    private static string OtherText(SubjectAlternativeName name, bool isKnown)
    {
        try
        {
            DerReader value = new(name.RawValue);
            value.Oid();
            int tag = value.Enter(0xA0).NextTag;
            // Of kinds that it does not know OpenSSL shows texts of these two.
            return (isKnown || tag is NameAttribute.Utf8String or NameAttribute.Ia5String) && GeneralNames.OtherName(name.RawValue)
                .Text is { } text ? HarmlessText.Of(text) : "<unsupported>";
        }
        catch (FormatException)
        {
            return "<unsupported>";
        }
    }

    private static DistinguishedName? TryName(byte[] content)
    {
        try
        {
            return DistinguishedName.Read(new DerReader(content).Content(DerReader.Sequence));
        }
        catch (FormatException)
        {
            // What is malformed is told among the faults.
            return null;
        }
    }
}
