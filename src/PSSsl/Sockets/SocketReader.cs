using System;
using System.IO;
using System.Text;
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
    private static readonly byte[] s_carriageReturn = { (byte)'\r' };

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

    /// <summary>How text is written: where its lines end, and which bytes are whole characters; null for bytes.</summary>
    internal Encoding? Text { get; init; }

    /// <summary>A line without its end.</summary>
    internal byte[]? Line()
    {
        byte[] lineFeed = Text?.GetBytes("\n") ?? s_lineFeed;
        byte[]? line = Until(lineFeed, keepMark: true);
        if (line is null || !EndsWith(line, lineFeed))
            return line;
        line = Cut(line, line.Length - lineFeed.Length);
        byte[] carriageReturn = Text?.GetBytes("\r") ?? s_carriageReturn;
        return EndsWith(line, carriageReturn) ? Cut(line, line.Length - carriageReturn.Length) : line;
    }

    internal byte[]? Until(byte[] mark, bool keepMark)
    {
        int unit = Text is null ? 1 : TextPieces.UnitLength(Text);
        byte[]? piece = WithTruncation(() => _socket.ReadUntil(mark, MaxLength ?? SslSocket.DefaultMaxLength, _deadline, _cancellationToken, unit));
        if (piece is null || piece.Length == 0)
            return null;
        return keepMark || !EndsWith(piece, mark) ? piece : Cut(piece, piece.Length - mark.Length);
    }

    /// <summary>So many bytes, fewer at the end; text ends with a whole character before.</summary>
    internal byte[]? Exactly(int count)
    {
        if (Text is null)
            return NotEmpty(WithTruncation(() => _socket.ReadExactly(count, _deadline, _cancellationToken)));
        if (WithTruncation(() => _socket.Peek(count, _deadline, _cancellationToken, count)) is not { Length: > 0 } seen)
            return null;
        int whole = seen.Length < count ? seen.Length : TextPieces.WholeLength(Text, seen);
        if (whole == 0)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Read, $"The next character in {Text.WebName} is longer than {count} bytes.")
            {
                RecommendedAction = "Read more with -Count, or bytes with -AsBytes.",
            };
        }

        return _socket.ReadExactly(whole, _deadline, _cancellationToken);
    }

    internal byte[]? Peek(int count) => WithTruncation(() => _socket.Peek(count, _deadline, _cancellationToken)) is { Length: > 0 } seen ? Whole(seen) : null;

    /// <summary>What is there, waiting for the first of it; of text, whole characters.</summary>
    internal byte[]? Available()
    {
        if (Text is not null)
            return AvailableText();
        var buffer = new byte[MostAtOnce];
        int n = WithTruncation(() => _socket.Read(buffer, 0, buffer.Length, _deadline, _cancellationToken));
        return n <= 0 ? null : Cut(buffer, n);
    }

    private byte[]? AvailableText()
    {
        for (int needed = 1; ;)
        {
            if (WithTruncation(() => _socket.Peek(MostAtOnce, _deadline, _cancellationToken, needed)) is not { Length: > 0 } seen)
                return null;
            // At the end a character that is not whole will never be.
            int whole = seen.Length < needed ? seen.Length : TextPieces.WholeLength(Text!, seen);
            if (whole > 0)
                return _socket.ReadExactly(whole, _deadline, _cancellationToken);
            needed = seen.Length + 1;
        }
    }

    private byte[] Whole(byte[] seen) => Text is null ? seen : Cut(seen, TextPieces.WholeLength(Text, seen));

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
