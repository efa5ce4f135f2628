using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSSsl.Hostnames;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.Certificates.Text;

/// <summary>Extensions in lines, as OpenSSL prints them; those that it cannot print, or that cannot be read, as their bytes.</summary>
internal static class ExtensionText
{
    private const int Indent = 16;

    private static readonly string[] s_keyUses =
    {
        "Digital Signature", "Non Repudiation", "Key Encipherment", "Data Encipherment", "Key Agreement", "Certificate Sign", "CRL Sign",
            "Encipher Only", "Decipher Only",
    };

    private static readonly string[] s_netscapeUses =
    {
        "SSL Client", "SSL Server", "S/MIME", "Object Signing", "Unused", "SSL CA", "S/MIME CA", "Object Signing CA",
    };

    private static readonly Dictionary<string, Func<DerReader, string>> s_writers = new(StringComparer.Ordinal)
    {
        [Oids.BasicConstraints] = BasicConstraints,
        [Oids.KeyUsage] = der => Listed(BitNames(der.Content(DerReader.BitString), s_keyUses)),
        [Oids.ExtendedKeyUsage] = der =>
            Listed(CertificateExtensions.ReadOids(der.Enter(DerReader.Sequence)).Select(ObjectIdentifiers.LongName)),
        [Oids.NameConstraints] = NameConstraintsText.Write,
        [Oids.SubjectKey] = der => Line(Colons(der.Content(DerReader.OctetString))),
        [Oids.AuthorityKey] = AuthorityKey,
        [Oids.AlternativeName] = AlternativeNames,
        [Oids.IssuerAlternativeName] = AlternativeNames,
        [Oids.AuthorityAccess] = Access,
        [Oids.SubjectAccess] = Access,
        [Oids.CrlPoints] = DistributionPointText.Write,
        [Oids.FreshestCrl] = DistributionPointText.Write,
        [Oids.Policies] = PolicyText.Policies,
        [Oids.PolicyMappings] = PolicyText.Mappings,
        [Oids.PolicyConstraints] = PolicyText.Constraints,
        [Oids.InhibitAnyPolicy] = der => Line(HexLines.Decimal(der.Content(DerReader.Integer))),
        ["2.5.29.16"] = KeyPeriod,
        [Oids.TlsFeature] = Features,
        [Oids.Timestamps] = TimestampText.Write,
        ["1.3.6.1.4.1.11129.2.4.3"] = _ => Line("NULL"),
        [Oids.OcspNoCheck] = _ => string.Empty,
        ["1.3.6.1.5.5.7.1.14"] = PolicyText.Proxy,
        [Oids.NetscapeType] = der => Listed(BitNames(der.Content(DerReader.BitString), s_netscapeUses)),
    };

    /// <summary>Heading and content, each line indented; always ends with a line's end.</summary>
    internal static void Write(StringBuilder text, ParsedExtension extension)
    {
        text.Append("            ").Append(ObjectIdentifiers.LongName(extension.Oid)).Append(": ")
            .Append(extension.Critical ? "critical\n" : "\n");
        try
        {
            if (s_writers.TryGetValue(extension.Oid, out Func<DerReader, string>? write))
                text.Append(write(new DerReader(extension.Value)));
            else if (extension.Oid.StartsWith("2.16.840.1.113730.1.", StringComparison.Ordinal))
                text.Append(Line(
                    HarmlessText.Of(Encoding.ASCII.GetString(new DerReader(extension.Value).Content(NameAttribute.Ia5String)))));
            else
                text.Append(Line(Bytes(extension.Value)));
        }
        catch (FormatException)
        {
            text.Append(Line(Bytes(extension.Value)));
        }

        text.Append('\n');
    }

    /// <summary>One line of an extension, not ended.</summary>
    internal static string Line(string content, int deeper = 0) => new string(' ', Indent + deeper) + content;

    internal static string Listed(IEnumerable<string> values) =>
        string.Join(", ", values) is { Length: > 0 } list ? Line(list) : Line("<EMPTY>\n");

