using System;
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
    private const int MostAtOnceBytes = 64 * 1024;
    private const int MostOfAll = 1 << 30;

    /// <summary>How often a call that does not wait looks for more: a peer that sends byte by byte must not keep it.</summary>
    private const int MostFills = 1024;

    private static readonly byte[] s_lineFeed = { (byte)'\n' };
    private static readonly byte[] s_carriageReturn = { (byte)'\r' };

    private readonly SslSocket _socket;
    private readonly SocketCore _core;
    private readonly Limits _limits;
    private int _fills;

    internal SocketReader(SslSocket socket, Deadline deadline, CancellationToken cancellationToken)
    {
        _socket = socket;
        _core = socket.Core;
        _limits = new Limits(SslPhase.Read, deadline, cancellationToken);
    }

    /// <summary>Whether an end without close_notify is taken for one; null for what the socket says.</summary>
    internal bool? AllowTruncation { get; init; }

    internal int? MaxLength { get; init; }

    /// <summary>How text is written: where its lines end, and which bytes are whole characters; null for bytes.</summary>
    internal Encoding? Text { get; init; }

    /// <summary>Waits whatever the socket's own calls do.</summary>
    internal bool AlwaysWaits { get; init; }

    /// <summary>
    /// What is there, at least one byte: how many; 0 at the end, -1 if there is nothing yet on a socket that does not block.
    /// </summary>
    internal int Read(byte[] buffer, int offset, int count)
    {
        if (count == 0)
            return 0;
        var step = new ReadStep(buffer, offset, count, AllowTruncation);
        if (Waits)
            return Loop.Run(_core, step, _limits);
        TransportWait want = Loop.Try(_core, ref step);
        return _core.Ready.IsDone(want) ? step.Result : -1;
    }

    internal byte[]? Read(int maxCount)
    {
        var buffer = new byte[Math.Min(Checked(maxCount), MostAtOnceBytes)];
        int n = Read(buffer, 0, buffer.Length);
        return n < 0 ? null : Cut(buffer, n);
    }

    /// <summary>A line without its end.</summary>
    internal byte[]? Line() => Until(LineFeed, keepMark: true) is { } line ? WithoutLineEnd(line) : null;

    /// <summary>
    /// Lines up to an empty one, without the end of the last (Perl's <c>$/ = ''</c>). Empty lines before it do not count; those behind it
    /// are left for the next call, which would otherwise have to wait for the last of them.
    /// </summary>
    internal byte[]? Paragraph()
    {
        byte[] lineFeed = LineFeed, lineEnd = Joined(CarriageReturn, lineFeed);
        byte[][] ends = { Joined(lineFeed, lineFeed), Joined(lineFeed, lineEnd) };
        byte[]? lines = Until(ends, keepMark: true, skipped: new[] { lineFeed, lineEnd });
        return lines is null ? null : WithoutLineEnd(WithoutLineEnd(lines));
    }

    private byte[] LineFeed => Text?.GetBytes("\n") ?? s_lineFeed;

    private byte[] CarriageReturn => Text?.GetBytes("\r") ?? s_carriageReturn;

    private byte[] WithoutLineEnd(byte[] line)
    {
        byte[] lineFeed = LineFeed, carriageReturn = CarriageReturn;
        if (!EndsWith(line, lineFeed))
            return line;
        line = Cut(line, line.Length - lineFeed.Length);
        return EndsWith(line, carriageReturn) ? Cut(line, line.Length - carriageReturn.Length) : line;
    }

    /// <summary>
    /// Up to a mark; the rest at the end of the stream. What was read is kept if the time passes before it comes, or it is too long.
    /// </summary>
    internal byte[]? Until(byte[] mark, bool keepMark) => Until(new[] { mark }, keepMark, Array.Empty<byte[]>());

    private byte[]? Until(byte[][] marks, bool keepMark, byte[][] skipped)
    {
        int unit = Text is null ? 1 : TextPieces.UnitLength(Text);
        int searched = 0;
        while (true)
        {
            if (_core.In.Skip(skipped))
                searched = 0;
            byte[]? piece = _core.In.TakeThrough(marks, MaxLength ?? SslSocket.DefaultMaxLength, unit, ref searched, out int mark,
                out bool tooLong);
            if (piece is not null)
                return keepMark ? piece : Cut(piece, piece.Length - mark);
            if (tooLong)
                throw _core.Status.Tell(TooLong());
            if (!Fill(_core.In.Kept + 1, out bool wouldBlock))
                return wouldBlock ? null : NotEmpty(_core.In.TakeRest());
        }
    }

    /// <summary>So many bytes, fewer at the end; text ends with a whole character before.</summary>
    internal byte[]? Exactly(int count)
    {
        bool isWhole = Fill(count, out bool wouldBlock);
        if (wouldBlock)
            return null;
        if (!isWhole)
            return NotEmpty(_core.In.TakeRest());
        if (Text is null)
            return _core.In.Take(count);
        int whole = TextPieces.WholeLength(Text, _core.In.Peek(count));
        return whole > 0 ? _core.In.Take(whole) : throw TooNarrow(count);
    }

    /// <summary>The next bytes, left where they are; of text, whole characters.</summary>
    internal byte[]? Peek(int count) =>
        Look(count) is { Length: > 0 } seen ? Text is null ? seen : Cut(seen, TextPieces.WholeLength(Text, seen)) : null;

    /// <summary>The next bytes, left where they are; none at the end.</summary>
    internal byte[]? Look(int count)
    {
        if (Checked(count) == 0)
            return Array.Empty<byte>();
        return !Fill(1, out bool wouldBlock) && wouldBlock ? null : _core.In.Peek(count);
    }

    /// <summary>What is there, waiting for the first of it; of text, whole characters.</summary>
    internal byte[]? Available()
    {
        if (Text is not null)
            return AvailableText(Text);
        var buffer = new byte[MostAtOnce];
        int n = Read(buffer, 0, buffer.Length);
        return n <= 0 ? null : Cut(buffer, n);
    }

    private byte[]? AvailableText(Encoding text)
    {
        for (int needed = 1; ;)
        {
            if (!Fill(needed, out bool wouldBlock))
            {
                // At the end a character that is not whole will never be.
                return wouldBlock ? null : NotEmpty(_core.In.TakeRest());
            }

            byte[] seen = _core.In.Peek(MostAtOnce);
            int whole = TextPieces.WholeLength(text, seen);
            if (whole > 0)
                return _core.In.Take(whole);
            needed = seen.Length + 1;
        }
    }

    /// <summary>Everything to the end; if the stream breaks off, what came before and why. If it is too much all of it is kept.</summary>
    internal byte[] All(out SslException? brokenOff)
    {
        brokenOff = null;
        int limit = MaxLength ?? MostOfAll;
        try
        {
            while (Fill(_core.In.Kept + 1, out _))
            {
                if (_core.In.Kept > limit)
                {
                    throw _core.Status.Tell(
                        new SslException(SslErrorCode.TooLong, SslPhase.Read, $"{_socket} sent more than {limit} bytes.")
                    {
                        RecommendedAction = "What came is kept and can be read: allow more with -MaxLength, or read in pieces.",
                    });
                }
            }
        }
        catch (SslException e) when (e.Code != SslErrorCode.TooLong && _core.In.Kept > 0)
        {
            brokenOff = e;
        }

        return _core.In.TakeRest();
    }

    private bool Waits => AlwaysWaits || _socket.Blocking;

    /// <summary>Reads ahead until there are so many bytes.</summary>
    /// <returns>False if the stream ended before, or nothing more is there yet on a socket that does not block.</returns>
    private bool Fill(int count, out bool wouldBlock)
    {
        wouldBlock = false;
        var step = new AheadStep(count, AllowTruncation);
        if (Waits)
        {
            // Where each call finds something, none of them waits, and none looks at the time.
            if (_fills++ > 0)
                _limits.Look(_core, TransportWait.Read);
            return Loop.Run(_core, step, _limits) > 0;
        }

        TransportWait want = _fills++ < MostFills ? Loop.Try(_core, ref step) : TransportWait.Read;
        wouldBlock = !_core.Ready.IsDone(want);
        return !wouldBlock && step.Result > 0;
    }

    private SslException TooLong() => new(SslErrorCode.TooLong, SslPhase.Read,
        $"{_core.PeerName} sent more than {MaxLength ?? SslSocket.DefaultMaxLength} bytes without the end that was waited for.")
    {
        RecommendedAction = "What came is kept and can be read; allow more with -MaxLength.",
    };

    private SslException TooNarrow(int count) =>
        new(SslErrorCode.InvalidOption, SslPhase.Read, $"The next character in {Text!.WebName} is longer than {count} bytes.")
    {
        RecommendedAction = "Read more with -Count, or bytes with -AsBytes.",
    };

    private static int Checked(int maxCount) => maxCount >= 0 ? maxCount
        : throw new ArgumentOutOfRangeException(nameof(maxCount), "The number of bytes must not be negative.");

    private static byte[]? NotEmpty(byte[] bytes) => bytes.Length > 0 ? bytes : null;

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

    private static byte[] Joined(byte[] first, byte[] second)
    {
        var joined = new byte[first.Length + second.Length];
        first.CopyTo(joined, 0);
        second.CopyTo(joined, first.Length);
        return joined;
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
