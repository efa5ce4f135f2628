using System;
using System.Net.Sockets;
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

    private void Wait(Want want, Deadline deadline, SslPhase phase, string doing, CancellationToken cancellationToken)
    {
        if (want == Want.Read)
            TrimBuffers();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int left = deadline.RemainingMilliseconds;
            if (left == 0)
                throw Fail(SocketFaults.TimedOut(phase, doing, deadline.Span));
            int slice = left < 0 ? WaitSlice : Math.Min(WaitSlice, left);
            if (_disposed)
                throw Fail(NotOpen());
            if (_transport.Wait(want, slice))
                return;
        }
    }

    private async Task WaitAsync(Want want, Deadline deadline, SslPhase phase, string doing, CancellationToken cancellationToken)
    {
        if (want == Want.Read)
            TrimBuffers();
        // A peer that sends without end never lets the wait itself come to its end.
        if (deadline.Passed)
            throw Fail(SocketFaults.TimedOut(phase, doing, deadline.Span));
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (!deadline.IsNone)
            timer.CancelAfter(Math.Max(1, deadline.RemainingMilliseconds));
        try
        {
            if (want == Want.Read)
                await _transport.WaitReadAsync(timer.Token).ConfigureAwait(false);
            else
                await SendUnsentAsync(timer.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Fail(SocketFaults.TimedOut(phase, doing, deadline.Span));
        }
        catch (Exception e) when (_disposed && e is ObjectDisposedException or SocketException or System.IO.IOException)
        {
            // Somebody closed it meanwhile.
            throw Fail(NotOpen());
        }
        catch (Exception e) when (e is SocketException or System.IO.IOException)
        {
            throw FailForGood(SocketFaults.Broken(phase, _peerName, e));
        }
    }

    private async Task SendUnsentAsync(CancellationToken cancellationToken)
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

            int sent = Guarded(phase, () => _transport.TrySend(_unsent.Array!, _unsent.Offset, _unsent.Count));
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
    /// <returns>What it wants; <paramref name="ended"/> if the peer closed its TCP connection.</returns>
    private Want ReceiveStep(SslPhase phase, out bool ended)
    {
        ended = false;
        ArraySegment<byte> room = _engine!.ReceiveRoom();
        int count = _transport.ReadsExactly ? Math.Min(room.Count, _engine.MissingInput) : room.Count;
        int received = Guarded(phase, () => _transport.TryReceive(room.Array!, room.Offset, count));
        if (received == Transport.WouldBlock)
            return Want.Read;
        Interlocked.Add(ref _bytesReceived, received);
        if (received == 0)
            ended = true;
        else
            _engine.Received(received);
        return Want.Nothing;
    }

    private int Guarded(SslPhase phase, Func<int> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception e) when (e is SocketException or System.IO.IOException)
        {
            throw FailForGood(SocketFaults.Broken(phase, _peerName, e));
        }
        catch (SslException e) when (!ReferenceEquals(e, LastError))
        {
            // The TLS that this one runs in has failed.
            throw FailForGood(e);
        }
        catch (ObjectDisposedException)
        {
            throw Fail(NotOpen());
        }
    }

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
