using System;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl;

// What is said in plain text before TLS, to a proxy or to a server that wants to be asked for TLS: without a thread, for there may be many at once.
public sealed partial class SslSocket
{
    /// <summary>True from the server's consent to TLS on: what it sends then must be that, until TLS has ended.</summary>
    private bool _consented;

    internal bool HasConsent => _consented;

    internal void Consented(SslStartTls said)
    {
        StartTls = said;
        _consented = true;
    }

    /// <summary>Has another transport around this one from here on.</summary>
    internal void WrapTransport(Func<Transport, Transport> wrap) => _transport = wrap(_transport);

    /// <summary>Bytes up to and with a mark.</summary>
    /// <exception cref="SslException">They are more than <paramref name="longest"/>, or the connection ended before the mark.</exception>
    internal async Task<byte[]> ReadPlainThroughAsync(byte[] mark, int longest, Deadline deadline, CancellationToken cancellationToken)
    {
        for (int searched = 0; ;)
        {
            lock (_readLock)
            {
                int at = _lookahead.IndexOf(mark, searched);
                if (at >= 0 && at + mark.Length <= longest)
                    return TakeLookahead(at + mark.Length);
                if (at >= 0 || _lookahead.Count >= longest)
                    throw Fail(new SslException(SslErrorCode.TooLong, SslPhase.StartTls, $"{_peerName} sent more than {longest} bytes without the end that was waited for."));
                searched = Math.Max(0, _lookahead.Count - mark.Length + 1);
            }

            await ReadPlainAheadAsync(_lookahead.Count + 1, deadline, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Exactly so many bytes.</summary>
    /// <exception cref="SslException">The connection ended before.</exception>
    internal async Task<byte[]> ReadPlainExactlyAsync(int count, Deadline deadline, CancellationToken cancellationToken)
    {
        while (_lookahead.Count < count)
            await ReadPlainAheadAsync(count, deadline, cancellationToken).ConfigureAwait(false);
        lock (_readLock)
            return TakeLookahead(count);
    }

    /// <summary>Waits until there is a byte.</summary>
    /// <exception cref="SslException">The connection ended before.</exception>
    internal async Task AwaitPlainAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        while (_lookahead.Count == 0)
            await ReadPlainAheadAsync(1, deadline, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks at bytes that are here already, without waiting.</summary>
    internal byte[] PeekPlain(int most)
    {
        lock (_readLock)
        {
            if (_lookahead.Count > 0)
                return UnreadPlain(most);
            // Bytes that were not asked for stay where they are, if that can be: the connection may be somebody else's.
            var bytes = new byte[most];
            int? seen;
            try
            {
                seen = _transport.TryPeek(bytes, 0, most);
            }
            catch (Exception e) when (IsBreak(e))
            {
                throw Broken(SslPhase.StartTls, e);
            }

            if (seen is { } n)
                return Cut(bytes, Math.Max(0, n));
            return ReadAheadStep(1, out _) == Want.Nothing ? UnreadPlain(most) : Array.Empty<byte>();
        }
    }

    /// <summary>Looks at bytes that were received and not taken yet.</summary>
    internal byte[] UnreadPlain(int most)
    {
        lock (_readLock)
        {
            var bytes = new byte[Math.Min(most, _lookahead.Count)];
            _lookahead.Peek(bytes, 0, bytes.Length);
            return bytes;
        }
    }

    private async Task ReadPlainAheadAsync(int needed, Deadline deadline, CancellationToken cancellationToken)
    {
        while (true)
        {
            Want want;
            int n;
            lock (_readLock)
                want = ReadAheadStep(needed, out n);
            if (want == Want.Nothing && n == 0)
                throw Fail(new SslException(SslErrorCode.PeerVanished, SslPhase.StartTls, $"{_peerName} closed the connection."));
            if (want == Want.Nothing)
                return;
            await WaitAsync(want, deadline, SslPhase.StartTls, cancellationToken).ConfigureAwait(false);
        }
    }
}
