using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Connecting.Proxies;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;
using PSSsl.Trust;
using PSSsl.Trust.Fetching;

namespace PSSsl.Audit.Asking;

/// <summary>
/// The way to one server: directly or through a proxy, after the dialogue of its protocol. All that the audit knows of connecting is here
/// and in <see cref="ProbeLine"/>.
/// </summary>
internal sealed class ProbeRoute
{
    private volatile IPAddress? _pinned;

    internal ProbeRoute(HostAndPort target, SslContext context)
    {
        Target = target;
        Place = target;
        Context = context;
    }

    internal HostAndPort Target { get; }

    /// <summary>Where it is connected to: the target itself, unless the user names another address.</summary>
    internal HostAndPort Place { get; init; }

    /// <summary>What a proxy that is spoken to by TLS is judged by, and what real handshakes begin with.</summary>
    internal SslContext Context { get; }

    internal StartTlsDialogue? StartTls { get; init; }

    internal ProxyAddress? Proxy { get; init; }

    internal FetchWay Way { get; init; } = ProxyWay.Environment;

    internal AddressFamily Family { get; init; } = AddressFamily.Unspecified;

    internal IPAddress? LocalAddress { get; init; }

    /// <summary>The name that was given to be sent by SNI; null for the host's, '' for none.</summary>
    internal string? GivenName { get; init; }

    /// <summary>The name that the certificate must have, if one was given.</summary>
    internal string? GivenVerifyName { get; init; }

    /// <summary>The name that the certificate must have.</summary>
    internal string VerifyName => GivenVerifyName ?? (ServerName is { Length: > 0 } name ? name : Target.Host);

    /// <summary>How long one connection may take, up to the server's answer.</summary>
    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    internal Action<string>? Trace { get; init; }

    /// <summary>How names become addresses; the platform's way unless a test has its own.</summary>
    internal Func<string, Task<IPAddress[]>> Resolver { get; init; } = Dns.GetHostAddressesAsync;

    /// <summary>The name that is sent; empty for none.</summary>
    internal string ServerName => GivenName is null ? Connector.DefaultServerName(Target) : Hostnames.HostNames.ForSni(GivenName);

    /// <summary>The address that answered first: all that follows goes there, since another one may be another server.</summary>
    internal IPAddress? Address => _pinned;

    /// <summary>The same way to one address of the name.</summary>
    internal ProbeRoute At(IPAddress address) => new(Target, Context)
    {
        StartTls = StartTls, Proxy = Proxy, Way = Way, Family = Family, LocalAddress = LocalAddress, GivenName = GivenName,
        GivenVerifyName = GivenVerifyName, Place = Place, Timeout = Timeout, Trace = Trace, Resolver = Resolver,
        _pinned = address,
    };

    /// <summary>The addresses of the name, in the order in which they would be tried.</summary>
    /// <exception cref="SslException">It has none.</exception>
    internal Task<IReadOnlyList<IPAddress>> ResolveAsync(CancellationToken cancellationToken) =>
        new Dialer(Place, Deadline.After(Timeout))
            { Family = Family, LocalAddress = LocalAddress, Resolver = Resolver }.ResolveAsync(cancellationToken);

    /// <summary>A connection on which the hello comes next.</summary>
    /// <exception cref="SslException">The server or its proxy is not reached, or does not go over to TLS.</exception>
    internal async Task<ProbeLine> OpenAsync(CancellationToken cancellationToken)
    {
        SslSocket socket = await Connect(Context, noHandshake: true).ConnectAsync(cancellationToken).ConfigureAwait(false);
        if (Proxy is null && socket.RemoteEndPoint is IPEndPoint end)
            _pinned ??= end.Address;
        return new ProbeLine(socket, Timeout, cancellationToken);
    }

    /// <summary>A whole handshake, by what the context verifies: nothing, where the certificate is only looked at.</summary>
    /// <exception cref="SslException">It fails.</exception>
    internal Task<SslSocket> ShakeAsync(SslContext context, bool isPipelined, CancellationToken cancellationToken) =>
        Connect(context, noHandshake: false, isPipelined).ConnectAsync(cancellationToken);

    private Connector Connect(SslContext context, bool noHandshake, bool isPipelined = false) => new(Target, context)
    {
        Place = _pinned is { } pinned ? new HostAndPort(pinned.ToString(), Place.Port) : Place,
        Timeout = Timeout,
        Family = Family,
        LocalAddress = LocalAddress,
        ServerName = ServerName,
        VerifyName = VerifyName,
        NoHandshake = noHandshake,
        Proxy = Proxy,
        Way = Way,
        StartTls = StartTls,
        IsPipelined = isPipelined,
        Trace = Trace,
    };
}
