using System;
using System.Globalization;
using System.Linq;

namespace PSSsl.Hostnames;

/// <summary>The form of DNS names in certificates (RFC 5280, 4.2.1.6; CA/B Baseline Requirements, 1.6.1 and 7.1.2.7.12): letters, digits and hyphens, a star as the whole first label.</summary>
internal static class DnsNameForm
{
    private const int Longest = 253;
    private const int LongestLabel = 63;

    private static readonly IdnMapping s_idn = new();

    /// <summary>What is wrong with it, for a message; null if nothing is.</summary>
    internal static string? FaultIn(string name, bool mayHaveStar)
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
            if (!label.All(c => c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '-'))
                return "has a character that host names do not have";
            if (label[0] == '-' || label[label.Length - 1] == '-')
                return "has a label that begins or ends with a hyphen";
            if (label.StartsWith("xn--", StringComparison.OrdinalIgnoreCase) && !IsALabel(label))
                return "has a label that begins as an internationalized one and is none";
        }

        return labels[labels.Length - 1].All(char.IsDigit) ? "ends as an address does" : null;
    }

    private static bool IsALabel(string label)
    {
        try
        {
            return s_idn.GetUnicode(label) is { Length: > 0 } text && text.Any(c => c > 0x7F);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
