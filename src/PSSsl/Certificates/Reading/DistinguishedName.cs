using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Certificates;

/// <summary>A distinguished name (RFC 5280, 4.1.2.4), and the three ways it is written.</summary>
internal sealed class DistinguishedName
{
    private const int Set = 0x31;
    private const int MostAttributes = 500;

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
    internal string? CommonName => Attributes.FirstOrDefault(a => a.Oid == NameAttribute.CommonNameOid)?.Text;

    /// <param name="content">What is in the SEQUENCE.</param>
    /// <exception cref="FormatException">It is no name.</exception>
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

            parts.Add(part);
        }

        return new DistinguishedName(content, parts);
    }

    /// <summary>RFC 4514: the last part first; a space after each comma, for reading.</summary>
    internal string ToRfc4514() => string.Join(", ", Parts.Reverse().Select(part => string.Join("+", part.Select(a => a.ToRfc4514()))));

    /// <summary>OpenSSL's one line, /C=…/O=…/CN=…, which the manual's functions give.</summary>
    internal string ToOneLine() => string.Concat(Attributes.Select(a => a.ToOneLine()));

    /// <summary>As <c>openssl x509 -text</c> has it: C = …, O = …, CN = ….</summary>
    internal string ToSpaced() => string.Join(", ", Parts.Select(part => string.Join(" + ", part.Select(a => a.ToSpaced()))));
}
