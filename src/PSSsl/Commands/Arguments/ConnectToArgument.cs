using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using PSSsl.Sockets;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// -ConnectTo: where a host is connected to, if that is not where its name leads. An address for all hosts, or, as curl's --connect-to has
/// it, HOST:PORT:ADDRESS:PORT for one of them.
/// </summary>
internal static class ConnectToArgument
{
    private const int ForOne = 4;

    /// <returns>Null if nothing is given for this host, and its name says where it is.</returns>
    /// <exception cref="SslException">A value is not valid.</exception>
    internal static HostAndPort? PlaceOf(HostAndPort host, IEnumerable<string>? given)
    {
        HostAndPort? place = null;
        foreach (string text in given ?? Array.Empty<string>())
        {
            // All are read, so that a wrong one is told whatever the host is; the first that fits counts. A row's column may be empty.
            if (text.Trim().Length > 0 && Read(text.Trim(), host) is { } found)
                place ??= found;
        }

        return place ?? (host.KnownAddress is { } known ? new HostAndPort(known, host.Port) : null);
    }

    private static HostAndPort? Read(string text, HostAndPort host)
    {
        if (IPAddress.TryParse(text, out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6)
            return new HostAndPort(address.ToString(), host.Port);
        IReadOnlyList<string> parts = Split(text);
        if (parts.Count < ForOne - 1 || text.IndexOf("://", StringComparison.Ordinal) > 0)
            return HostAndPort.Parse(text, null, host.Port);
        if (parts.Count != ForOne)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, $"'{text}' is not a valid value of -ConnectTo.")
            {
                RecommendedAction = "Write address, address:port or [IPv6 address]:port for all hosts, or HOST:PORT:ADDRESS:PORT for one.",
            };
        }

        HostAndPort place = HostAndPort.Parse(parts[2].Length > 0 ? parts[2] : Bracketed(host.Host), Port(parts[3]), host.Port);
        bool isMeant = (parts[0].Length == 0 || parts[0].Trim('[', ']').Equals(host.Host, StringComparison.OrdinalIgnoreCase))
            && (Port(parts[1]) ?? host.Port) == host.Port;
        return isMeant ? place : null;
    }

    private static string Bracketed(string host) => host.IndexOf(':') >= 0 ? $"[{host}]" : host;

    private static int? Port(string text) => text.Length == 0 ? null : HostAndPort.ParsePort(text);

    /// <summary>At the colons outside of brackets.</summary>
    private static List<string> Split(string text)
    {
        var parts = new List<string> { string.Empty };
        bool isWithin = false;
        foreach (char c in text)
        {
            isWithin = c == '[' || (isWithin && c != ']');
            if (c == ':' && !isWithin)
                parts.Add(string.Empty);
            else
                parts[parts.Count - 1] += c;
        }

        return parts;
    }
}
