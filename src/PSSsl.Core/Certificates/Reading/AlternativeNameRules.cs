using System;
using System.Linq;
using System.Text;
using PSSsl.Hostnames;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Certificates.Reading;

/// <summary>How alternative names must be written (RFC 5280, 4.2.1.6).</summary>
internal static class AlternativeNameRules
{
    private const int LongestLabel = 63;
    private const int LongestName = 253;

    /// <summary>What is wrong with it; null if nothing is.</summary>
    internal static string? FirstBroken(SubjectAlternativeName name)
    {
        byte[] raw = name.RawValue;
        switch (name.Type)
        {
            case SubjectAlternativeNameType.Dns or SubjectAlternativeNameType.Email or SubjectAlternativeNameType.Uri:
                if (raw.Length == 0)
                    return "is empty (RFC 5280, 4.2.1.6)";
                if (raw.Any(b => b >= 0x80))
                    return "has bytes outside ASCII (RFC 5280, 4.2.1.6)";
                if (Array.IndexOf(raw, (byte)0) >= 0)
                    return "has a NUL in it: readers that end there see another name";
                string text = Encoding.ASCII.GetString(raw);
                return name.Type switch
                {
                    SubjectAlternativeNameType.Dns => Dns(text),
                    SubjectAlternativeNameType.Email => MailAddress.IsMailbox(text) ? null : "is not a mail address (RFC 5280, 4.2.1.6)",
                    _ => HasScheme(text) ? null : "is not an absolute URI (RFC 5280, 4.2.1.6)",
                };
            case SubjectAlternativeNameType.Ip when raw.Length is not (4 or 16):
                return $"has {raw.Length} bytes: an address has 4 or 16 (RFC 5280, 4.2.1.6)";
            case SubjectAlternativeNameType.Other when name.TypeId is null:
                return "has no type and value (RFC 5280, 4.2.1.6)";
            case SubjectAlternativeNameType.RegisteredId when name.Value.IndexOf('.') < 0:
                return "is not an object identifier (RFC 5280, 4.2.1.6)";
            case SubjectAlternativeNameType.Directory when name.Value.Length > 0 && name.Value.IndexOf('=') < 0:
                return "is not a distinguished name (RFC 5280, 4.2.1.6)";
            default:
                return null;
        }
    }

    /// <summary>RFC 1034, 3.5, with the underscore that the field has, and a star as the first label or in it.</summary>
    private static string? Dns(string name)
    {
        if (name.Trim().Length == 0)
            return "is blank (RFC 5280, 4.2.1.6)";
        if (name.All(c => c is (>= '0' and <= '9') or '.') && name.Count(c => c == '.') == 3)
            return "is an address: that is an iPAddress (RFC 5280, 4.2.1.6)";
        string[] labels = name.Split('.');
        if (name.Length > LongestName || labels.Any(l => l.Length > LongestLabel))
            return "is longer than a host name can be (RFC 1034, 3.1)";
        if (labels.Any(l => l.Length == 0))
            return "has an empty label (RFC 5280, 4.2.1.6)";
        if (name.IndexOf('*', Math.Min(name.Length, labels[0].Length)) >= 0)
            return "has a star after the first label (RFC 9525, 6.3)";
        if (!labels.All(l => l.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-' or '_' or '*')))
            return "has characters that no host name has (RFC 1034, 3.5)";
        return InternationalName.IsValid(labels[0] == "*" ? string.Join(".", labels.Skip(1)) : name) ? null
            : "has a label that begins with xn-- and is not an A-label (RFC 5890, 2.3.2.1)";
    }

    private static bool HasScheme(string uri)
    {
        int colon = uri.IndexOf(':');
        return colon > 0 && char.IsLetter(uri[0]) && uri.Take(colon).All(c => char.IsLetterOrDigit(c) || c is '+' or '-' or '.');
    }
}
