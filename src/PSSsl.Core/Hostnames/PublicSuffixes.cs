using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PSSsl.Hostnames;

/// <summary>
/// Where names begin to belong to somebody: below <c>com</c>, below <c>co.uk</c> (publicsuffix.org, ICANN's part). A wildcard must not
/// reach across that. The list is embedded and read once per process; <c>build.ps1 -Task PublicSuffixes</c> gets a newer one.
/// </summary>
internal static class PublicSuffixes
{
    private const string Resource = "PSSsl.Hostnames.public_suffix_list.icann.txt";
    private const string VersionMark = "version ";

    private static readonly Lazy<(string Version, HashSet<string> Rules)> s_list = new(Read);

    private static readonly Lazy<int> s_longest = new(() => s_list.Value.Rules.Max(rule => rule.Count(c => c == '.') + 1));

    /// <summary>The list's own version, which begins with its date: 20230209.2326-1.</summary>
    internal static string Version => s_list.Value.Version;

    /// <summary>How many labels of a name (in A-labels, without the root's dot) are public.</summary>
    internal static int CountLabels(string host)
    {
        HashSet<string> rules = s_list.Value.Rules;
        string name = host.ToLowerInvariant();
        int labels = 1;
        foreach (char c in name)
            labels += c == '.' ? 1 : 0;
        // The longest rule wins, an exception over all; a domain that is not listed has one public label.
        for (; labels > 1; labels--)
        {
            if (rules.Contains("!" + name))
                return labels - 1;
            if (rules.Contains(name))
                return labels;
            string parent = name.Substring(name.IndexOf('.') + 1);
            if (rules.Contains("*." + parent))
                return labels;
            name = parent;
        }

        return 1;
    }

    /// <summary>
    /// Below a public suffix somebody owns one label; only what is below that may be a star's. Empty labels count for nothing.
    /// </summary>
    internal static bool IsBelowOne(string host)
    {
        int labels = 0;
        bool empty = false;
        for (int start = 0; start <= host.Length;)
        {
            int dot = host.IndexOf('.', start);
            int end = dot < 0 ? host.Length : dot;
            empty |= end == start;
            labels += end > start ? 1 : 0;
            start = end + 1;
        }

        // No suffix has more labels than this, so a name of more is below it whatever it is.
        if (labels > s_longest.Value + 1)
            return true;
        string name = empty ? string.Join(".", host.Split(new[] { '.' }, StringSplitOptions.RemoveEmptyEntries)) : host;
        return labels > CountLabels(name) + 1;
    }

    private static (string Version, HashSet<string> Rules) Read()
    {
        using Stream stream = typeof(PublicSuffixes).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"{Resource} is missing.");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <summary>Reads the list however its lines end: a checkout may have changed that.</summary>
    internal static (string Version, HashSet<string> Rules) Parse(string text)
    {
        string[] lines = text.Split(new[] { '\r', '\n' }, StringSplitOptions.RemoveEmptyEntries);
        int version = lines[0].IndexOf(VersionMark, StringComparison.Ordinal) + VersionMark.Length;
        return (lines[0].Substring(version, lines[0].IndexOf(',', version) - version),
            new HashSet<string>(lines.Where(l => l[0] != '/'), StringComparer.Ordinal));
    }
}
