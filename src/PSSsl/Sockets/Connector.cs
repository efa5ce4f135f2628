using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.StartTls;

namespace PSSsl.Sockets;

/// <summary>From a host's name to an open socket, under one deadline over look-up, connect and handshake.</summary>
internal sealed class Connector
{
    internal Connector(HostAndPort target, SslContext context)
    {
        Target = target;
        Context = context;
    }

    internal HostAndPort Target { get; }

    internal SslContext Context { get; }

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

    /// <summary>How the server is asked for TLS in plain text; null if it speaks TLS from the start.</summary>
    internal StartTlsDialogue? StartTls { get; init; }

    internal Action<string>? Trace { get; init; }

    /// <summary>Told of records and messages; null if nobody listens.</summary>
    internal Action<string>? DebugTrace { get; init; }

    /// <summary>Has user's code run where it can run; null runs it on the spot.</summary>
    internal CallbackRunner? Callbacks { get; init; }

    /// <summary>Told of the plain socket if the handshake fails; it then belongs to whoever was told.</summary>
    internal Action<SslSocket, SslException>? ErrorTrap { get; init; }

    internal async Task<SslSocket> ConnectAsync(CancellationToken cancellationToken)
    {
        Deadline deadline = Deadline.After(Timeout);
        var dialer = new Dialer(Target, deadline) { Family = Family, LocalAddress = LocalAddress, LocalPort = LocalPort, Trace = Trace };
        Socket connected = await dialer.ConnectAsync(cancellationToken).ConfigureAwait(false);
        var socket = new SslSocket(new SocketTransport(connected) { ReadsExactly = ErrorTrap is not null, IsOurs = true }, Target.Host, Target.Port)
        {
            Timeout = Timeout,
            Trace = Trace,
            DebugTrace = DebugTrace,
            Callbacks = Callbacks,
        };
        try
        {
            if (StartTls is not null)
                socket.StartTls = await StartTls.RunAsync(socket, Target.Host, deadline, cancellationToken).ConfigureAwait(false);
            if (NoHandshake)
                return socket;
            socket.BoundHandshake(deadline, cancellationToken);
            socket.BeginTls(Context, asServer: false, ServerName ?? DefaultServerName(Target), VerifyName ?? Context.VerifyName ?? Target.Host, SessionKey, LooksOnly);
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

    /// <summary>RFC 6066, 3: host names only, in ASCII, without the root's dot; never an address.</summary>
    internal static string DefaultServerName(HostAndPort target)
    {
        if (target.Address is not null)
            return string.Empty;
        string name = target.Host.TrimEnd('.');
        return HostNames.ToAscii(name);
    }
}
