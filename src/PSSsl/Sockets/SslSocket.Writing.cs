using System;
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
    /// <summary>How much is encrypted before it is sent: four records fill a system call well and bound the memory.</summary>
    private const int WriteChunk = 4 * 16 * 1024;

    /// <summary>Plaintext bytes that are encrypted but not sent, on a socket that does not block.</summary>
    private int _onItsWay;

    /// <summary>Writes bytes (manual: <c>syswrite</c>).</summary>
    /// <returns>How many were taken: all of them on a blocking socket; otherwise those there was room for, -1 if none.</returns>
    /// <exception cref="SslException">The connection failed or is shut down.</exception>
    /// <exception cref="ArgumentException">The place is outside of the buffer.</exception>
    public int Write(byte[] buffer, int offset, int count)
    {
        SslSocketStream.CheckRange(buffer, offset, count);
        return Write(buffer, offset, count, Deadline.After(Timeout), CancellationToken.None);
    }

    /// <summary>Writes bytes.</summary>
    /// <returns>See <see cref="Write(byte[], int, int)"/>.</returns>
    public int Write(byte[] bytes) => Write((bytes ?? throw new ArgumentNullException(nameof(bytes))), 0, bytes.Length);

    /// <summary>Writes text in UTF-8, as it is (manual: <c>print</c>).</summary>
    /// <returns>See <see cref="Write(byte[], int, int)"/>; bytes, not characters.</returns>
    public int Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes text in UTF-8 and CRLF behind it, the line end of the protocols of the Internet.</summary>
    /// <returns>See <see cref="Write(byte[], int, int)"/>; bytes, not characters.</returns>
    public int WriteLine(string text) => Write(text + "\r\n");

    internal int Write(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken) =>
        Blocking ? WriteWaiting(buffer, offset, count, deadline, cancellationToken) : WriteWhatFits(buffer, offset, count);

    /// <summary>
    /// What is reported as written is on its way. A piece that is encrypted but found no room is not, and the caller comes again with the same
    /// bytes, as with OpenSSL; it is then not encrypted a second time.
    /// </summary>
    private int WriteWhatFits(byte[] buffer, int offset, int count)
    {
        lock (_writeLock)
        {
            int at = offset;
            Want want = Want.Nothing;
            while (want == Want.Nothing && at < offset + count)
            {
                int from = at;
                want = WriteStep(buffer, ref at, Math.Min(offset + count, at + Math.Max(WriteChunk, _onItsWay)));
                if (want == Want.Nothing || _engine is null || at == from)
                    continue;
                _onItsWay = at - from;
                at = from;
            }

            _writeStuck = false;
            if (want == Want.Nothing)
                return count;
            Wants(want);
            return at > offset ? at - offset : -1;
        }
    }

    /// <summary>Writes like a blocking socket, whatever <see cref="Blocking"/> says.</summary>
    internal int WriteWaiting(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken = default)
    {
        int at = offset;
        for (Want want; (want = WriteStep(buffer, ref at, offset + count)) != Want.Nothing;)
            Wait(want, deadline, SslPhase.Write, cancellationToken);
        return count;
    }

#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
#endif
    internal async Pending WriteAsync(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken)
    {
        int at = offset;
        Want want;
        while ((want = WriteStep(buffer, ref at, offset + count)) != Want.Nothing)
            await WaitAsync(want, deadline, SslPhase.Write, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Encrypts and sends what there is room for; <paramref name="at"/> moves over what was taken.</summary>
    private Want WriteStep(byte[] buffer, ref int at, int end)
    {
        lock (_writeLock)
        {
            if (_disposed || State is SslState.Closed or SslState.Handshaking || _failure is not null)
                throw Fail(NotOpen());
            if (_engine is null)
                return WritePlain(buffer, ref at, end);
            if (_engine.PeerClosed || _engine.LocalClosed)
                throw Fail(NotOpen());
            if (!SkipWhatIsOnItsWay(ref at, end))
                return Want.Write;
            while (true)
            {
                if (FlushStep(SslPhase.Write) == Want.Write)
                    return Want.Write;
                if (at == end)
                    return Want.Nothing;
                int count = Math.Min(end - at, WriteChunk);
                try
                {
                    _engine.Write(buffer, at, count);
                }
                catch (TlsEngineException e)
                {
                    throw FailForGood(HandshakeFaults.Explain(e, this, _peerName));
                }

                at += count;
            }
        }
    }

    /// <summary>Bytes that an earlier call encrypted and could not send: the caller gives them again, and they are only waited for.</summary>
    private bool SkipWhatIsOnItsWay(ref int at, int end)
    {
        if (_onItsWay == 0)
            return true;
        if (end - at < _onItsWay)
        {
            throw Fail(new SslException(SslErrorCode.InvalidOption, SslPhase.Write, $"{_onItsWay} bytes are on their way already; the call must come again with the same bytes.")
            {
                RecommendedAction = "After WantWrite, write again from the first byte that was not reported as written.",
            });
        }

        if (FlushStep(SslPhase.Write) == Want.Write)
            return false;
        at += _onItsWay;
        _onItsWay = 0;
        return true;
    }

    private Want WritePlain(byte[] buffer, ref int at, int end)
    {
        while (at < end)
        {
            int sent = Send(SslPhase.Write, buffer, at, end - at);
            if (sent == Transport.WouldBlock)
                return Want.Write;
            Interlocked.Add(ref _bytesSent, sent);
            at += sent;
        }

        return Want.Nothing;
    }
}
