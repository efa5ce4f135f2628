using System;
using System.Net;
using PSSsl.Sockets;

namespace PSSsl.Audit.DnsRecords;

/// <summary>
/// A resolver as people write it: <c>tls://host:port</c> for DNS over TLS (RFC 7858), <c>tcp://host:port</c> for plain text (RFC 7766).
/// Without a scheme it is TLS, unless it is this machine's own, or its port is 53.
/// </summary>
internal sealed class ResolverAddress
{
    private const int PlainPort = 53, TlsPort = 853;

    private ResolverAddress(HostAndPort place, bool isTls)
    {
        Place = place;
        IsTls = isTls;
    }

    internal HostAndPort Place { get; }

    internal bool IsTls { get; }

    /// <exception cref="SslException">It cannot be read.</exception>
    internal static ResolverAddress Parse(string text)
    {
        string rest = text.Trim();
        int mark = rest.IndexOf("://", StringComparison.Ordinal);
        bool? isTls = mark < 0 ? null : rest.Substring(0, mark).ToLowerInvariant() switch
        {
            "tls" => true,
            "tcp" => false,
            _ => throw Wrong(text, "only tls:// and tcp:// are supported"),
        };
        rest = mark < 0 ? rest : rest.Substring(mark + 3).TrimEnd('/');
        try
        {
            HostAndPort place = HostAndPort.Parse(rest, null, 0);
            bool isOurs = place.Address is { } address ? IPAddress.IsLoopback(address)
                : place.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
            bool speaksTls = isTls ?? !(isOurs || place.Port == PlainPort);
            int port = place.Port != 0 ? place.Port : speaksTls ? TlsPort : PlainPort;
            return new ResolverAddress(new HostAndPort(place.Host, port), speaksTls);
        }
        catch (SslException e)
        {
            throw Wrong(text, char.ToLowerInvariant(e.Message[0]) + e.Message.Substring(1).TrimEnd('.'));
        }
    }

    public override string ToString() => (IsTls ? "tls://" : "tcp://") + Place;

    private static SslException Wrong(string text, string why) =>
        SslException.Option($"-Resolver '{text}' is not a DNS server: {why}.",
            "Write tls://host, tls://host:port, tcp://host or tcp://host:port.");
}
