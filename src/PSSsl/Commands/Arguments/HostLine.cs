using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Sockets;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// A line of a file of hosts, as people keep them: a host or a range of addresses, perhaps with ports
/// behind a space, and a comment; or what nmap found.
/// </summary>
internal sealed class HostLine
{
    private static readonly char[] s_spaces = { ' ', '\t' };

    private HostLine(IReadOnlyList<string> hosts, IReadOnlyList<string> ports)
    {
        Hosts = hosts;
        Ports = ports;
    }

    /// <summary>The host, or all addresses of a range.</summary>
    internal IReadOnlyList<string> Hosts { get; }

    /// <summary>Where the host is, if its name was not looked up again; null if its name says that.</summary>
    internal string? Address { get; private set; }

    /// <summary>The ports behind the space; empty if there are none.</summary>
    internal IReadOnlyList<string> Ports { get; }

    internal static HostLine Of(string host, IReadOnlyList<string> ports, string? address) =>
        new(new[] { host }, ports) { Address = address };

    /// <returns>Null for a line with nothing but a comment, for an empty one, and for a host of nmap's with no open port.</returns>
    internal static HostLine? Read(string line)
    {
        if (NmapLine.Read(line) is { } scanned)
            return scanned.Ports.Count > 0 ? scanned : null;
        string text = WithoutComment(line).Trim();
        if (text.Length == 0)
            return null;
        string[] words = text.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 2 && PortsIn(words[1]) is { } ports ? new HostLine(HostsIn(words[0]), ports)
            : new HostLine(HostsIn(text), Array.Empty<string>());
    }

    /// <summary>Ports as a list: numbers and names of services with commas between them.</summary>
    internal static IReadOnlyList<string> ReadPorts(IEnumerable<string>? given) =>
        (given ?? Array.Empty<string>()).SelectMany(p => p.Split(',')).Select(p => p.Trim()).Where(p => p.Length > 0).ToArray();

    private static IReadOnlyList<string> HostsIn(string word) => AddressRange.Read(word) ?? new[] { word };

    private static IReadOnlyList<string>? PortsIn(string word)
    {
        IReadOnlyList<string> ports = ReadPorts(new[] { word });
        return ports.Count > 0 && ports.All(p => p.All(c => c is >= '0' and <= '9') || ServiceNames.Port(p) is not null) ? ports : null;
    }

    /// <summary>In a URL a # stands right behind what it belongs to.</summary>
    private static string WithoutComment(string line)
    {
        if (line.TrimStart().StartsWith(";", StringComparison.Ordinal))
            return string.Empty;
        for (int at = line.IndexOf('#'); at >= 0; at = line.IndexOf('#', at + 1))
        {
            if (at == 0 || char.IsWhiteSpace(line[at - 1]))
                return line.Substring(0, at);
        }

        return line;
    }
}
