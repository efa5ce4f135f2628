using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Certificates;

namespace PSSsl.Trust;

/// <summary>The names of a certificate: the subject's first common name, as the manual's function gives it, and the alternative ones.</summary>
internal sealed class CertificateNames
{
    /// <summary>More names than any certificate of use has; the rest is not looked at.</summary>
    private const int MostNames = 20_000;

    internal CertificateNames(string? commonName, IReadOnlyList<SubjectAlternativeName> subjectAlternativeNames)
    {
        CommonName = commonName;
        SubjectAlternativeNames = subjectAlternativeNames;
    }

    internal string? CommonName { get; }

    internal IReadOnlyList<SubjectAlternativeName> SubjectAlternativeNames { get; }

    /// <summary>Reads them; what cannot be read is no name.</summary>
    internal static CertificateNames Of(X509Certificate2 certificate)
    {
        string? commonName = null;
        var names = new List<SubjectAlternativeName>();
        try
        {
            commonName = ReadCommonName(certificate.SubjectName.RawData);
        }
        catch (FormatException)
        {
            // A subject that cannot be read names nobody.
            commonName = null;
        }

        try
        {
            if (certificate.Extensions["2.5.29.17"] is { } extension)
                ReadAlternatives(new DerReader(extension.RawData).Enter(DerReader.Sequence), names);
        }
        catch (FormatException)
        {
            // Half an extension is none: its names could be anybody's.
            names.Clear();
        }

        return new CertificateNames(commonName, names);
    }

    internal static SubjectAlternativeName Dns(string name) => new(SubjectAlternativeNameType.Dns, name, Encoding.ASCII.GetBytes(name));

    internal static SubjectAlternativeName Ip(IPAddress address) => new(SubjectAlternativeNameType.Ip, address.ToString(), address.GetAddressBytes());

    private static void ReadAlternatives(DerReader list, List<SubjectAlternativeName> into)
    {
        while (list.HasMore && into.Count < MostNames)
        {
            int tag = list.NextTag;
            byte[] content = list.Content(tag);
            // Context-specific tags; only the number says which.
            if ((tag & 0xC0) != 0x80 || (tag & 0x1F) > 8)
                continue;
            var type = (SubjectAlternativeNameType)(tag & 0x1F);
            string value = type switch
            {
                SubjectAlternativeNameType.Dns or SubjectAlternativeNameType.Email or SubjectAlternativeNameType.Uri => Shown(Encoding.ASCII.GetString(content)),
                SubjectAlternativeNameType.Ip when content.Length is 4 or 16 => new IPAddress(content).ToString(),
                SubjectAlternativeNameType.Directory => DirectoryName(content),
                _ => CertificateExtensions.Hex(content),
            };
            into.Add(new SubjectAlternativeName(type, value, content));
        }
    }

    private static string DirectoryName(byte[] content)
    {
        try
        {
            return Shown(new X500DistinguishedName(content).Name);
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return CertificateExtensions.Hex(content);
        }
    }

    /// <summary>RDNSequence: sets of (type, value); the first value of type commonName.</summary>
    private static string? ReadCommonName(byte[] subject)
    {
        DerReader sequence = new DerReader(subject).Enter(DerReader.Sequence);
        while (sequence.HasMore)
        {
            DerReader set = sequence.Enter(0x31);
            while (set.HasMore)
            {
                DerReader attribute = set.Enter(DerReader.Sequence);
                bool isCommonName = attribute.Oid() == "2.5.4.3";
                int tag = attribute.NextTag;
                byte[] value = attribute.Content(tag);
                if (isCommonName)
                    return Text(tag, value);
            }
        }

        return null;
    }

    /// <summary>UTF8String, BMPString, UniversalString; the other kinds are close to Latin-1.</summary>
    private static string Text(int tag, byte[] value) => tag switch
    {
        0x0C => Encoding.UTF8.GetString(value),
        0x1E => Encoding.BigEndianUnicode.GetString(value),
        0x1C => Encoding.GetEncoding("utf-32BE").GetString(value),
        _ => new string(value.Select(b => (char)b).ToArray()),
    };

    private static string Shown(string text) => text.Any(char.IsControl) ? new string(text.Select(c => char.IsControl(c) ? '\uFFFD' : c).ToArray()) : text;
}
