using System;
using System.Net;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Sockets;

/// <summary>
/// What is said in plain text before TLS, to a proxy or to a server that wants to be asked for TLS: within one deadline, bounded in size,
/// and without a thread, for there may be many at once.
/// </summary>
internal sealed class PlainChannel
{
    private readonly SslSocket _socket;
    private readonly SocketCore _core;
    private readonly Limits _limits;
    private int _received;

    /// <param name="socket">The plain socket.</param>
    /// <param name="mostBytes">What may be received in all.</param>
    /// <param name="deadline">By when all must be over.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal PlainChannel(SslSocket socket, int mostBytes, Deadline deadline, CancellationToken cancellationToken)
    {
        _socket = socket;
        _core = socket.Core;
        _limits = new Limits(SslPhase.StartTls, deadline, cancellationToken);
        MostBytes = mostBytes;
    }

    internal int MostBytes { get; }

    internal Deadline Deadline => _limits.Deadline;

    internal string PeerName => _core.PeerName;

    internal EndPoint? LocalEndPoint => _socket.LocalEndPoint;

    internal void Trace(string text) => _socket.Trace?.Invoke(text);

    internal async Task SendAsync(byte[] bytes) =>
        await Loop.RunAsync(_core, new WriteStep(bytes, 0, bytes.Length), _limits).ConfigureAwait(false);

    /// <summary>Bytes up to and with a mark.</summary>
    /// <exception cref="SslException">They are more than <paramref name="longest"/>, or in all, or the connection ended before the
    /// mark.</exception>
    internal async Task<byte[]> ReadThroughAsync(byte[] mark, int longest)
    {
        int most = Math.Min(longest, MostBytes - _received);
        for (int searched = 0; ;)
        {
            byte[]? bytes = _core.In.TakeThrough(new[] { mark }, most - mark.Length, 1, ref searched, out _, out bool tooLong);
            if (bytes is not null)
                return Counted(bytes);
            if (tooLong)
                throw TooLong(most < longest ? $"more than {MostBytes} bytes in all" : $"more than {longest} bytes without an end");
            await FillAsync(_core.In.Kept + 1).ConfigureAwait(false);
        }
    }

    /// <summary>Exactly so many bytes.</summary>
    /// <exception cref="SslException">They are too many, in all, or the connection ended before.</exception>
    internal async Task<byte[]> ReadExactlyAsync(int count)
    {
        if (count > MostBytes)
            throw TooLong($"a piece of {count} bytes");
        if (count > MostBytes - _received)
            throw TooLong($"more than {MostBytes} bytes in all");
        await FillAsync(count).ConfigureAwait(false);
        return Counted(_core.In.Take(count));
    }

    /// <summary>Waits until there is a byte, and looks at what is there.</summary>
    /// <exception cref="SslException">The connection ended before.</exception>
    internal async Task<byte[]> PeekAsync(int most)
    {
        await FillAsync(1).ConfigureAwait(false);
        return _core.In.Peek(most);
    }

    /// <summary>
    /// Looks at bytes that are here already, without waiting. They stay where they are, if that can be: the connection may be somebody
    /// else's.
    /// </summary>
    internal byte[] Look(int most)
    {
        if (_core.In.Kept > 0)
            return _core.In.Peek(most);
        var bytes = new byte[most];
        if (_core.Wire.Peek(SslPhase.StartTls, bytes, 0, most) is { } seen)
        {
            Array.Resize(ref bytes, Math.Max(0, seen));
            return bytes;
        }

        return _core.In.Ahead(1, null, out _) == TransportWait.Nothing ? _core.In.Peek(most) : Array.Empty<byte>();
    }

    /// <summary>Looks at bytes that were received and not taken yet.</summary>
    internal byte[] Unread(int most) => _core.In.Peek(most);

    /// <summary>From here on the transport carries TLS's bytes in packets of the protocol's own.</summary>
    internal void Wrap(Func<Transport, Transport> wrap) => _core.Wire.Transport = wrap(_core.Wire.Transport);

    private byte[] Counted(byte[] bytes)
    {
        _received += bytes.Length;
        return bytes;
    }

    private async Task FillAsync(int count)
    {
        if (await Loop.RunAsync(_core, new AheadStep(count), _limits).ConfigureAwait(false) == 0)
        {
            throw _core.Status.Tell(new SslException(SslErrorCode.PeerVanished, SslPhase.StartTls, $"{PeerName} closed the connection.")
                { RecommendedAction = "Check that this port speaks the protocol; the peer's log says why it closed." });
        }
    }

    /// <summary>What it is too long for is told by whoever talks; the message here is what was too long.</summary>
    private SslException TooLong(string what) => _core.Status.Tell(new SslException(SslErrorCode.TooLong, SslPhase.StartTls, what)
        { RecommendedAction = "Check that this port speaks the protocol." });
}
