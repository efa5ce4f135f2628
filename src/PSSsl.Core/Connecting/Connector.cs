using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting.Proxies;
using PSSsl.Connecting.StartTls;
using PSSsl.Hostnames;
using PSSsl.Sockets;
using PSSsl.Trust;
using PSSsl.Trust.Fetching;
using PSSsl.X509.Names;

namespace PSSsl.Connecting;

/// <summary>From a host's name to an open socket, under one deadline over look-up, connect and handshake.</summary>
internal sealed class Connector
{
    internal Connector(HostAndPort target, SslContext context)
    {
        Target = target;
        Place = target;
        Context = context;
    }

    internal HostAndPort Target { get; }

    /// <summary>Where it is connected to: the target itself, unless the user names another address.</summary>
    internal HostAndPort Place { get; init; }

    internal SslContext Context { get; }

    /// <summary>What was asked for, as the user has it: the socket keeps it.</summary>
    internal object? AskedFor { get; init; }

    internal TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    internal AddressFamily Family { get; init; } = AddressFamily.Unspecified;

    internal IPAddress? LocalAddress { get; init; }

    internal int LocalPort { get; init; }

    /// <summary>The name to send by SNI; null for the host's, '' for none.</summary>
    internal string? ServerName { get; init; }

    /// <summary>The name the certificate must have; null for the context's, or the host.</summary>
    internal string? VerifyName { get; init; }

    /// <summary>Lets the server in whatever is wrong with it, to look at it.</summary>
    internal bool LooksOnly { get; init; }

    /// <summary>Where sessions are kept; null for host and port.</summary>
    internal string? SessionKey { get; init; }

    internal bool NoHandshake { get; init; }

    /// <summary>The options that a plain socket keeps for the time when TLS begins on it.</summary>
    internal IReadOnlyDictionary<string, object>? Kept { get; init; }

    /// <summary>Who is asked to connect to the host; null if we do.</summary>
    internal ProxyAddress? Proxy { get; init; }

    /// <summary>How what certificates point to is fetched.</summary>
    internal FetchWay Way { get; init; } = ProxyWay.Environment;

    /// <summary>How the server is asked for TLS in plain text; null if it speaks TLS from the start.</summary>
    internal StartTlsDialogue? StartTls { get; init; }

    /// <summary>Whether a harmless command goes out together with the one for TLS.</summary>
    internal bool IsPipelined { get; init; }

    internal Action<string>? Trace { get; init; }

    /// <summary>Told of records and messages; null if nobody listens.</summary>
    internal Action<string>? DebugTrace { get; init; }

    /// <summary>Has user's code run where it can run; null runs it on the spot.</summary>
    internal CallbackRunner? Callbacks { get; init; }

    /// <summary>Told of the plain socket if the handshake fails; it then belongs to whoever was told.</summary>
    internal Action<SslSocket, SslException>? ErrorTrap { get; init; }

    /// <summary>Told when a handshake is about to begin.</summary>
    internal Action<SslSocket>? Begins { get; init; }

    internal async Task<SslSocket> ConnectAsync(CancellationToken cancellationToken)
    {
        Deadline deadline = Deadline.After(Timeout);
        SslSocket socket = await OpenAsync(deadline, cancellationToken).ConfigureAwait(false);
        try
        {
            if (StartTls is not null)
                await StartTls.RunAsync(socket, Target.Host, IsPipelined, deadline, cancellationToken).ConfigureAwait(false);
            if (NoHandshake)
            {
                socket.Plan = Plan;
                return socket;
            }

            Begins?.Invoke(socket);
            socket.BoundHandshake(deadline, cancellationToken);
            socket.BeginTls(Plan);
            await socket.FinishHandshakeAsync(deadline, cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch (SslException e) when (ErrorTrap is not null)
        {
            socket.AbandonTls();
            throw TrappedFailure.Tell(ErrorTrap, socket, e);
        }
        catch
        {
            socket.Close(SslShutdown.Fast, CancellationToken.None);
            throw;
        }
    }

    private TlsPlan Plan => new(Context, AsServer: false)
    {
        ServerName = ServerName is null ? DefaultServerName(Target) : HostNames.ForSni(ServerName),
        VerifyName = VerifyName ?? Context.VerifyName ?? Target.Host,
        SessionKey = SessionKey,
        LooksOnly = LooksOnly,
        Options = Kept,
    };

    /// <summary>A plain socket to the host, directly or through the proxy.</summary>
    private async Task<SslSocket> OpenAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        if (Proxy is null)
        {
            Socket connected = await DialerTo(Place, deadline).ConnectAsync(cancellationToken).ConfigureAwait(false);
            return Wrap(new SocketTransport(connected) { ReadsExactly = ReadsExactly, IsOurs = true });
        }

        var tunnel = new ProxyTunnel(Proxy, deadline)
        {
            DialerTo = place => DialerTo(place, deadline),
            Family = Family,
            Wrap = Wrap,
            ReadsExactly = ReadsExactly,
            Context = Context.ForProxies,
            Trace = Trace,
            DebugTrace = DebugTrace,
        };
        return await tunnel.OpenAsync(Place, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whoever gets the plain socket of a handshake that failed is to find every byte.</summary>
    private bool ReadsExactly => ErrorTrap is not null;

    private Dialer DialerTo(HostAndPort place, Deadline deadline) =>
        new(place, deadline) { Family = Family, LocalAddress = LocalAddress, LocalPort = LocalPort, Trace = Trace };

    private SslSocket Wrap(Transport transport) => new(transport, Target.Host, Target.Port)
    {
        Target = AskedFor,
        Timeout = Timeout,
        Trace = Trace,
        DebugTrace = DebugTrace,
        Callbacks = Callbacks,
        Proxy = Proxy?.ToString(),
        Way = Way,
    };

    /// <summary>RFC 6066, 3: host names only, in ASCII, without the root's dot; never an address.</summary>
    internal static string DefaultServerName(HostAndPort target)
    {
        HostIdentity identity = HostNames.Read(target.Host, SslErrorCode.NameNotFound, SslPhase.Lookup);
        return identity.Address is null ? identity.Name : string.Empty;
    }
}
