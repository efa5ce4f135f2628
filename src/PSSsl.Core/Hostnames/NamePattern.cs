using System;

namespace PSSsl.Hostnames;

/// <summary>
/// One name of a certificate against one host name. Nothing is allocated: certificates have thousands of names, and lists of hosts are
/// long.
/// </summary>
internal static class NamePattern
{
    internal static bool Matches(string presented, string host, HostnameWildcards wildcards)
    {
        int end = presented.Length;
        while (end > 0 && presented[end - 1] == '.')
            end--;
        if (end == 0)
            return false;
        int star = wildcards == HostnameWildcards.None ? -1 : presented.IndexOf('*', 0, end);
        if (!IsPattern(presented, star, end, wildcards))
            return end == host.Length && string.Compare(presented, 0, host, 0, end, StringComparison.OrdinalIgnoreCase) == 0;
        // RFC 6125, 7.2: part of an internationalized label means something else than it looks.
        if (star > 0 && host.StartsWith("xn--", StringComparison.OrdinalIgnoreCase))
            return false;
        int after = end - star - 1;
        int between = host.Length - star - after;
        return between >= 1
            && string.Compare(presented, 0, host, 0, star, StringComparison.OrdinalIgnoreCase) == 0
            && string.Compare(presented, star + 1, host, host.Length - after, after, StringComparison.OrdinalIgnoreCase) == 0
            && IsPartOfLabel(host, star, between)
            && PublicSuffixes.IsBelowOne(host);
    }

    /// <summary>Whether the star stands where it may; elsewhere it is a letter that no host has. NUL is none either.</summary>
    private static bool IsPattern(string presented, int star, int end, HostnameWildcards wildcards) => star >= 0 && wildcards switch
    {
        HostnameWildcards.Leftmost => star == 0 && end > 2 && presented[1] == '.',
        HostnameWildcards.Anywhere => star < end - 1 && IsPartOfLabel(presented, 0, star),
        _ => false,
    };

    private static bool IsPartOfLabel(string text, int start, int count)
    {
        for (int i = start; i < start + count; i++)
        {
            if (!IsLabelCharacter(text[i]))
                return false;
        }

        return true;
    }

    private static bool IsLabelCharacter(char c) => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_' or '-';
}
