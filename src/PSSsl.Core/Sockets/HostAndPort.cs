using System;
using System.Globalization;
using System.Net;
using PSSsl.Hostnames;
using PSSsl.Trust;

namespace PSSsl.Sockets;

/// <summary>Where to connect, as people write it: <c>host</c>, <c>host:port</c>, <c>[v6]:port</c>, <c>https://host:port/</c>.</summary>
internal sealed class HostAndPort
{
    internal HostAndPort(string host, int port)
    {
        Host = host;
        Port = port;
    }

    internal string Host { get; }

    internal int Port { get; }

    /// <summary>Where it is, if that is known without looking up its name.</summary>
    internal string? KnownAddress { get; private set; }

    /// <summary>Whether it is one of those that a range stands for.</summary>
    internal bool IsOneOfMany { get; private set; }

    /// <summary>The address, if the host is one.</summary>
    internal IPAddress? Address =>
        HostIdentity.TryRead(Host, acceptsBrackets: false, out HostIdentity identity, out _) ? identity.Route : null;

    /// <summary>Reads it; a port in <paramref name="text"/> wins over the default, and contradicts an explicit other one.</summary>
    /// <exception cref="SslException">It cannot be read.</exception>
    internal static HostAndPort Parse(string text, int? explicitPort, int defaultPort)
    {
        string rest = text.Trim();
        int? ownPort = null;
        if (rest.IndexOf('@') >= 0)
            throw Wrong(WithoutUser(text), "it contains a user name; leave out the part before the '@'");
        int scheme = rest.IndexOf("://", StringComparison.Ordinal);
        if (scheme > 0)
        {
            ownPort = ServiceNames.Port(rest.Substring(0, scheme));
            rest = rest.Substring(scheme + 3);
            int path = rest.IndexOfAny(new[] { '/', '?', '#' });
            if (path >= 0)
                rest = rest.Substring(0, path);
        }

        string host = rest;
        string? portText = null;
        if (rest.StartsWith("[", StringComparison.Ordinal))
        {
            int close = rest.IndexOf(']');
            if (close < 0)
                throw Wrong(text, "the ']' after the IPv6 address is missing");
            host = rest.Substring(1, close - 1);
            // RFC 6874, 2: in a URI the mark of a zone is escaped.
            if (scheme > 0 && host.IndexOf("%25", StringComparison.Ordinal) is var zone && zone >= 0)
                host = host.Remove(zone + 1, 2);
            string tail = rest.Substring(close + 1);
            if (tail.Length > 0)
                portText = tail[0] == ':' ? tail.Substring(1) : throw Wrong(text, "after the ']' only ':port' may follow");
        }
        else if (rest.IndexOf(':') is var colon && colon >= 0 && colon == rest.LastIndexOf(':'))
        {
            host = rest.Substring(0, colon);
            portText = rest.Substring(colon + 1);
        }

        if (portText is not null)
            ownPort = ParsePort(portText);
        if (host.Length == 0)
            throw Wrong(text, "the host name is missing");
        if (host.IndexOfAny(new[] { ' ', '\t', '\r', '\n', '\0', '/' }) >= 0 || host.Length > 255)
            throw Wrong(text, "it is not a host name");
        if (MayBeAddress(host) && !HostIdentity.TryRead(host, acceptsBrackets: false, out _, out string why))
            throw Wrong(text, char.ToLowerInvariant(why[0]) + why.Substring(1).TrimEnd('.'));
        if (portText is not null && explicitPort is not null && explicitPort != ownPort)
            throw Wrong(text, string.Format(CultureInfo.InvariantCulture, "it names port {0} and -Port names {1}", ownPort, explicitPort));
        return new HostAndPort(host, explicitPort ?? ownPort ?? defaultPort);
    }

    internal HostAndPort In(string? address, bool isOneOfMany) =>
        new(Host, Port) { KnownAddress = address, IsOneOfMany = isOneOfMany };

    /// <summary>Digits alone, or an IPv6 address; what is wrong with names is said when they are looked up.</summary>
    private static bool MayBeAddress(string host) =>
        host.IndexOf(':') >= 0 || (host.Length > 0 && host[host.Length - 1] is >= '0' and <= '9' or '.' && host[0] is >= '0' and <= '9');

    /// <summary>Reads a port: a number, or a service's name.</summary>
    /// <exception cref="SslException">It is neither.</exception>
    internal static int ParsePort(string text)
    {
        string port = text.Trim();
        if (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out int number))
        {
            return number is > 0 and <= 65535 ? number
                : throw SslException.Option($"Port {port} is not between 1 and 65535.", "Check the number.");
        }

        return ServiceNames.Port(port) ?? throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
            $"'{port}' is neither a port number nor a known service name.")
        {
            RecommendedAction = "Give a number from 1 to 65535, or a name like https, imaps, ldaps.",
        };
    }

    public override string ToString() => Host.IndexOf(':') >= 0 ? $"[{Host}]:{Port}" : $"{Host}:{Port}";

    /// <summary>What may be a password is not quoted.</summary>
    internal static string WithoutUser(string text) => text.LastIndexOf('@') is var at && at < 0 ? text : "…" + text.Substring(at);

    private static bool IsPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is > 0 and <= 65535;

    private static SslException Wrong(string text, string why) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"'{text}' is not a valid target: {why}.")
        {
            RecommendedAction = IsPort(text)
                ? "A port goes into -Port: where hosts come from the pipeline the first argument is a host all the same."
                : "Write host, host:port, [IPv6 address]:port or https://host:port/.",
        };
}
