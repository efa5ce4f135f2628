using System;
using System.Linq;

namespace PSSsl.Trust;

/// <summary>One name of a certificate against one host name.</summary>
internal static class NamePattern
{
    internal static bool Matches(string presented, string host, HostnameWildcards wildcards)
    {
        string name = presented.TrimEnd('.');
        if (name.Length == 0 || name.IndexOf('\0') >= 0)
            return false;
        int star = name.IndexOf('*');
        bool isPattern = wildcards switch
        {
            HostnameWildcards.Leftmost => star == 0 && name.Length > 2 && name[1] == '.',
            HostnameWildcards.Anywhere => star >= 0 && star < name.Length - 1 && name.Take(star).All(IsLabelCharacter),
            _ => false,
        };
        if (!isPattern)
            return string.Equals(name, host, StringComparison.OrdinalIgnoreCase);
        string before = name.Substring(0, star), after = name.Substring(star + 1);
        // RFC 6125, 7.2: part of an internationalized label means something else than it looks.
        if (before.Length > 0 && host.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
            return false;
        int between = host.Length - before.Length - after.Length;
        return between >= 1
            && host.StartsWith(before, StringComparison.OrdinalIgnoreCase)
            && host.EndsWith(after, StringComparison.OrdinalIgnoreCase)
            && host.Skip(before.Length).Take(between).All(IsLabelCharacter)
            && ReachesNothingPublic(host);
    }

    /// <summary>Below a public suffix somebody owns one label; only what is below that may be a star's.</summary>
    private static bool ReachesNothingPublic(string host)
    {
        string[] labels = host.Split(new[] { '.' }, StringSplitOptions.RemoveEmptyEntries);
        return labels.Length > PublicSuffixes.CountLabels(string.Join(".", labels)) + 1;
    }

    private static bool IsLabelCharacter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-';
}