    internal static IEnumerable<string> BitNames(byte[] bits, string[] names) =>
        names.Where((_, i) => 1 + (i / 8) < bits.Length && (bits[1 + (i / 8)] & (0x80 >> (i % 8))) != 0);

    internal static string Colons(byte[] bytes) => BitConverter.ToString(bytes).Replace('-', ':');

    /// <summary>Names of a list, for the places that hold one.</summary>
    internal static IReadOnlyList<SubjectAlternativeName> Names(DerReader list) => GeneralNames.Read(list);

    /// <summary>The characters of its bytes, as far as they are any.</summary>
    private static string Bytes(byte[] value) => new(value.Take(4096).Select(b => b is >= 0x20 and <= 0x7E ? (char)b : '.').ToArray());

    private static string BasicConstraints(DerReader der)
    {
        DerReader constraints = der.Enter(DerReader.Sequence);
        bool authority = constraints.TryTruth(DerReader.Boolean) ?? false;
        string length = constraints.TryEnter(DerReader.Integer) is { } number ? ", pathlen:" + HexLines.Decimal(number.Rest())
            : string.Empty;
        return Line($"CA:{(authority ? "TRUE" : "FALSE")}{length}");
    }

    private static string AuthorityKey(DerReader der)
    {
        DerReader parts = der.Enter(DerReader.Sequence);
        byte[]? id = parts.TryEnter(0x80)?.Rest();
        DerReader? issuer = parts.TryEnter(0xA1);
        byte[]? serial = parts.TryEnter(0x82)?.Rest();
        var lines = new List<string>();
        if (id is not null)
            lines.Add(Line((issuer is null && serial is null ? string.Empty : "keyid:") + Colons(id)));
        if (issuer is not null)
            lines.AddRange(Names(issuer).Select(n => Line(GeneralNameText.InList(n))));
        if (serial is not null)
            lines.Add(Line("serial:" + Colons(serial.Length > 1 && serial[0] == 0 ? serial.Skip(1).ToArray() : serial)));
        return lines.Count > 0 ? string.Join("\n", lines) : Line("<EMPTY>\n");
    }

    private static string AlternativeNames(DerReader der) => Listed(Names(der.Enter(DerReader.Sequence)).Select(GeneralNameText.InList));

    private static string Access(DerReader der)
    {
        var lines = new List<string>();
        for (DerReader list = der.Enter(DerReader.Sequence); list.HasMore && lines.Count < 1000;)
        {
            DerReader access = list.Enter(DerReader.Sequence);
            string method = ObjectIdentifiers.LongName(access.Oid());
            lines.AddRange(Names(access).Select(n => Line($"{method} - {GeneralNameText.InList(n)}")));
        }

        return string.Join("\n", lines);
    }

    private static string KeyPeriod(DerReader der)
    {
        DerReader dates = der.Enter(DerReader.Sequence);
        string? from = dates.TryEnter(0x80)?.Rest() is { } first ? "Not Before: " + Date(first) : null;
        string? until = dates.TryEnter(0x81)?.Rest() is { } last ? "Not After: " + Date(last) : null;
        return Line(string.Join(", ", new[] { from, until }.OfType<string>()));
    }

    private static string Date(byte[] generalized)
    {
        byte[] element = new byte[] { 0x18, (byte)Math.Min(generalized.Length, 0x7F) }.Concat(generalized.Take(0x7F)).ToArray();
        return CertificateText.Date(DerTime.ReadAny(new DerReader(element)).Value);
    }

    private static string Features(DerReader der)
    {
        var features = new List<string>();
        for (DerReader list = der.Enter(DerReader.Sequence); list.HasMore && features.Count < 1000;)
            features.Add(HexLines.Decimal(list.Content(DerReader.Integer)) switch { "5" => "status_request", "17" =>
                "status_request_v2", var other => other });
        return Listed(features);
    }
}
