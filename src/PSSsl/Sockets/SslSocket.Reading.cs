using System;
using System.IO;
#if NET
using System.Runtime.CompilerServices;
#endif
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Engine;
using PSSsl.Sockets;

namespace PSSsl;

public sealed partial class SslSocket
{
    /// <summary>What a line may weigh at most, unless told otherwise: 1 MiB.</summary>
    public const int DefaultMaxLength = 1024 * 1024;

    private static readonly byte[] s_lineFeed = { (byte)'\n' };

    /// <summary>Reads what is there, at least one byte (manual: <c>sysread</c>).</summary>
    /// <returns>The number of bytes; 0 at the end; -1 if the socket does not block and there is nothing yet.</returns>
    /// <exception cref="SslException">The connection failed, or ended without close_notify (<see cref="SslErrorCode.Truncated"/>).</exception>
    /// <exception cref="ArgumentException">The place is outside of the buffer.</exception>
    public int Read(byte[] buffer, int offset, int count)
    {
        SslSocketStream.CheckRange(buffer, offset, count);
        return Read(buffer, offset, count, Deadline.After(Timeout), CancellationToken.None);
    }

    /// <summary>Reads at most so many bytes.</summary>
    /// <returns>The bytes; none at the end; null if the socket does not block and there is nothing yet.</returns>
    /// <exception cref="SslException">See <see cref="Read(byte[], int, int)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public byte[]? Read(int maxCount)
    {
        var buffer = new byte[Math.Min(CheckedCount(maxCount), 64 * 1024)];
        int n = Read(buffer, 0, buffer.Length);
        return n < 0 ? null : Cut(buffer, n);
    }

    /// <summary>Reads one byte (manual: <c>getc</c>).</summary>
    /// <returns>The byte, or -1 at the end or, if the socket does not block, where there is nothing yet (then <see cref="LastError"/> is WantRead).</returns>
    public int ReadByte()
    {
        var one = new byte[1];
        return Read(one, 0, 1) == 1 ? one[0] : -1;
    }

    /// <summary>Reads a line in UTF-8; its end, LF or CRLF, is left off (manual: <c>readline</c>).</summary>
    /// <returns>The line; the rest at the end of the stream; null if there is none, or not yet on a socket that does not block.</returns>
    public string? ReadLine() => ReadLine(Encoding.UTF8, DefaultMaxLength);

    internal string? ReadLine(Encoding encoding, int maxLength)
    {
        byte[]? line = ReadUntil(s_lineFeed, maxLength, Deadline.After(Timeout), CancellationToken.None);
        return line is null || line.Length == 0 ? null : encoding.GetString(line, 0, LengthWithoutEnd(line));
    }

    private static int CheckedCount(int maxCount) => maxCount >= 0 ? maxCount
        : throw new ArgumentOutOfRangeException(nameof(maxCount), "A number of bytes is not negative.");

    internal static int LengthWithoutEnd(byte[] line)
    {
        int length = line.Length;
        if (length > 0 && line[length - 1] == '\n')
            length--;
        if (length > 0 && line[length - 1] == '\r' && length < line.Length)
            length--;
        return length;
    }

    /// <summary>Looks at the next bytes and leaves them there (manual: <c>peek</c>); waits until there is at least one.</summary>
    /// <returns>The bytes; none at the end; null if the socket does not block and there is nothing yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public byte[]? Peek(int maxCount) => Peek(CheckedCount(maxCount), Deadline.After(Timeout), CancellationToken.None);

    /// <summary>Looks at the next bytes, at least so many unless the stream ends before.</summary>
    internal byte[]? Peek(int maxCount, Deadline deadline, CancellationToken cancellationToken, int minCount = 1)
    {
        if (!FillLookahead(minCount, deadline, cancellationToken, out bool wouldBlock) && wouldBlock)
            return null;
        lock (_readLock)
        {
            var buffer = new byte[Math.Min(maxCount, _lookahead.Count)];
            _lookahead.Peek(buffer, 0, buffer.Length);
            return buffer;
        }
    }

    internal int Read(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken)
    {
        if (count == 0)
            return 0;
        while (true)
        {
            Want want = ReadStep(buffer, offset, count, out int n);
            if (want == Want.Nothing)
                return n;
            if (!Blocking)
            {
                Wants(want);
                return -1;
            }

            Wait(want, deadline, SslPhase.Read, cancellationToken);
        }
    }

