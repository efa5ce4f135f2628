using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Hostnames;
using PSSsl.Sockets;
using PSSsl.Trust;

namespace PSSsl.Connecting.Proxies;

/// <summary>
/// Connects to a proxy, by TLS if it is an https one, and has it connect to a host. What comes out is a plain socket to the host.
/// </summary>
internal sealed class ProxyTunnel
{
    private readonly ProxyAddress _proxy;
    private readonly Deadline _deadline;

    internal ProxyTunnel(ProxyAddress proxy, Deadline deadline)
    {
        _proxy = proxy;
        _deadline = deadline;
    }

    /// <summary>Connects to a place as the user wants that done.</summary>
    internal Func<HostAndPort, Dialer> DialerTo { get; init; } = null!;

    /// <summary>Which addresses of the host count, where they are looked up here.</summary>
    internal AddressFamily Family { get; init; } = AddressFamily.Unspecified;

    /// <summary>See <see cref="Transport.ReadsExactly"/>.</summary>
    internal bool ReadsExactly { get; init; }

    /// <summary>Makes the socket to the host of a transport.</summary>
    internal Func<Transport, SslSocket> Wrap { get; init; } = null!;

    /// <summary>What an https proxy is spoken to with.</summary>
    internal SslContext Context { get; init; } = null!;

    internal Action<string>? Trace { get; init; }

    internal Action<string>? DebugTrace { get; init; }

    /// <exception cref="SslException">The proxy cannot be reached, refuses, or is none.</exception>
    internal async Task<SslSocket> OpenAsync(HostAndPort target, CancellationToken cancellationToken)
    {
        Trace?.Invoke($"{target}: through the proxy {_proxy} of {_proxy.Origin}");
        HostAndPort[] places = await AskedForAsync(target, cancellationToken).ConfigureAwait(false);
        for (int i = 0; ; i++)
        {
            SslSocket socket = Wrap(await ReachAsync(cancellationToken).ConfigureAwait(false));
            try
            {
                var talk = new ProxyTalk(socket, _proxy, places[i], _deadline, cancellationToken);
                await (_proxy.Scheme is ProxyScheme.Http or ProxyScheme.Https ? HttpConnect.AskAsync(talk)
                    : Socks5.AskAsync(talk)).ConfigureAwait(false);
                return socket;
            }
            catch (SslException e) when (e.Code == SslErrorCode.ProxyRefused && i + 1 < places.Length)
            {
                // The name has other addresses; a proxy that has refused hangs up.
                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    /// <summary>What the proxy is asked for: the name, as the wire has it, or for socks5 its addresses.</summary>
    private async Task<HostAndPort[]> AskedForAsync(HostAndPort target, CancellationToken cancellationToken)
    {
        if (target.Address is null && _proxy.Scheme != ProxyScheme.Socks5)
            return new[] { new HostAndPort(WireName(target.Host), target.Port) };
        IEnumerable<IPAddress> addresses = target.Address is { } literal ? new[] { literal }
            : await new Dialer(target, _deadline) { Family = Family, Trace = Trace }.ResolveAsync(cancellationToken).ConfigureAwait(false);
        // A scope is this machine's own.
        return addresses.Select(a => new HostAndPort(new IPAddress(a.GetAddressBytes()).ToString(), target.Port)).ToArray();
    }

    /// <summary>In ASCII, and nothing that could end the name or the line it stands in.</summary>
    private static string WireName(string host)
    {
        return HostIdentity.TryRead(host, acceptsBrackets: false, out _, out _) ? HostNames.ToAscii(host)
            : throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                "The host name has characters that are not allowed in names; it was not sent to the proxy.")
            {
                RecommendedAction = "Check the spelling of the host name.",
            };
    }

    private async Task<Transport> ReachAsync(CancellationToken cancellationToken)
    {
        Socket connected;
        try
        {
            connected = await DialerTo(_proxy.Place).ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SslException e)
        {
            throw ProxyFaults.Unreachable(_proxy, e);
        }

        return _proxy.Scheme == ProxyScheme.Https
            ? new NestedTransport(await SecureAsync(new SocketTransport(connected) { IsOurs = true }, cancellationToken)
                .ConfigureAwait(false)) { ReadsExactly = ReadsExactly }
            : new SocketTransport(connected) { ReadsExactly = ReadsExactly, IsOurs = true };
    }

    /// <summary>TLS with the proxy. Where it ends without a goodbye, the tunnel's own end tells whether data is missing.</summary>
    private async Task<SslSocket> SecureAsync(Transport transport, CancellationToken cancellationToken)
    {
        var outer = new SslSocket(transport, _proxy.Place.Host, _proxy.Place.Port)
        {
            AllowTruncation = true,
            Trace = Trace,
            DebugTrace = DebugTrace is null ? null : text => DebugTrace($"{_proxy}: {text}"),
        };
        try
        {
            outer.BeginTls(Context, asServer: false, Connector.DefaultServerName(_proxy.Place), _proxy.Place.Host);
            await outer.FinishHandshakeAsync(_deadline, cancellationToken).ConfigureAwait(false);
            outer.Trace = outer.DebugTrace = null;
            return outer;
        }
        catch (SslException e)
        {
            outer.Dispose();
            throw ProxyFaults.NoTls(_proxy, e);
        }
        catch
        {
            outer.Dispose();
            throw;
        }
    }
}
