using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Engine;
using PSSsl.X509.Der;

namespace PSSsl.X509.Names;

/// <summary>
/// A distinguished name (RFC 5280, 4.1.2.4), the three ways it is written, and how it is compared (7.1): attribute by attribute, text by
/// its value, whatever string type and case it is written in and however many spaces, everything else byte for byte.
/// </summary>
internal sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private const int Set = 0x31;
    private const int MostAttributes = 500;

    private string[]? _keys;

    private DistinguishedName(byte[] encoded, IReadOnlyList<IReadOnlyList<NameAttribute>> parts)
    {
        Encoded = encoded;
        Parts = parts;
    }

    /// <summary>What is in the SEQUENCE.</summary>
    internal byte[] Encoded { get; }

    /// <summary>In the certificate's order; nearly always each has one attribute.</summary>
    internal IReadOnlyList<IReadOnlyList<NameAttribute>> Parts { get; }

    internal IEnumerable<NameAttribute> Attributes => Parts.SelectMany(p => p);

    internal bool IsEmpty => Parts.Count == 0;

    /// <summary>The first common name, as the manual's function gives it.</summary>
    internal string? CommonName => Attributes.FirstOrDefault(a => a.Oid == Oids.CommonName)?.Text;

    /// <summary>One text a part, the same for the same part; the order within a set says nothing.</summary>
    private string[] Keys =>
        _keys ??= Parts.Select(p => p.Count == 1 ? p[0].Key : string.Concat(p.Select(a => a.Key).OrderBy(k => k, StringComparer.Ordinal)))
            .ToArray();

    /// <param name="content">What is in the SEQUENCE.</param>
    /// <exception cref="FormatException">It is not a name.</exception>
    internal static DistinguishedName Read(byte[] content)
    {
        var parts = new List<IReadOnlyList<NameAttribute>>();
        int count = 0;
        for (var names = new DerReader(content); names.HasMore;)
        {
            var part = new List<NameAttribute>();
            for (DerReader set = names.Enter(Set); set.HasMore; part.Add(NameAttribute.Read(set.Enter(DerReader.Sequence))))
            {
                if (++count > MostAttributes)
                    throw new FormatException($"a name with more than {MostAttributes} attributes");
            }

            parts.Add(part.Count > 0 ? part : throw new FormatException("an empty part of a name"));
        }

        return new DistinguishedName(content, parts);
    }

    /// <summary>Whether the other name is this one or stands above it.</summary>
    internal bool IsWithin(DistinguishedName tree) =>
        tree.Parts.Count <= Parts.Count && tree.Keys.SequenceEqual(Keys.Take(tree.Parts.Count), StringComparer.Ordinal);

    /// <summary>The same value; nearly always the same bytes too, which is faster to see.</summary>
    public bool Equals(DistinguishedName? other) => other is not null
        && (ByteSequenceComparer.Instance.Equals(Encoded, other.Encoded) || (Parts.Count == other.Parts.Count && IsWithin(other)));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    /// <inheritdoc/>
    public override int GetHashCode() => IsEmpty ? 0 : StringComparer.Ordinal.GetHashCode(Keys[Keys.Length - 1]);

    /// <summary>RFC 4514: the last part first; a space after each comma, for reading.</summary>
    internal string ToRfc4514() => string.Join(", ", Parts.Reverse().Select(part => string.Join("+", part.Select(a => a.ToRfc4514()))));

    /// <summary>OpenSSL's one line, /C=…/O=…/OU=…+CN=…, which the manual's functions give.</summary>
    internal string ToOneLine() => string.Concat(Parts.Select(part => "/" + string.Join("+", part.Select(a => a.ToOneLine()))));

    /// <summary>As <c>openssl x509 -text</c> has it: C = …, O = …, CN = ….</summary>
    internal string ToSpaced() => string.Join(", ", Parts.Select(part => string.Join(" + ", part.Select(a => a.ToSpaced()))));
}
