using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Engine;

namespace PSSsl.Sockets;

/// <summary>
/// The handshake, from the plan to an open connection. No lock is held while it goes on, for the user's code and fetches run in it.
/// </summary>
internal sealed class Handshake
{
    private const int LongestQuote = 512;

    private readonly SocketCore _core;

    internal Handshake(SocketCore core) => _core = core;

    /// <summary>By when it must be over, for what is fetched in it; only calls that wait have one. Of whoever drives it.</summary>
    internal Deadline Deadline { get; private set; }

    /// <summary>See <see cref="Deadline"/>.</summary>
    internal CancellationToken Cancellation { get; private set; }

    /// <summary>How long the last one took; null before its end. Written by whoever drives it, read anywhere.</summary>
    internal TimeSpan? Took { get; private set; }

    /// <summary>How many bytes of it have come.</summary>
    internal long Received => _core.Wire.Received - (_core.Tls?.ReceivedBefore ?? 0);

    /// <summary>
    /// Says by when it must be over and what ends it, for whatever waits in it; known from the first message on if it is said before it
    /// begins.
    /// </summary>
    internal void Bound(Deadline deadline, CancellationToken cancellationToken)
    {
        Deadline = deadline;
        Cancellation = cancellationToken;
    }

    /// <summary>Runs the user's code: where it can run, within the handshake's time, or on the spot.</summary>
    /// <exception cref="SslException">The time passed before it was run.</exception>
    internal object? RunCallback(Func<object?> function)
    {
        if (_core.Owner.Callbacks is not { } callbacks)
            return function();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        if (!Deadline.IsNone)
            timer.CancelAfter(Math.Max(1, Deadline.RemainingMilliseconds));
        try
        {
            return callbacks(function, timer.Token);
        }
        // The timer says so, and not the deadline, which may not have passed by a hair when it fires.
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !Cancellation.IsCancellationRequested)
        {
            throw SocketFaults.TimedOut(SslPhase.Handshake, $"waiting for a script block to be run in the handshake with {_core.PeerName}",
                Deadline.Span,
                _core.Owner.IsServer ? "A listener's script blocks are run by Wait-SslConnection: call it while clients come."
                    : "Make the script block quicker, or give a longer -Timeout.");
        }
    }

    /// <summary>Begins TLS. The first bytes go out with the first step.</summary>
    internal void Begin(TlsPlan plan)
    {
        TlsRun tls = TlsBeginning.Make(_core, plan);
        Took = null;
        _core.Begin(tls);
        _core.Owner.Trace?.Invoke(plan.AsServer ? $"{_core.PeerName}: waiting for a TLS client"
            : $"{_core.PeerName}: TLS handshake begins, SNI {(string.IsNullOrEmpty(plan.ServerName) ? "none" : plan.ServerName)}");
        Start(tls);
    }

    private void Start(TlsRun tls)
    {
        if (!tls.TryDrive())
            throw Driven();
        try
        {
            tls.Engine.Start();
        }
        catch (TlsEngineException e)
        {
            throw _core.Fail(HandshakeFaults.Explain(e, _core.Owner, _core.PeerName));
        }
        finally
        {
            tls.Rest();
        }
    }

    /// <summary>Shakes hands to the end.</summary>
    internal void Finish(Deadline deadline, CancellationToken cancellationToken)
    {
        Bound(deadline, cancellationToken);
        try
        {
            Loop.Run(_core, default(HandshakeStep), new Limits(SslPhase.Handshake, deadline, cancellationToken));
        }
        catch (SslException e) when (e.Code == SslErrorCode.TimedOut)
        {
            throw _core.Fail(e);
        }
    }

    internal async Task FinishAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        Bound(deadline, cancellationToken);
        try
        {
            await Loop.RunAsync(_core, default(HandshakeStep), new Limits(SslPhase.Handshake, deadline, cancellationToken))
                .ConfigureAwait(false);
        }
        catch (SslException e) when (e.Code == SslErrorCode.TimedOut)
        {
            throw _core.Fail(e);
        }
    }

    internal TransportWait Step()
    {
        SslState state = _core.Status.State;
        if (state == SslState.Open)
            return TransportWait.Nothing;
        if (_core.Tls is not { } tls || state == SslState.Closed)
            throw _core.Status.Tell(_core.NotOpen());
        if (_core.Status.Failure is { } failure)
            throw failure;
        if (!tls.TryDrive())
            throw Driven();
        try
        {
            return Drive(tls);
        }
        finally
        {
            tls.Rest();
        }
    }

    private TransportWait Drive(TlsRun tls)
    {
        var turn = default(Turn);
        while (true)
        {
            if (_core.Status.IsClosed)
                throw _core.Status.Tell(_core.NotOpen());
            if (_core.Out.Flush(SslPhase.Handshake) == TransportWait.Write)
                return TransportWait.Write;
            if (tls.Engine.Negotiated is not null)
                return Opened(tls);
            if (!LooksLikeTls(tls))
                return TransportWait.Read;
            switch (Pump.Step(_core, tls, SslPhase.Handshake, ref turn))
            {
                case Pumped.Nothing:
                    return TransportWait.Read;
                case Pumped.TlsShutdown or Pumped.Ended:
                    throw _core.Fail(HandshakeFaults.Ended(_core.PeerName, Received, tls.IsServer, tls.Engine.NoCertificateGiven));
            }
        }
    }

    /// <summary>
    /// On a connection that stays its owner's if the handshake fails, the first bytes are looked at before they are taken.
    /// </summary>
    /// <returns>False if there are none yet.</returns>
    private bool LooksLikeTls(TlsRun tls)
    {
        if (tls.SawTls || tls.Engine.HasPartialRecord || !_core.Wire.Transport.ReadsExactly)
            return true;
        var first = new byte[LongestQuote];
        int? seen = _core.Wire.Peek(SslPhase.Handshake, first, 0, first.Length);
        if (seen == Transport.WouldBlock)
            return false;
        if (seen > 0 && first[0] is < 20 or > 23)
            throw _core.Fail(HandshakeFaults.PlainText(first.Take(seen.Value).ToArray(), _core.Owner));
        tls.SawTls = true;
        return true;
    }

    private TransportWait Opened(TlsRun tls)
    {
        if (!_core.Status.Enter(SslState.Open))
            throw _core.Status.Tell(_core.NotOpen());
        _core.Status.LastError = null;
        _core.Wire.Transport.HandshakeOver();
        // Whatever the handshake was a part of, a cmdlet perhaps, is not to be held by the connection.
        Bound(Deadline.None, default);
        if (tls.Engine.Negotiated!.Resumed && tls.Sessions?.Offered is { } session)
            tls.Judge.Resume(session.Verdict);
        TimeSpan took = TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - tls.Started) / (double)Stopwatch.Frequency);
        Took = took;
        SslSocket socket = _core.Owner;
        socket.Trace?.Invoke(FormattableString.Invariant($"{_core.PeerName}: {socket.Version}, {socket.Cipher}, {socket.Group}")
            + (socket.Alpn is null ? string.Empty : ", ALPN " + socket.Alpn) + (socket.SessionReused ? ", resumed" : string.Empty)
            + FormattableString.Invariant($", {took.TotalMilliseconds:0.0} ms"));
        return TransportWait.Nothing;
    }

    internal SslException Driven() => _core.Status.Tell(new SslException(SslErrorCode.InvalidOption, SslPhase.Handshake,
        $"The handshake with {_core.PeerName} is being made by another call.")
    {
        RecommendedAction = "Wait for that call, or close the socket.",
    });
}
