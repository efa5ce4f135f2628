using System;
using System.Net.Sockets;
#if NET
using System.Runtime.CompilerServices;
#endif
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl;

// The loops around steps: a step does what it can and says what it wants; these wait for that. All in here move bytes between
// transport and engine; none knows what they mean.
public sealed partial class SslSocket
{
    /// <summary>How long a wait lasts before it looks whether it was cancelled, in milliseconds.</summary>
    private const int WaitSlice = 50;

    private void Wait(Want want, Deadline deadline, SslPhase phase, CancellationToken cancellationToken)
    {
        if (want == Want.Read)
            TrimBuffers();
        while (true)
        {
            Look(deadline, want, phase, cancellationToken);
            int left = deadline.RemainingMilliseconds;
            int slice = left < 0 ? WaitSlice : Math.Min(WaitSlice, left);
            if (_disposed)
                throw Fail(NotOpen());
            if (IsReady(want, slice, phase))
                return;
        }
    }

    /// <summary>Sees whether it was cancelled, or the time has passed.</summary>
    private void Look(Deadline deadline, Want want, SslPhase phase, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (deadline.Passed)
            throw Fail(SocketFaults.TimedOut(phase, Doing(phase, want), deadline.Span));
    }

    private bool IsReady(Want want, int milliseconds, SslPhase phase)
    {
        try
        {
            return _transport.Wait(want, milliseconds);
        }
        catch (Exception e) when (IsBreak(e))
        {
            throw Broken(phase, e);
        }
    }

#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
#endif
    private async Pending WaitAsync(Want want, Deadline deadline, SslPhase phase, CancellationToken cancellationToken)
    {
        if (want == Want.Read)
            TrimBuffers();
        // A peer that sends without end never lets the wait itself come to its end.
        Look(deadline, want, phase, cancellationToken);
        using CancellationTokenSource? timer = deadline.IsNone ? null : CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer?.CancelAfter(Math.Max(1, deadline.RemainingMilliseconds));
        CancellationToken either = timer?.Token ?? cancellationToken;
        try
        {
            if (want == Want.Read)
                await _transport.WhenReadable(either).ConfigureAwait(false);
            else
                await SendUnsentAsync(either).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Fail(SocketFaults.TimedOut(phase, Doing(phase, want), deadline.Span));
        }
        catch (Exception e) when (IsBreak(e))
        {
            throw Broken(phase, e);
        }
    }

    /// <summary>Waits for a client's first byte, before anything is made for its handshake.</summary>
    internal async Task UntilFirstByteAsync(Deadline deadline, CancellationToken cancellationToken) =>
        await WaitAsync(Want.Read, deadline, SslPhase.Handshake, cancellationToken).ConfigureAwait(false);

    /// <summary>What took too long, in words.</summary>
    private string Doing(SslPhase phase, Want want) => phase switch
    {
        SslPhase.Handshake when ReceivedInHandshake == 0 => $"shaking hands with {_peerName}, which has sent nothing",
        SslPhase.Handshake => $"shaking hands with {_peerName}, which stopped after {ReceivedInHandshake} bytes",
        SslPhase.Shutdown when want == Want.Read => $"waiting for the goodbye of {_peerName}",
        SslPhase.Shutdown => $"saying goodbye to {_peerName}",
        SslPhase.Write => $"writing to {_peerName}",
        _ => $"reading from {_peerName}",
    };

    private async Pending SendUnsentAsync(CancellationToken cancellationToken)
    {
        ArraySegment<byte> unsent;
        lock (_writeLock)
            unsent = _unsent;
        if (unsent.Count == 0)
            return;
        int sent = await _transport.SendAsync(unsent.Array!, unsent.Offset, unsent.Count, cancellationToken).ConfigureAwait(false);
        lock (_writeLock)
            Sent(sent);
    }

    /// <summary>Sends what is encrypted and not sent yet. The write lock is held.</summary>
    private Want FlushStep(SslPhase phase)
    {
        while (true)
        {
            if (_unsent.Count == 0)
            {
                if (_engine is not { HasOutput: true })
                    return Want.Nothing;
                _unsent = _engine.TakeOutput();
            }

            int sent = Send(phase, _unsent.Array!, _unsent.Offset, _unsent.Count);
            if (sent == Transport.WouldBlock)
                return Want.Write;
            Sent(sent);
        }
    }

    private void Sent(int count)
    {
        Interlocked.Add(ref _bytesSent, count);
        byte[] array = _unsent.Array!;
        _unsent = new ArraySegment<byte>(array, _unsent.Offset + count, _unsent.Count - count);
        if (_unsent.Count == 0)
        {
            _unsent = default;
            _engine?.RecycleOutput(array);
        }
    }

    /// <summary>Receives into the engine. The read lock is held and all plaintext has been taken.</summary>
    /// <returns>What it wants, to read also where the turn is over; <paramref name="ended"/> if the peer closed its TCP connection.</returns>
    private Want ReceiveStep(SslPhase phase, ref Turn turn, out bool ended)
    {
        ended = false;
        if (turn.IsOver)
            return Want.Read;
        ArraySegment<byte> room = _engine!.ReceiveRoom();
        int count = _transport.ReadsExactly ? Math.Min(room.Count, _engine.MissingInput) : room.Count;
        int received = Receive(phase, room.Array!, room.Offset, count);
        if (received == Transport.WouldBlock)
            return Want.Read;
        Interlocked.Add(ref _bytesReceived, received);
        turn.Took(received);
        if (received == 0)
            ended = true;
        else
            _engine.Received(received);
        return Want.Nothing;
    }

    private int Receive(SslPhase phase, byte[] buffer, int offset, int count)
    {
        try
        {
            return _transport.TryReceive(buffer, offset, count);
        }
        catch (Exception e) when (IsBreak(e))
        {
            throw Broken(phase, e);
        }
    }

    private int Send(SslPhase phase, byte[] buffer, int offset, int count)
    {
        try
        {
            return _transport.TrySend(buffer, offset, count);
        }
        catch (Exception e) when (IsBreak(e))
        {
            throw Broken(phase, e);
        }
    }

    /// <summary>True for what transports throw when the connection is over; an error of TLS that this one runs in is told once.</summary>
    private bool IsBreak(Exception e) => e is SocketException or System.IO.IOException or ObjectDisposedException || (e is SslException && !ReferenceEquals(e, LastError));

    private SslException Broken(SslPhase phase, Exception e) => e switch
    {
        // Somebody closed it meanwhile: this socket, or what it was made of.
        _ when _disposed => Fail(NotOpen()),
        ObjectDisposedException => FailForGood(SocketFaults.Taken(phase, _peerName, e)),
        SslException outer => FailForGood(outer),
        _ => FailForGood(SocketFaults.Broken(phase, _peerName, e)),
    };

    /// <summary>Lets go of buffers that hold nothing, before a wait that may be long.</summary>
    internal void TrimBuffers()
    {
        if (_engine is null || !Monitor.TryEnter(_readLock))
            return;
        try
        {
            _engine?.Trim();
        }
        finally
        {
            Monitor.Exit(_readLock);
        }
    }
}
