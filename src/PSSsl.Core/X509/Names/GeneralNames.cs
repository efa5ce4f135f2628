using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Text;
using PSSsl.X509.Der;

namespace PSSsl.X509.Names;

/// <summary>GeneralNames (RFC 5280, 4.2.1.6): of subjects, issuers, distribution points, constraints.</summary>
internal static class GeneralNames
{
    /// <summary>More names than any certificate of use has.</summary>
    internal const int Most = 20_000;

    /// <summary>otherName, x400Address, directoryName and ediPartyName have parts, the others are values.</summary>
    private const int Constructed = (1 << 0) | (1 << 3) | (1 << 4) | (1 << 5);

    private const int HighestTag = 8;

    /// <summary>Reads names until the end.</summary>
    /// <param name="list">What is in the SEQUENCE.</param>
    /// <exception cref="FormatException">One is of no known form, or they are too many: then none of them counts.</exception>
    internal static IReadOnlyList<SubjectAlternativeName> Read(DerReader list)
    {
        var names = new List<SubjectAlternativeName>();
        while (list.HasMore)
        {
            if (names.Count == Most)
                throw new FormatException($"more than {Most} names");
            names.Add(ReadOne(list));
        }

        return names;
    }

    /// <summary>Reads one name.</summary>
    /// <exception cref="FormatException">It is of no known form.</exception>
    internal static SubjectAlternativeName ReadOne(DerReader list)
    {
        int tag = list.NextTag, form = tag & 0x1F;
        if ((tag & 0xC0) != 0x80 || form > HighestTag)
            throw new FormatException("a name of no known form");
        if (((Constructed >> form) & 1) != ((tag >> 5) & 1))
            throw new FormatException("a name whose tag is not its form's");
        return new SubjectAlternativeName((SubjectAlternativeNameType)form, list.Content(tag));
    }

    /// <summary>A name for who reads it, and of an otherName what it is.</summary>
    internal static (string Value, string? TypeId) Show(SubjectAlternativeNameType type, byte[] content)
    {
        try
        {
            switch (type)
            {
                case SubjectAlternativeNameType.Dns or SubjectAlternativeNameType.Email or SubjectAlternativeNameType.Uri:
                    return (HarmlessText.Of(Encoding.ASCII.GetString(content)), null);
                case SubjectAlternativeNameType.Ip when content.Length is 4 or 16:
                    return (new IPAddress(content).ToString(), null);
                case SubjectAlternativeNameType.Directory:
                    return (DistinguishedName.Read(DerReader.Only(content, DerReader.Sequence).Rest()).ToRfc4514(), null);
                case SubjectAlternativeNameType.RegisteredId:
                    return (DerReader.Oid(content), null);
                case SubjectAlternativeNameType.Other:
                    (string oid, string? text) = OtherName(content);
                    return (text is null ? CertificateExtensions.Hex(content) : HarmlessText.Of(text), oid);
            }
        }
        catch (FormatException)
        {
            // Shown as the bytes it has; CertificateFaults says what is wrong with it.
        }

        return (CertificateExtensions.Hex(content), null);
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
}
