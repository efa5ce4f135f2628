using System;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Engine;
using PSSsl.Sockets;

namespace PSSsl;

// What others ask who do not want to wait: a loop over many sockets, and TLS that runs inside of this one.
public sealed partial class SslSocket
{
    /// <summary>A write of a socket that does not block found no room.</summary>
    private volatile bool _writeStuck;

    /// <summary>
    /// After that, a read found nothing. Who goes on reading while a write is stuck is told of both; who does not would be told again and again of data
    /// that is not wanted.
    /// </summary>
    private volatile bool _readStuck;

    /// <summary>What a handshake that goes on waits for; nothing before its first step.</summary>
    private Want _handshakeWants;

    /// <summary>True if the network need not be asked: there is data, an end, an error, or a handshake that has not begun.</summary>
    internal bool IsReadyInMemory(SslWaitFor what)
    {
        if (_disposed || _failure is not null || State is SslState.Closed or SslState.Failed)
            return true;
        if (State == SslState.Handshaking)
            return _handshakeWants == Want.Nothing || (_handshakeWants == Want.Read && _transport.HasBytes);
        if (!PollsFor(what).Read)
            return false;
        if (_lookahead.Count > 0 || (_engine is null && _transport.HasBytes))
            return true;
        return _engine is { } engine && (engine.Available > 0 || engine.PeerClosed || ((engine.HasPartialRecord || _transport.HasBytes) && CanRead()));
    }

    /// <summary>True if something was received of which the network knows nothing any more, and which nobody has had yet.</summary>
    internal bool HasInput => Pending > 0 || _engine is { HasRecord: true };

    /// <summary>What the network is to be asked for.</summary>
    internal (bool Read, bool Write) PollsFor(SslWaitFor what)
    {
        if (State == SslState.Handshaking)
            return (_handshakeWants != Want.Write, _handshakeWants == Want.Write);
        return what switch
        {
            SslWaitFor.Read => (true, false),
            SslWaitFor.Write => (false, true),
            _ => (!_writeStuck || _readStuck, _writeStuck),
        };
    }

    /// <summary>Asked when the network says that it can be read: takes what is there and looks whether it is anything for a reader. A session ticket is not.</summary>
    internal bool CanRead()
    {
        if (State == SslState.Handshaking)
            return _transport.Wait(Want.Read, 0);
        if (_engine is null && _transport.PollSocket is not null)
            return true;
        try
        {
            lock (_readLock)
                return _engine is null ? ReadAheadStep(1, out _) == Want.Nothing : ReadIsReady();
        }
        catch (SslException)
        {
            // It is recorded, and the next read tells it.
            return true;
        }
    }

    /// <summary>Asked when the network says that it can be written: sends what was left over, and looks whether there is room still.</summary>
    internal bool CanWrite()
    {
        if (State == SslState.Handshaking || _engine is null)
            return _transport.Wait(Want.Write, 0);
        try
        {
            lock (_writeLock)
                return FlushStep(SslPhase.Write) == Want.Nothing;
        }
        catch (SslException)
        {
            // It is recorded, and the next write tells it.
            return true;
        }
    }

    private bool ReadIsReady()
    {
        var turn = default(Turn);
        while (true)
        {
            if (_disposed || _failure is not null || _lookahead.Count > 0 || _engine!.Available > 0)
                return true;
            try
            {
                if (_engine.Process())
                {
                    AnswerPeer();
                    continue;
                }
            }
            catch (TlsEngineException e)
            {
                AnswerPeer();
                throw FailForGood(HandshakeFaults.Explain(e, this, _peerName));
            }

            if (_engine.PeerClosed)
                return true;
            Want want = ReceiveStep(SslPhase.Read, ref turn, out bool ended);
            if (ended || want != Want.Nothing)
                return ended;
        }
    }

    /// <summary>What a call that does not block could not do.</summary>
    private void Wants(Want want)
    {
        if (want == Want.Write)
            (_writeStuck, _readStuck) = (true, false);
        else
            _readStuck = true;
        LastError = want == Want.Write ? s_wantWrite : s_wantRead;
    }

    /// <summary>True if all that was encrypted is sent; tries to.</summary>
    internal bool Flushed
    {
        get
        {
            lock (_writeLock)
                return FlushStep(SslPhase.Write) == Want.Nothing;
        }
    }

    internal async Task FlushAsync(CancellationToken cancellationToken)
    {
        while (!Flushed)
            await WaitAsync(Want.Write, Deadline.None, SslPhase.Write, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads without waiting: the number of bytes, 0 at the end, <see cref="Transport.WouldBlock"/>.</summary>
    internal int TryRead(byte[] buffer, int offset, int count)
    {
        _ = Flushed;
        return ReadStep(buffer, offset, count, out int n) == Want.Nothing ? n : Transport.WouldBlock;
    }

    /// <summary>Looks without waiting, see <see cref="TryRead"/>.</summary>
    internal int TryPeek(byte[] buffer, int offset, int count)
    {
        lock (_readLock)
        {
            if (_lookahead.Count == 0)
            {
                Want want = ReadAheadStep(1, out int n);
                if (want != Want.Nothing)
                    return Transport.WouldBlock;
                if (n == 0)
                    return 0;
            }

            return _lookahead.Peek(buffer, offset, count);
        }
    }

    /// <summary>Takes bytes to send without waiting; what is taken goes out with this call or the next one.</summary>
    internal int TryWrite(byte[] buffer, int offset, int count)
    {
        int at = offset;
        WriteStep(buffer, ref at, offset + Math.Min(count, WriteChunk));
        return at > offset ? at - offset : Transport.WouldBlock;
    }
}