    /// <summary>Reads like a blocking socket, whatever <see cref="Blocking"/> says.</summary>
    internal int ReadWaiting(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken = default)
    {
        if (count == 0)
            return 0;
        int n;
        for (Want want; (want = ReadStep(buffer, offset, count, out n)) != Want.Nothing;)
            Wait(want, deadline, SslPhase.Read, cancellationToken);
        return n;
    }

#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
#endif
    internal async PendingCount ReadAsync(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken)
    {
        if (count == 0)
            return 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Want want = ReadStep(buffer, offset, count, out int n);
            if (want == Want.Nothing)
                return n;
            await WaitAsync(want, deadline, SslPhase.Read, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads up to and with a sequence of bytes; what was read is kept if the time passes before it comes.</summary>
    /// <returns>The bytes; the rest at the end of the stream; null if the socket does not block and the sequence is not there.</returns>
    internal byte[]? ReadUntil(byte[] sequence, int maxLength, Deadline deadline, CancellationToken cancellationToken, int unit = 1)
    {
        int searched = 0;
        while (true)
        {
            lock (_readLock)
            {
                int at = _lookahead.IndexOf(sequence, searched, unit);
                if (at >= 0)
                    return TakeLookahead(at + sequence.Length);
                searched = Math.Max(0, _lookahead.Count - sequence.Length + 1);
            }

            if (_lookahead.Count > maxLength)
            {
                throw Fail(new SslException(SslErrorCode.TooLong, SslPhase.Read,
                    $"{_peerName} sent more than {maxLength} bytes without the end that was waited for.")
                {
                    RecommendedAction = "What came is kept and can be read; allow more with -MaxLength.",
                });
            }

            if (!FillLookahead(_lookahead.Count + 1, deadline, cancellationToken, out bool wouldBlock))
            {
                if (wouldBlock)
                    return null;
                return TakeRest();
            }
        }
    }

    /// <summary>Reads exactly so many bytes, fewer at the end of the stream.</summary>
    internal byte[]? ReadExactly(int count, Deadline deadline, CancellationToken cancellationToken)
    {
        if (!FillLookahead(count, deadline, cancellationToken, out bool wouldBlock))
            return wouldBlock ? null : TakeRest();
        lock (_readLock)
            return TakeLookahead(count);
    }

    /// <summary>What stands before the end of the stream. Who gets some of it has not been told of the end, which the next call does.</summary>
    private byte[] TakeRest()
    {
        lock (_readLock)
        {
            if (_lookahead.Count > 0)
                _endSeen = false;
            return TakeLookahead(_lookahead.Count);
        }
    }

    private byte[] TakeLookahead(int count)
    {
        var taken = new byte[count];
        _lookahead.Take(taken, 0, count);
        return taken;
    }

    /// <summary>Reads ahead until there are so many bytes.</summary>
    /// <returns>False if the stream ended before, or nothing more is there yet on a socket that does not block.</returns>
    private bool FillLookahead(int count, Deadline deadline, CancellationToken cancellationToken, out bool wouldBlock)
    {
        wouldBlock = false;
        while (_lookahead.Count < count)
        {
            Want want;
            int n;
            lock (_readLock)
            {
                want = ReadAheadStep(count, out n);
            }

            if (want == Want.Nothing)
            {
                if (n == 0)
                    return false;
            }
            else if (!Blocking)
            {
                Wants(want);
                wouldBlock = true;
                return false;
            }
            else
            {
                Wait(want, deadline, SslPhase.Read, cancellationToken);
            }
        }

        return true;
    }

    /// <summary>
    /// Reads ahead once. In plain text on a connection that stays its owner's nothing is taken beyond the bytes that are needed. The read lock is held.
    /// </summary>
    private Want ReadAheadStep(int needed, out int n)
    {
        byte[] room = _lookahead.Room(16 * 1024, out int offset);
        int most = room.Length - offset;
        Want want = ReceivePlaintext(room, offset, _engine is null && _transport.ReadsExactly ? Math.Min(most, needed - _lookahead.Count) : most, out n);
        if (want == Want.Nothing)
            _lookahead.Added(n);
        return want;
    }

    private Want ReadStep(byte[] buffer, int offset, int count, out int n)
    {
        lock (_readLock)
        {
            if (_lookahead.Count > 0)
            {
                n = _lookahead.Take(buffer, offset, count);
                return Want.Nothing;
            }

            return ReceivePlaintext(buffer, offset, count, out n);
        }
    }

    /// <summary>Plaintext from the engine, or bytes from the transport while there is no TLS. The read lock is held.</summary>
    private Want ReceivePlaintext(byte[] buffer, int offset, int count, out int n)
    {
        n = 0;
        if (_disposed || State is SslState.Closed or SslState.Handshaking)
            throw Fail(NotOpen());
        if (_engine is null)
        {
            int received = Receive(SslPhase.Read, buffer, offset, count);
            if (received == Transport.WouldBlock)
                return Want.Read;
            Interlocked.Add(ref _bytesReceived, received);
            n = received;
            return Want.Nothing;
        }

        if (_failure is not null)
            throw Fail(NotOpen());
        var turn = default(Turn);
        while (true)
        {
            n = _engine.Read(buffer, offset, count);
            if (n > 0)
                return Want.Nothing;
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
                return End();
            Want want = ReceiveStep(SslPhase.Read, ref turn, out bool ended);
            if (ended)
                return Truncated();
            if (want != Want.Nothing)
                return want;
        }
    }

    /// <summary>The end, once; after it reading is refused, so that plain text behind close_notify is not taken for TLS's.</summary>
    private Want End()
    {
        if (_endSeen)
            throw Fail(NotOpen());
        _endSeen = true;
        return Want.Nothing;
    }

    private Want Truncated()
    {
        if (AllowTruncation)
            return Want.Nothing;
        throw Fail(new SslException(SslErrorCode.Truncated, SslPhase.Read,
            $"{_peerName} closed the connection without close_notify: data may be missing at the end.")
        {
            RecommendedAction = "If the protocol itself tells where its data ends, allow it with -AllowTruncation.",
        });
    }

    /// <summary>Sends what the engine has to say to what was just read (an alert, a close_notify), if no writer is at it and there is room.</summary>
    private void AnswerPeer()
    {
        if (!_engine!.HasOutput || !Monitor.TryEnter(_writeLock))
            return;
        try
        {
            FlushStep(SslPhase.Read);
        }
        catch (SslException) when (_failure?.Phase == SslPhase.Read)
        {
            // The peer closed behind its last words; those are what the reader is to get.
            _failure = null;
            State = SslState.Open;
        }
        finally
        {
            Monitor.Exit(_writeLock);
        }
    }

    private static byte[] Cut(byte[] buffer, int length)
    {
        if (length == buffer.Length)
            return buffer;
        var cut = new byte[length];
        Buffer.BlockCopy(buffer, 0, cut, 0, length);
        return cut;
    }
}
