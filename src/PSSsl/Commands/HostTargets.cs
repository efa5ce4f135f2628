using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>
/// The places that one value of -ComputerName stands for: a host with one port or several, or none for a line that only comments.
/// </summary>
internal static class HostTargets
{
    /// <param name="row">The object that came down the pipeline; null if none did.</param>
    /// <param name="line">The host, or the line of a file of hosts.</param>
    /// <param name="port">The values of -Port.</param>
    /// <param name="defaultPort">What counts if no port is given.</param>
    /// <param name="isLine">Whether it is one of several, or comes from the pipeline: then an empty one is a line with nothing on
    /// it.</param>
    /// <exception cref="SslException">It cannot be read; then nothing of it is taken.</exception>
    internal static IReadOnlyList<HostAndPort> Of(object? row, string line, string[]? port, int defaultPort, bool isLine)
    {
        RowOfHosts.Check(row, line);
        if (HostLine.Read(line) is not { } read)
            return isLine ? Array.Empty<HostAndPort>() : new[] { HostAndPort.Parse(line, null, defaultPort) };
        IReadOnlyList<string> given = HostLine.ReadPorts(port);
        if (read.Ports.Count > 0 && given.Count > 0 && !Numbers(read.Ports).SequenceEqual(Numbers(given)))
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                $"'{line.Trim()}' names a port and -Port another one.")
            {
                RecommendedAction = "Leave one of them out.",
            };
        }

        IReadOnlyList<int> ports = Numbers(read.Ports.Count > 0 ? read.Ports : given);
        return ports.Count == 0 ? new[] { HostAndPort.Parse(read.Host, null, defaultPort) }
            : ports.Select(p => HostAndPort.Parse(WithBrackets(read), p, defaultPort)).ToArray();
    }

    /// <summary>Whether the value of -ComputerName is a line of a file, rather than the one host that was typed.</summary>
    internal static bool AreLines(InvocationInfo call, string[] names) => names.Length > 1 || call.ExpectingInput;

    private static int[] Numbers(IReadOnlyList<string> ports) => ports.Select(HostAndPort.ParsePort).Distinct().ToArray();

    /// <summary>Behind an address of IPv6 that is written bare, a port stands for itself.</summary>
    private static string WithBrackets(HostLine line) =>
        line.Ports.Count > 0 && line.Host.IndexOf(':') != line.Host.LastIndexOf(':')
            && line.Host.IndexOf("//", StringComparison.Ordinal) < 0 && line.Host[0] != '['
            ? $"[{line.Host}]" : line.Host;
}
