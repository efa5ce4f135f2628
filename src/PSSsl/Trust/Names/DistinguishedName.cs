using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using PSSsl.Certificates;

namespace PSSsl.Trust;

/// <summary>
/// A distinguished name for comparing (RFC 5280, 7.1): attribute by attribute, text without regard to case, form and superfluous spaces, everything else byte for byte.
/// </summary>
internal sealed class DistinguishedName
{
    internal const string EmailAddressOid = "1.2.840.113549.1.9.1";
    internal const string CommonNameOid = "2.5.4.3";

    private const int MostAttributes = 200;
    private const int Set = 0x31;

    private readonly string[] _parts;

    private DistinguishedName(string[] parts, IReadOnlyList<(string Oid, string Value)> attributes)
    {
        _parts = parts;
        Attributes = attributes;
    }

    /// <summary>Every attribute in order, its value as it is written; hex for what is no text.</summary>
    internal IReadOnlyList<(string Oid, string Value)> Attributes { get; }

    internal bool IsEmpty => _parts.Length == 0;

    /// <param name="content">The content of the RDNSequence.</param>
    /// <exception cref="FormatException">It is not encoded as it must be.</exception>
    internal static DistinguishedName Of(byte[] content)
    {
        var parts = new List<string>();
        var attributes = new List<(string, string)>();
        var sequence = new DerReader(content);
        while (sequence.HasMore)
        {
            DerReader set = sequence.Enter(Set);
            var values = new List<string>();
            while (set.HasMore)
            {
                if (attributes.Count == MostAttributes)
                    throw new FormatException($"a name of more than {MostAttributes} parts");
                DerReader attribute = set.Enter(DerReader.Sequence);
                string oid = attribute.Oid();
                int tag = attribute.NextTag;
                byte[] value = attribute.Content(tag);
                string? text = Text(tag, value);
                attributes.Add((oid, text ?? CertificateExtensions.Hex(value)));
                values.Add($"{oid}={(text is null ? $"#{tag:x2}{CertificateExtensions.Hex(value)}" : Prepare(text))}");
            }

            if (values.Count == 0)
                throw new FormatException("an empty part of a name");
            // The order within a set says nothing.
            values.Sort(StringComparer.Ordinal);
            parts.Add(string.Join("\u0001", values));
        }

        return new DistinguishedName(parts.ToArray(), attributes);
    }

    /// <summary>Whether the other name is this one or stands above it.</summary>
    internal bool IsWithin(DistinguishedName tree) =>
        tree._parts.Length <= _parts.Length && tree._parts.SequenceEqual(_parts.Take(tree._parts.Length), StringComparer.Ordinal);

    internal bool Is(DistinguishedName other) => _parts.Length == other._parts.Length && IsWithin(other);

    /// <summary>Null for what is no text.</summary>
    private static string? Text(int tag, byte[] value) => tag switch
    {
        0x0C => Encoding.UTF8.GetString(value),
        0x1E => Encoding.BigEndianUnicode.GetString(value),
        0x1C => Encoding.GetEncoding("utf-32BE").GetString(value),
        // NumericString, PrintableString, TeletexString, IA5String, VisibleString: close to Latin-1.
        0x12 or 0x13 or 0x14 or 0x16 or 0x1A => new string(value.Select(b => (char)b).ToArray()),
        _ => null,
    };

    /// <summary>RFC 4518, 2, as far as it changes names in use: one form of each character, no case, spaces that are single.</summary>
    private static string Prepare(string text)
    {
        string folded;
        try
        {
            folded = text.Normalize(NormalizationForm.FormKC).ToUpperInvariant();
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair has no form; it is compared as it stands.
            folded = text;
        }

        return string.Join(" ", folded.Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries));
    }
}
