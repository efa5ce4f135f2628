using System;
using System.Linq;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Hostnames;

/// <summary>
/// The form of DNS names in certificates (RFC 5280, 4.2.1.6; CA/B Baseline Requirements, 1.6.1 and 7.1.2.7.12): letters, digits and
/// hyphens, a star as the whole first label.
/// </summary>
internal static class DnsNameForm
{
    private const int Longest = 253;
    private const int LongestLabel = 63;

    /// <summary>What is wrong with it, for a message; null if nothing is.</summary>
    /// <param name="name">The name.</param>
    /// <param name="mayHaveStar">Whether its first label may be a star.</param>
    /// <param name="mayHaveUnderscore">Whether labels may have underscores, as hosts of one's own network have, and no public certificate
    /// may.</param>
    internal static string? FaultIn(string name, bool mayHaveStar, bool mayHaveUnderscore = false)
    {
        if (name.Length is 0 or > Longest)
            return name.Length == 0 ? "is empty" : $"is longer than {Longest} characters";
        string[] labels = name.Split('.');
        int start = mayHaveStar && labels.Length > 1 && labels[0] == "*" ? 1 : 0;
        for (int i = start; i < labels.Length; i++)
        {
            string label = labels[i];
            if (label.Length is 0 or > LongestLabel)
                return label.Length == 0 ? "has an empty label" : $"has a label of more than {LongestLabel} characters";
            if (label.IndexOf('*') >= 0)
                return "has a star that is not the whole first label";
            if (!label.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-'
                || (c == '_' && mayHaveUnderscore)))
                return "has a character that host names do not have";
            if (label[0] == '-' || label[label.Length - 1] == '-')
                return "has a label that begins or ends with a hyphen";
            if (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) && !InternationalName.IsValid(label))
                return "has a label that begins with xn-- and is not a valid international one";
        }

        return labels[labels.Length - 1].All(char.IsDigit) ? "ends as an address does" : null;
    }
}
