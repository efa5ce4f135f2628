using System;
using System.Threading;
#if NET
using System.Runtime.CompilerServices;
#endif
using PSSsl.Engine;

namespace PSSsl.Sockets;

/// <summary>The direction to the peer: what is encrypted and not sent yet.</summary>
internal sealed class Sending
{
    /// <summary>How much is encrypted before it is sent: four records fill a system call well and bound the memory.</summary>
    internal const int Chunk = 4 * 16 * 1024;

    private readonly SocketCore _core;

    /// <summary>What the engine gave to be sent. Under the lock.</summary>
    private ArraySegment<byte> _unsent;

    /// <summary>Plaintext bytes that are encrypted but not sent, on a socket that does not block. Under the lock.</summary>
    private int _onItsWay;

    /// <summary>True while the platform has what is unsent, to send it without a thread. Under the lock.</summary>
    private bool _isLent;

    internal Sending(SocketCore core) => _core = core;

    /// <summary>Itself, see <see cref="Receiving.Lock"/>.</summary>
    internal object Lock => this;

    /// <summary>True if there is something that the platform can be given to send.</summary>
    internal bool HasUnsent
    {
        get
        {
            lock (Lock)
                return _unsent.Count > 0 && !_isLent;
        }
    }

    internal void EndTls()
    {
        _unsent = default;
        _onItsWay = 0;
    }

    /// <summary>Sends what is encrypted and not sent yet.</summary>
    internal TransportWait Flush(SslPhase phase)
    {
        lock (Lock)
        {
            if (_isLent)
                return TransportWait.Write;
            while (true)
            {
                if (_unsent.Count == 0)
                {
                    if (_core.Engine is not { HasOutput: true } engine)
                        return TransportWait.Nothing;
                    _unsent = engine.TakeOutput();
                }

                int sent = _core.Wire.Send(phase, _unsent.Array!, _unsent.Offset, _unsent.Count);
                if (sent == Transport.WouldBlock)
                    return TransportWait.Write;
                Sent(sent);
            }
        }
    }

    /// <summary>
    /// Sends what the engine has to say to what was just received (an alert, a key update), if nobody is sending and there is room. That
    /// the peer is gone does not matter to whoever reads its last words.
    /// </summary>
    internal void Answer(TlsRun tls)
    {
        if (!tls.Engine.HasOutput || !Monitor.TryEnter(Lock))
            return;
        try
        {
            while (!_isLent && (_unsent.Count > 0 || tls.Engine.HasOutput))
            {
                if (_unsent.Count == 0)
                    _unsent = tls.Engine.TakeOutput();
                int sent = _core.Wire.Transport.TrySend(_unsent.Array!, _unsent.Offset, _unsent.Count);
                if (sent == Transport.WouldBlock)
                    return;
                _core.Wire.CountSent(sent);
                Sent(sent);
            }
        }
        catch (Exception e) when (_core.Wire.IsBreak(e))
        {
            _core.Owner.Trace?.Invoke($"{_core.PeerName}: the answer cannot be sent: {e.Message}");
        }
        finally
        {
            Monitor.Exit(Lock);
        }
    }

    /// <summary>Encrypts and sends what there is room for; <paramref name="at"/> moves over what was taken.</summary>
    internal TransportWait Write(byte[] buffer, ref int at, int end)
    {
        lock (Lock)
        {
            if (_core.Status.State is not (SslState.Open or SslState.Plain))
                throw _core.Status.Tell(_core.NotOpen());
            if (_core.Tls is not { } tls)
                return WritePlain(buffer, ref at, end);
            if (tls.Engine.PeerClosed || tls.Engine.LocalClosed)
                throw _core.Status.Tell(_core.NotOpen());
            if (!SkipWhatIsOnItsWay(ref at, end))
                return TransportWait.Write;
            // A fast reader is not a reason not to look at the time.
            for (int left = Chunk * 16; ; left -= Chunk)
            {
                if (Flush(SslPhase.Write) == TransportWait.Write)
                    return TransportWait.Write;
                if (at == end)
                    return TransportWait.Nothing;
                if (left == 0)
                    return TransportWait.Turn;
                int count = Math.Min(end - at, Chunk);
                Encrypt(tls, buffer, at, count);
                at += count;
            }
        }
    }

    /// <summary>
    /// What is reported as written is on its way. A piece that is encrypted but found no room is not, and the caller comes again with the
    /// same bytes, as with OpenSSL; it is then not encrypted a second time.
    /// </summary>
    internal TransportWait WriteWhatFits(byte[] buffer, ref int at, int end)
    {
        lock (Lock)
        {
            TransportWait want = TransportWait.Nothing;
            while (want == TransportWait.Nothing && at < end)
            {
                int from = at;
                want = Write(buffer, ref at, Math.Min(end, at + Math.Max(Chunk, _onItsWay)));
                if (want == TransportWait.Nothing || _core.Tls is null || at == from)
                    continue;
                _onItsWay = at - from;
                at = from;
            }

            return want;
        }
    }

    private void Encrypt(TlsRun tls, byte[] buffer, int at, int count)
    {
        try
        {
            tls.Engine.Write(buffer, at, count);
        }
        catch (TlsEngineException e)
        {
            throw _core.Fail(HandshakeFaults.Explain(e, _core.Owner, _core.PeerName));
        }
    }

    /// <summary>
    /// Bytes that an earlier call encrypted and could not send: the caller gives them again, and they are only waited for.
    /// </summary>
    private bool SkipWhatIsOnItsWay(ref int at, int end)
    {
        if (_onItsWay == 0)
            return true;
        if (end - at < _onItsWay)
        {
            throw _core.Status.Tell(new SslException(SslErrorCode.InvalidOption, SslPhase.Write,
                $"{_onItsWay} bytes are on their way already; the call must come again with the same bytes.")
            {
                RecommendedAction = "After WantWrite, write again from the first byte that was not reported as written.",
            });
        }

        if (Flush(SslPhase.Write) == TransportWait.Write)
            return false;
        at += _onItsWay;
        _onItsWay = 0;
        return true;
    }

    private TransportWait WritePlain(byte[] buffer, ref int at, int end)
    {
        for (int left = Chunk * 16; at < end && left > 0;)
        {
            int sent = _core.Wire.Send(SslPhase.Write, buffer, at, Math.Min(end - at, left));
            if (sent == Transport.WouldBlock)
                return TransportWait.Write;
            at += sent;
            left -= sent;
        }

        return at == end ? TransportWait.Nothing : TransportWait.Turn;
    }

    /// <summary>Sends at least something of what is unsent, without a thread.</summary>
#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
#endif
    internal async IOTask SendUnsentAsync(CancellationToken cancellationToken)
    {
        ArraySegment<byte> unsent;
        lock (Lock)
        {
            if (_unsent.Count == 0 || _isLent)
                return;
            unsent = _unsent;
            _isLent = true;
        }

        int sent = 0;
        try
        {
            sent = await _core.Wire.Transport.SendAsync(unsent.Array!, unsent.Offset, unsent.Count, cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            lock (Lock)
            {
                _isLent = false;
                _core.Wire.CountSent(sent);
                if (_unsent.Array == unsent.Array)
                    Sent(sent);
            }
        }
    }

    private void Sent(int count)
    {
        byte[] array = _unsent.Array!;
        _unsent = new ArraySegment<byte>(array, _unsent.Offset + count, _unsent.Count - count);
        if (_unsent.Count > 0)
            return;
        _unsent = default;
        _core.Engine?.RecycleOutput(array);
    }
}
