using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// A line of what nmap writes with -oG: <c>Host: 192.0.2.7 (www.example.org)	Ports: 443/open/tcp//https///, 25/closed/tcp//smtp///</c>. It
/// stands for the open TCP ports of its address; the name in it, where there is one, is sent and verified.
/// </summary>
internal static class NmapLine
{
    private const string Begin = "Host: ";

    /// <returns>Null if it is another kind of line; without ports if it has none that is open.</returns>
    internal static HostLine? Read(string line)
    {
        string text = line.Trim();
        if (!text.StartsWith(Begin, StringComparison.Ordinal) || Patterns.Host.Match(text) is not { Success: true } match)
            return null;
        IReadOnlyList<string> ports = Patterns.Port.Matches(match.Groups["rest"].Value).Cast<Match>()
            .Select(m => m.Groups["port"].Value).ToArray();
        string address = match.Groups["address"].Value;
        string name = match.Groups["name"].Value;
        return HostLine.Of(name.Length > 0 ? name : address, ports, name.Length > 0 ? address : null);
    }

    /// <summary>Made when the first such line comes: most hosts are none.</summary>
    private static class Patterns
    {
        internal static readonly Regex Host = new($@"^{Begin}(?<address>[0-9A-Fa-f:.]+) \((?<name>[^)\s]*)\)(?<rest>\s.*)?$",
            RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));

        internal static readonly Regex Port = new(@"(?<=[\s,])(?<port>\d{1,5})/open/tcp/", RegexOptions.CultureInvariant,
            TimeSpan.FromSeconds(1));
    }
}
