using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;

namespace PSSsl.X509;

/// <summary>GeneralNames (RFC 5280, 4.2.1.6): of subjects, issuers, distribution points, constraints.</summary>
internal static class GeneralNames
{
    /// <summary>More names than any certificate of use has; the rest is not looked at.</summary>
    internal const int Most = 20_000;

    private const int ContextSpecific = 0x80;
    private const int HighestTag = 8;

    /// <summary>Reads names until the end, or until there are too many.</summary>
    /// <param name="list">What is in the SEQUENCE.</param>
    /// <param name="into">Where they go.</param>
    /// <exception cref="FormatException">It is no list of names.</exception>
    internal static void Read(DerReader list, ICollection<SubjectAlternativeName> into)
    {
        while (list.HasMore && into.Count < Most)
            ReadOne(list, into);
    }

    /// <summary>Reads one name.</summary>
    /// <exception cref="FormatException">It is no element.</exception>
    internal static void ReadOne(DerReader list, ICollection<SubjectAlternativeName> into)
    {
        int tag = list.NextTag;
        byte[] content = list.Content(tag);
        // Only the number says which; a name of no known kind is none.
        if ((tag & 0xC0) == ContextSpecific && (tag & 0x1F) <= HighestTag)
            into.Add(Name((SubjectAlternativeNameType)(tag & 0x1F), content));
    }

    private static SubjectAlternativeName Name(SubjectAlternativeNameType type, byte[] content)
    {
        try
        {
            switch (type)
            {
                case SubjectAlternativeNameType.Dns or SubjectAlternativeNameType.Email or SubjectAlternativeNameType.Uri:
                    return new SubjectAlternativeName(type, Shown(Encoding.ASCII.GetString(content)), content);
                case SubjectAlternativeNameType.Ip when content.Length is 4 or 16:
                    return new SubjectAlternativeName(type, new IPAddress(content).ToString(), content);
                case SubjectAlternativeNameType.Directory:
                    return new SubjectAlternativeName(type, DistinguishedName.Read(new DerReader(content).Content(DerReader.Sequence)).ToRfc4514(), content);
                case SubjectAlternativeNameType.RegisteredId:
                    return new SubjectAlternativeName(type, DerReader.Oid(content), content);
                case SubjectAlternativeNameType.Other:
                    (string oid, string? text) = OtherName(content);
                    return new SubjectAlternativeName(type, text is null ? CertificateExtensions.Hex(content) : Shown(text), content, oid);
            }
        }
        catch (FormatException)
        {
            // Shown as the bytes it has; CertificateFaults says what is wrong with it.
        }

        return new SubjectAlternativeName(type, CertificateExtensions.Hex(content), content);
    }

    /// <summary>RFC 5280: a type, and in [0] a value; that of a user principal name is text.</summary>
    internal static (string Oid, string? Text) OtherName(byte[] content)
    {
        var name = new DerReader(content);
        string oid = name.Oid();
        DerReader value = name.Enter(0xA0);
        int tag = value.NextTag;
        return (oid, NameText.Read(tag, value.Content(tag)));
    }

    /// <summary>Text of a certificate, with what could move a terminal's cursor, or turn its text around, made visible.</summary>
    internal static string Shown(string text) => text.All(IsShown) ? text : new string(text.Select(c => IsShown(c) ? c : '\uFFFD').ToArray());

    private static bool IsShown(char c) => !char.IsControl(c) && char.GetUnicodeCategory(c) is not (System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.LineSeparator or System.Globalization.UnicodeCategory.ParagraphSeparator);
}
