using System;
using System.Threading;

namespace PSSsl.Sockets;

/// <summary>The end of TLS: the socket is closed, or plain text follows. What has arrived is taken in before the goodbye is said.</summary>
internal readonly struct TlsShutdown
{
    /// <summary>
    /// What is read and dropped at most before closing, so that the network does not throw away our last bytes for theirs.
    /// </summary>
    internal const int DrainLimit = 1024 * 1024;

    /// <summary>How long close waits for room to say goodbye; a peer that takes nothing is not waited for.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly SocketCore _core;

    internal TlsShutdown(SocketCore core) => _core = core;

    /// <summary>Closes. An error on the way is recorded; the connection is going away in any case.</summary>
    /// <returns>True if the peer sent close_notify too.</returns>
    internal bool Close(SslShutdown shutdown, Deadline deadline, CancellationToken cancellationToken)
    {
        if (_core.Status.IsClosed)
            return _core.Owner.ClosedCleanly;
        try
        {
            // Tickets of TLS 1.3 come after the handshake; whoever never reads would lose them too.
            if (shutdown != SslShutdown.None || _core.Tls?.Sessions is not null)
                _core.In.TakeIn(SslPhase.Shutdown);
            if (shutdown != SslShutdown.None && _core.Status.State is SslState.Open or SslState.Handshaking)
                Loop.Run(_core, default(TlsShutdownStep), new Limits(SslPhase.Shutdown, Deadline.After(s_patience), cancellationToken));
            if (shutdown == SslShutdown.Full && _core.Status.State == SslState.Open)
                Loop.Run(_core, default(AwaitGoodbyeStep), new Limits(SslPhase.Shutdown, deadline, cancellationToken));
        }
        catch (SslException e)
        {
            _core.Status.LastError = e;
            _core.Owner.Trace?.Invoke($"{_core.PeerName}: closing: {e.Message}");
        }
        finally
        {
            _core.Release();
        }

        return _core.Owner.ClosedCleanly;
    }

    /// <summary>Goes on in plain text: a step, where the socket does not block.</summary>
    /// <returns>False if it must be waited for.</returns>
    internal bool Stop(SslShutdown shutdown)
    {
        if (_core.Owner.Blocking)
        {
            Stop(shutdown, Deadline.After(_core.Owner.Timeout), CancellationToken.None);
            return true;
        }

        var step = new StopStep(shutdown);
        TransportWait want = Loop.Try(_core, ref step);
        _core.Ready.WriteCalled();
        return _core.Ready.IsDone(want);
    }

    internal void Stop(SslShutdown shutdown, Deadline deadline, CancellationToken cancellationToken) =>
        Loop.Run(_core, new StopStep(shutdown), new Limits(SslPhase.Shutdown, deadline, cancellationToken));

    internal TransportWait SayStep()
    {
        if (_core.Tls is not { } tls)
            return TransportWait.Nothing;
        if (_core.Status.State == SslState.Open)
            return Say(tls);
        // A handshake that another call is at is not disturbed: it finds the connection closed.
        if (!tls.TryDrive())
            return TransportWait.Nothing;
        try
        {
            return Say(tls);
        }
        finally
        {
            tls.Rest();
        }
    }

    private TransportWait Say(TlsRun tls)
    {
        lock (_core.Out.Lock)
        {
            tls.Engine.Close();
            return _core.Out.Flush(SslPhase.Shutdown);
        }
    }

    internal TransportWait AwaitStep() => _core.Tls is { } tls ? PeersGoodbye.Await(_core, tls, keeps: false) : TransportWait.Nothing;

    /// <summary>A step on the way to plain text.</summary>
    internal TransportWait StopStep(SslShutdown shutdown)
    {
        SslState state = _core.Status.State;
        if (state == SslState.Plain)
            throw _core.Status.Tell(PlainAlready());
        if (state != SslState.Closed && _core.Tls is { Engine.Negotiated: null } unfinished)
        {
            // The handshake failed, or is given up: the connection was plain, and is again.
            if (!unfinished.TryDrive())
                throw _core.Handshake.Driven();
            unfinished.Rest();
            Abandon();
            return TransportWait.Nothing;
        }

        if (state != SslState.Open || _core.Tls is not { } tls)
            throw _core.Status.Tell(_core.NotOpen());
        if (shutdown != SslShutdown.None)
        {
            if (!tls.Engine.LocalClosed)
                _core.In.TakeIn(SslPhase.Shutdown);
            if (_core.Status.State != SslState.Open)
                throw _core.Status.Tell(_core.NotOpen());
            if (Say(tls) == TransportWait.Write)
                return TransportWait.Write;
        }

        if (shutdown == SslShutdown.Full && PeersGoodbye.Await(_core, tls, keeps: true) == TransportWait.Read)
            return TransportWait.Read;
        GoPlain(tls);
        return TransportWait.Nothing;
    }

    private void GoPlain(TlsRun tls)
    {
        lock (_core.In.Lock)
        lock (_core.Out.Lock)
        {
            _core.In.KeepPlaintext(tls);
            _core.LeaveTls();
            _core.Owner.StartTls = null;
            _core.Status.LastError = null;
        }

        _core.Owner.Trace?.Invoke($"{_core.PeerName}: TLS has ended, plain text follows");
    }

    /// <summary>Lets go of a TLS that failed; the socket is plain again, and bytes that were read for nothing can be read again.</summary>
    internal void Abandon()
    {
        lock (_core.In.Lock)
        lock (_core.Out.Lock)
        {
            _core.Wire.Transport.HandshakeOver();
            _core.LeaveTls();
        }
    }

    private SslException PlainAlready() =>
        new(SslErrorCode.NotOpen, SslPhase.Shutdown, $"No TLS is spoken with {_core.PeerName}: the socket is plain already.")
    {
        RecommendedAction = "Start-SslUpgrade begins it.",
    };
}
