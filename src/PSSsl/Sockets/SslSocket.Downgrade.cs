using System;
using System.Threading;
using PSSsl.Engine;
using PSSsl.Sockets;

namespace PSSsl;

public sealed partial class SslSocket
{
    /// <summary>What is kept at most of data that the peer sends before its goodbye; who expects more reads it first.</summary>
    private const int MostKept = 1024 * 1024;

    /// <summary>
    /// Ends TLS and goes on in plain text (manual: <c>stop_SSL</c>): says goodbye (close_notify) and waits for the peer's. Data that the peer sent before it
    /// can still be read, and plain text that came right behind it follows.
    /// </summary>
    /// <returns>True once it is done; false if the socket does not block and must be waited for, see <see cref="LastError"/>; then call it again.</returns>
    /// <exception cref="SslException">The connection failed, or the peer did not answer in time; the socket still speaks TLS then.</exception>
    public bool StopTls() => StopTls(SslShutdown.Full);

    /// <summary>Ends TLS and goes on in plain text, see <see cref="StopTls()"/>.</summary>
    /// <param name="shutdown">Full waits for the peer's goodbye. Fast does not: what of TLS the peer still sends is then read as plain text. None does not even say goodbye.</param>
    /// <returns>See <see cref="StopTls()"/>.</returns>
    public bool StopTls(SslShutdown shutdown)
    {
        if (Blocking)
        {
            StopTls(shutdown, Deadline.After(Timeout), CancellationToken.None);
            return true;
        }

        Want want = StopStep(shutdown);
        _writeStuck = false;
        if (want == Want.Nothing)
            return true;
        Wants(want);
        return false;
    }

    /// <summary>Ends TLS and waits for that, whatever <see cref="Blocking"/> says.</summary>
    internal void StopTls(SslShutdown shutdown, Deadline deadline, CancellationToken cancellationToken)
    {
        for (Want want; (want = StopStep(shutdown)) != Want.Nothing;)
            Wait(want, deadline, SslPhase.Shutdown, cancellationToken);
    }

    private Want StopStep(SslShutdown shutdown)
    {
        lock (_readLock)
        lock (_writeLock)
        {
            if (State == SslState.Plain)
            {
                throw Fail(new SslException(SslErrorCode.NotOpen, SslPhase.Shutdown, $"No TLS is spoken with {_peerName}: the socket is plain already.")
                {
                    RecommendedAction = "Start-SslUpgrade begins it.",
                });
            }

            if (!_disposed && Negotiated is null && _engine is not null)
            {
                // The handshake failed, or is given up: the connection was plain, and is again.
                AbandonTls();
                return Want.Nothing;
            }

            if (_disposed || _failure is not null || State != SslState.Open)
                throw Fail(NotOpen());
            if (shutdown != SslShutdown.None)
            {
                _engine!.Close();
                if (FlushStep(SslPhase.Shutdown) == Want.Write)
                    return Want.Write;
            }

            if (shutdown == SslShutdown.Full && GoodbyeStep() == Want.Read)
                return Want.Read;
            GoPlain();
            return Want.Nothing;
        }
    }

    /// <summary>Takes in what the peer still says, to its goodbye.</summary>
    private Want GoodbyeStep()
    {
        var turn = default(Turn);
        while (true)
        {
            KeepPlaintext();
            try
            {
                if (_engine!.Process())
                    continue;
            }
            catch (TlsEngineException e)
            {
                throw FailForGood(HandshakeFaults.Explain(e, this, _peerName));
            }

            if (_engine.PeerClosed)
                return Want.Nothing;
            Want want = ReceiveStep(SslPhase.Shutdown, ref turn, out bool ended);
            if (ended)
            {
                throw FailForGood(new SslException(SslErrorCode.PeerVanished, SslPhase.Shutdown, $"{_peerName} closed the connection instead of saying goodbye (close_notify).")
                {
                    RecommendedAction = "It does not go on in plain text: open a new connection.",
                });
            }

            if (want != Want.Nothing)
                return want;
        }
    }

    private void KeepPlaintext()
    {
        while (_engine!.Available > 0)
        {
            byte[] room = _lookahead.Room(_engine.Available, out int offset);
            _lookahead.Added(_engine.Read(room, offset, room.Length - offset));
            if (_lookahead.Count > MostKept)
            {
                throw Fail(new SslException(SslErrorCode.TooLong, SslPhase.Shutdown, $"{_peerName} goes on sending instead of saying goodbye: more than {MostKept} bytes came.")
                {
                    RecommendedAction = "What came is kept: read it, then call Stop-SslUpgrade again.",
                });
            }
        }
    }

    private void GoPlain()
    {
        KeepPlaintext();
        byte[] leftover = _engine!.TakeLeftover();
        _lookahead.Add(leftover, 0, leftover.Length);
        LeaveTls();
        StartTls = null;
        LastError = null;
        Trace?.Invoke($"{_peerName}: TLS has ended, plain text follows");
    }

    /// <summary>Forgets all of TLS. Both locks are held.</summary>
    private void LeaveTls()
    {
        _engine?.Dispose();
        _engine = null;
        _transport = _transport.Bare;
        _consented = false;
        _unsent = default;
        _onItsWay = 0;
        _writeStuck = false;
        _endSeen = false;
        _failure = null;
        _sessions = null;
        _peerCertificate = null;
        Context = null;
        Judge = null;
        HandshakeTime = null;
        State = SslState.Plain;
    }
}
