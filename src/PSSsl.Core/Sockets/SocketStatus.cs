using System;

namespace PSSsl.Sockets;

/// <summary>What a socket is in, why it failed, and its last error. Nothing but <see cref="Enter"/> writes the state.</summary>
internal sealed class SocketStatus
{
    /// <summary>Written under its own lock, read anywhere.</summary>
    private volatile int _state = (int)SslState.Plain;

    /// <summary>Written under its own lock together with the state; read anywhere.</summary>
    private volatile SslException? _failure;

    /// <summary>Written and read anywhere: the last one who has something to say wins.</summary>
    private volatile SslException? _lastError;

    internal SslState State => (SslState)_state;

    internal bool IsClosed => State == SslState.Closed;

    /// <summary>Why TLS failed; null unless it has. It is known still when the socket has been closed.</summary>
    internal SslException? Failure => _failure;

    internal SslException? LastError
    {
        get => _lastError;
        set => _lastError = value;
    }

    /// <summary>
    /// Goes over to another state, if the table has that way. Whoever comes too late, behind a close or a failure, changes nothing.
    /// </summary>
    /// <returns>False if there is no such way.</returns>
    internal bool Enter(SslState next, SslException? failure = null)
    {
        lock (this)
        {
            if (!Leads(State, next))
                return false;
            _failure = next switch
            {
                SslState.Failed => failure,
                SslState.Closed => _failure,
                _ => null,
            };
            _state = (int)next;
            return true;
        }
    }

    /// <summary>Records an error that a call ends with, and leaves the state.</summary>
    internal SslException Tell(SslException error)
    {
        _lastError = error;
        return error;
    }

    private static bool Leads(SslState from, SslState to) => (from, to) switch
    {
        (SslState.Plain, SslState.Handshaking or SslState.Plain) => true,
        (SslState.Handshaking, SslState.Open or SslState.Failed or SslState.Plain) => true,
        (SslState.Open, SslState.Failed or SslState.Plain) => true,
        (SslState.Failed, SslState.Plain) => true,
        (not SslState.Closed, SslState.Closed) => true,
        _ => false,
    };
}
