using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PSSsl.Trust;

/// <summary>
/// Where names begin to belong to somebody: below <c>com</c>, below <c>co.uk</c> (publicsuffix.org, ICANN's part). A wildcard must not
/// reach across that. The list is embedded and read once per process.
/// </summary>
internal static class PublicSuffixes
{
    private const string Resource = "PSSsl.Trust.Hostnames.public_suffix_list.icann.txt";

    private static readonly Lazy<HashSet<string>> s_rules = new(Read);

    /// <summary>How many labels of a name (in A-labels, without the root's dot) are public.</summary>
    internal static int CountLabels(string host)
    {
        string[] labels = host.ToLowerInvariant().Split('.');
        // The longest rule wins, an exception over all; a domain that is not listed has one public label.
        for (int start = 0; start < labels.Length; start++)
        {
            string name = string.Join(".", labels, start, labels.Length - start);
            if (s_rules.Value.Contains("!" + name))
                return labels.Length - start - 1;
            if (s_rules.Value.Contains(name))
                return labels.Length - start;
            if (start + 1 < labels.Length && s_rules.Value.Contains("*." + string.Join(".", labels, start + 1, labels.Length - start - 1)))
                return labels.Length - start;
        }

        return 1;
    }

    private static HashSet<string> Read()
    {
        using Stream stream = typeof(PublicSuffixes).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is missing.");
        using var reader = new StreamReader(stream);
        string[] lines = reader.ReadToEnd().Split('\n');
        return new HashSet<string>(lines.Where(l => l.Length > 0 && l[0] != '/'), StringComparer.Ordinal);
    }
}
