using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Sockets;

namespace PSSsl.Commands.Arguments;

/// <summary>A line of a file of hosts, as people keep them: a host, perhaps with ports behind a space, and a comment.</summary>
internal sealed class HostLine
{
    private static readonly char[] s_spaces = { ' ', '\t' };

    private HostLine(string host, IReadOnlyList<string> ports)
    {
        Host = host;
        Ports = ports;
    }

    internal string Host { get; }

    /// <summary>The ports behind the space; empty if there are none.</summary>
    internal IReadOnlyList<string> Ports { get; }

    /// <returns>Null for a line with nothing but a comment, and for an empty one.</returns>
    internal static HostLine? Read(string line)
    {
        string text = WithoutComment(line).Trim();
        if (text.Length == 0)
            return null;
        string[] words = text.Split(s_spaces, StringSplitOptions.RemoveEmptyEntries);
        return words.Length == 2 && PortsIn(words[1]) is { } ports ? new HostLine(words[0], ports)
            : new HostLine(text, Array.Empty<string>());
    }

    /// <summary>Ports as a list: numbers and names of services with commas between them.</summary>
    internal static IReadOnlyList<string> ReadPorts(IEnumerable<string>? given) =>
        (given ?? Array.Empty<string>()).SelectMany(p => p.Split(',')).Select(p => p.Trim()).Where(p => p.Length > 0).ToArray();

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
