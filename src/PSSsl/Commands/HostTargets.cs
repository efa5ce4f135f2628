using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>
/// The places that one value of -ComputerName stands for: a host with one port or several, a range of addresses, or none for a line that
/// only comments.
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
                $"'{line.Trim()}' has one port, and -Port names another.")
            {
                RecommendedAction = "Leave one of them out.",
            };
        }

        int[] ports = Numbers(read.Ports.Count > 0 ? read.Ports : given);
        if ((long)read.Hosts.Count * Math.Max(ports.Length, 1) > AddressRange.MaxAddresses)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                $"'{line.Trim()}' with {ports.Length} ports stands for more than {AddressRange.MaxAddresses} targets.")
            {
                RecommendedAction = "Give a smaller range, or fewer ports.",
            };
        }

        return read.Hosts.SelectMany(h => Places(h, ports, read, defaultPort)).ToArray();
    }

    /// <summary>What an error is about: the range that was given has many addresses.</summary>
    internal static object TargetOf(object target, HostAndPort host) => host.IsOneOfMany && target is string ? host.ToString() : target;

    private static IEnumerable<HostAndPort> Places(string host, int[] ports, HostLine line, int defaultPort)
    {
        if (ports.Length == 0)
            yield return Place(host, null, line, defaultPort);
        foreach (int port in ports)
            yield return Place(host, port, line, defaultPort);
    }

    private static HostAndPort Place(string host, int? port, HostLine line, int defaultPort) =>
        HostAndPort.Parse(port is null || line.Ports.Count == 0 ? host : WithBrackets(host), port, defaultPort)
            .In(line.Address, line.Hosts.Count > 1);

    /// <summary>Whether the value of -ComputerName is a line of a file, rather than the one host that was typed.</summary>
    internal static bool AreLines(InvocationInfo call, string[] names) => names.Length > 1 || call.ExpectingInput;

    private static int[] Numbers(IReadOnlyList<string> ports)
    {
        var numbers = new List<int>();
        foreach (string port in ports)
        {
            int number = HostAndPort.ParsePort(port);
            if (!numbers.Contains(number))
                numbers.Add(number);
        }

        return numbers.ToArray();
    }

    /// <summary>Behind an address of IPv6 that is written bare, a port stands for itself.</summary>
    private static string WithBrackets(string host) =>
        host.IndexOf(':') != host.LastIndexOf(':') && host.IndexOf("//", StringComparison.Ordinal) < 0 && host[0] != '['
            ? $"[{host}]" : host;
}
