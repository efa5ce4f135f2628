using System;
using System.IO;
using System.Threading;

namespace PSSsl.Sockets;

/// <summary>
/// The ways to cut a stream into pieces, over one deadline. Null is the end of the stream, or nothing yet on a socket that does not
/// block. What came before a connection broke off is given first; the break is told with the next call.
/// </summary>
internal sealed class SocketReader
{
    private const int MostAtOnce = 16 * 1024;
    private const int MostOfAll = 1 << 30;

    private static readonly byte[] s_lineFeed = { (byte)'\n' };

    private readonly SslSocket _socket;
    private readonly Deadline _deadline;
    private readonly CancellationToken _cancellationToken;

    internal SocketReader(SslSocket socket, Deadline deadline, CancellationToken cancellationToken)
    {
        _socket = socket;
        _deadline = deadline;
        _cancellationToken = cancellationToken;
    }

    internal bool AllowTruncation { get; init; }

    internal int? MaxLength { get; init; }

    /// <summary>A line without its end.</summary>
    internal byte[]? Line()
    {
        byte[]? line = WithTruncation(() => _socket.ReadUntil(s_lineFeed, MaxLength ?? SslSocket.DefaultMaxLength, _deadline, _cancellationToken));
        return line is null || line.Length == 0 ? null : Cut(line, SslSocket.LengthWithoutEnd(line));
    }

    internal byte[]? Until(byte[] mark, bool keepMark)
    {
        byte[]? piece = WithTruncation(() => _socket.ReadUntil(mark, MaxLength ?? SslSocket.DefaultMaxLength, _deadline, _cancellationToken));
        if (piece is null || piece.Length == 0)
            return null;
        return keepMark || !EndsWith(piece, mark) ? piece : Cut(piece, piece.Length - mark.Length);
    }

    internal byte[]? Exactly(int count) => NotEmpty(WithTruncation(() => _socket.ReadExactly(count, _deadline, _cancellationToken)));

    internal byte[]? Peek(int count) => NotEmpty(WithTruncation(() => _socket.Peek(count, _deadline, _cancellationToken)));

    internal byte[]? Available()
    {
        var buffer = new byte[MostAtOnce];
        int n = WithTruncation(() => _socket.Read(buffer, 0, buffer.Length, _deadline, _cancellationToken));
        return n <= 0 ? null : Cut(buffer, n);
    }

    /// <summary>Everything to the end; if the stream breaks off, what came before and why.</summary>
    internal byte[] All(out SslException? brokenOff)
    {
        brokenOff = null;
        using var all = new MemoryStream();
        var buffer = new byte[4 * MostAtOnce];
        int limit = MaxLength ?? MostOfAll;
        while (true)
        {
            int n = 0;
            try
            {
                n = WithTruncation(() => _socket.ReadWaiting(buffer, 0, buffer.Length, _deadline, _cancellationToken));
            }
            catch (SslException e) when (all.Length > 0)
            {
                brokenOff = e;
            }

            if (n <= 0)
                return all.ToArray();
            if (all.Length + n > limit)
            {
                throw new SslException(SslErrorCode.TooLong, SslPhase.Read, $"{_socket} sent more than {limit} bytes.")
                {
                    RecommendedAction = "Allow more with -MaxLength, or read in pieces.",
                };
            }

            all.Write(buffer, 0, n);
        }
    }

    private T WithTruncation<T>(Func<T> read)
    {
        bool before = _socket.AllowTruncation;
        _socket.AllowTruncation = AllowTruncation;
        try
        {
            return read();
        }
        finally
        {
            _socket.AllowTruncation = before;
        }
    }

    private static byte[]? NotEmpty(byte[]? bytes) => bytes is { Length: > 0 } ? bytes : null;

    private static bool EndsWith(byte[] bytes, byte[] end)
    {
        int start = bytes.Length - end.Length;
        for (int i = 0; i < end.Length; i++)
        {
            if (start < 0 || bytes[start + i] != end[i])
                return false;
        }

        return true;
    }

    private static byte[] Cut(byte[] bytes, int length)
    {
        if (bytes.Length == length)
            return bytes;
        var cut = new byte[length];
        Buffer.BlockCopy(bytes, 0, cut, 0, length);
        return cut;
    }
}
