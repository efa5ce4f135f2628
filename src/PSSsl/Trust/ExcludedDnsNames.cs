using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Certificates;

namespace PSSsl.Trust;

/// <summary>
/// The DNS names an authority is kept from certifying (RFC 5280, 4.2.1.10). Platforms check name constraints, but compare a wildcard as if its star
/// were a letter: with <c>secret.example.com</c> excluded they let <c>*.example.com</c> pass, which is good for that very host.
/// </summary>
internal sealed class ExcludedDnsNames
{
    /// <summary>Names times exclusions; beyond it nobody has an honest purpose.</summary>
    private const long MostComparisons = 1 << 20;

    private readonly IReadOnlyList<string> _names;

    private ExcludedDnsNames(IReadOnlyList<string> names) => _names = names;

    /// <exception cref="FormatException">It is not encoded as it must be.</exception>
    internal static ExcludedDnsNames Of(byte[] nameConstraints)
    {
        DerReader constraints = new DerReader(nameConstraints).Enter(DerReader.Sequence);
        constraints.TryEnter(0xA0);
        var names = new List<string>();
        DerReader? subtrees = constraints.TryEnter(0xA1);
        while (subtrees is { HasMore: true })
        {
            if (subtrees.Enter(DerReader.Sequence).TryEnter(0x82) is { } dns)
                names.Add(Encoding.ASCII.GetString(dns.Rest()).Trim('.'));
        }

        return new ExcludedDnsNames(names);
    }

    /// <summary>The first name of this certificate that is excluded, or null.</summary>
    internal string? Forbids(X509Certificate2 certificate)
    {
        if (_names.Count == 0)
            return null;
        List<string> dnsNames = CertificateNames.Of(certificate).SubjectAlternativeNames.Where(n => n.Type == SubjectAlternativeNameType.Dns).Select(n => n.Value).ToList();
        if ((long)dnsNames.Count * _names.Count > MostComparisons)
            throw new FormatException("more names and exclusions than can be compared");
        return dnsNames.FirstOrDefault(name => _names.Any(excluded => Overlap(name.TrimEnd('.'), excluded)));
    }

    private static bool Overlap(string name, string excluded)
    {
        if (excluded.Length == 0 || IsWithin(name, excluded))
            return true;
        // A star stands for one label, so the wildcard reaches an exclusion one label below its parent, and no deeper one.
        int dot = name.IndexOf('.');
        if (dot < 0 || name.IndexOf('*', 0, dot) < 0)
            return false;
        int excludedDot = excluded.IndexOf('.');
        return excludedDot > 0 && string.Equals(name.Substring(dot), excluded.Substring(excludedDot), StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsWithin(string name, string tree) =>
        name.EndsWith(tree, StringComparison.OrdinalIgnoreCase) && (name.Length == tree.Length || name[name.Length - tree.Length - 1] == '.');
}
