using System;
using System.Threading;
using PSSsl.Engine;
using PSSsl.Sockets;

namespace PSSsl;

public sealed partial class SslSocket
{
    /// <summary>How long close waits for room to say goodbye; a peer that takes nothing is not waited for.</summary>
    private static readonly TimeSpan s_goodbye = TimeSpan.FromSeconds(2);

    /// <summary>What is read and dropped at most before closing, so that the network does not throw away our last bytes for theirs.</summary>
    private const int DrainLimit = 1024 * 1024;

    /// <summary>Says goodbye (close_notify) and closes; the peer's goodbye is not waited for (manual: <c>close</c>, fast shutdown).</summary>
    public void Close() => Close(SslShutdown.Fast);

    /// <summary>Closes. It never hangs: waiting is bounded by <see cref="Timeout"/>, and by 2 s for room to send.</summary>
    /// <param name="shutdown">How goodbye is said.</param>
    /// <returns>True if the peer said goodbye too.</returns>
    public bool Close(SslShutdown shutdown) => Close(shutdown, CancellationToken.None);

    internal bool Close(SslShutdown shutdown, CancellationToken cancellationToken)
    {
        if (_disposed)
            return ClosedCleanly;
        bool clean = ClosedCleanly;
        try
        {
            CollectSessions();
            if (shutdown != SslShutdown.None && State is SslState.Open or SslState.Handshaking && _failure is null)
                clean = SayGoodbye(shutdown, cancellationToken);
        }
        catch (SslException e)
        {
            // The connection is going away in any case; what was wrong with it stays to be looked at.
            LastError = e;
            Trace?.Invoke($"{_peerName}: closing: {e.Message}");
        }
        finally
        {
            Release();
        }

        return clean;
    }

    /// <summary>Closes at once, with close_notify if there is room for it.</summary>
    public void Dispose()
    {
        Close(SslShutdown.Fast);
        GC.SuppressFinalize(this);
    }

    private bool SayGoodbye(SslShutdown shutdown, CancellationToken cancellationToken)
    {
        Deadline goodbye = Deadline.After(s_goodbye);
        while (true)
        {
            Want want;
            lock (_writeLock)
            {
                _engine!.Close();
                want = FlushStep(SslPhase.Shutdown);
            }

            if (want == Want.Nothing)
                break;
            Wait(want, goodbye, SslPhase.Shutdown, cancellationToken);
        }

        if (shutdown == SslShutdown.Full)
            AwaitGoodbye(Deadline.After(Timeout), cancellationToken);
        return ClosedCleanly;
    }

    /// <summary>Reads and drops until the peer says goodbye or its connection ends.</summary>
    private void AwaitGoodbye(Deadline deadline, CancellationToken cancellationToken)
    {
        var dropped = new byte[16 * 1024];
        while (!_engine!.PeerClosed)
        {
            Look(deadline, Want.Read, SslPhase.Shutdown, cancellationToken);
            Want want = Want.Nothing;
            bool ended = false;
            var turn = default(Turn);
            lock (_readLock)
            {
                while (_engine.Read(dropped, 0, dropped.Length) > 0)
                {
                }

                try
                {
                    if (!_engine.Process())
                        want = ReceiveStep(SslPhase.Shutdown, ref turn, out ended);
                }
                catch (TlsEngineException e)
                {
                    throw FailForGood(HandshakeFaults.Explain(e, this, _peerName));
                }
            }

            if (ended)
                return;
            if (want != Want.Nothing)
                Wait(want, deadline, SslPhase.Shutdown, cancellationToken);
        }
    }

    /// <summary>Tickets of TLS 1.3 come after the handshake; whoever never reads would lose them. What is here is taken, nothing is waited for.</summary>
    private void CollectSessions()
    {
        if (_sessions is null || State != SslState.Open || _failure is not null)
            return;
        var dropped = new byte[8 * 1024];
        lock (_readLock)
        {
            var turn = default(Turn);
            for (int total = 0; total < DrainLimit && !_engine!.PeerClosed;)
            {
                int n;
                while ((n = _engine.Read(dropped, 0, dropped.Length)) > 0)
                    total += n;
                try
                {
                    if (_engine.Process())
                        continue;
                }
                catch (TlsEngineException e)
                {
                    throw FailForGood(HandshakeFaults.Explain(e, this, _peerName));
                }

                if (ReceiveStep(SslPhase.Shutdown, ref turn, out bool ended) != Want.Nothing || ended)
                    return;
            }
        }
    }

    private void Release()
    {
        _disposed = true;
        if (State != SslState.Failed)
            State = SslState.Closed;
        try
        {
            _transport.ShutdownSend();
            Drain();
        }
        finally
        {
            _transport.Dispose();
            lock (_readLock)
            lock (_writeLock)
            {
                _engine?.Dispose();
                // What was read ahead and never asked for is gone with it.
                _lookahead.Clear();
            }
        }
    }

    /// <summary>
    /// A TCP connection that is closed while received bytes lie unread is reset, and the reset can overtake what was sent last. TLS 1.3's
    /// session tickets lie unread as a rule.
    /// </summary>
    private void Drain()
    {
        var dropped = new byte[8 * 1024];
        try
        {
            for (int total = 0; total < DrainLimit;)
            {
                int n = _transport.TryReceive(dropped, 0, dropped.Length);
                if (n <= 0)
                    return;
                total += n;
            }
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or System.IO.IOException or OperationCanceledException or ObjectDisposedException)
        {
            Trace?.Invoke($"{_peerName}: closing: {e.Message}");
        }
    }
}
