using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl;

/// <content>Bytes from the peer, and to it.</content>
public sealed partial class SslSocket
{
    /// <summary>What a line may weigh at most, unless told otherwise: 1 MiB.</summary>
    public const int DefaultMaxLength = 1024 * 1024;

    /// <summary>A stream over this socket, for any .NET API; closing it closes the socket.</summary>
    public System.IO.Stream GetStream() => new SslSocketStream(this);

    /// <summary>Reads what is there, at least one byte.</summary>
    /// <returns>The number of bytes; 0 at the end; -1 if the socket does not block and there is nothing yet.</returns>
    /// <exception cref="SslException">The connection failed, or ended without close_notify
    /// (<see cref="SslErrorCode.Truncated"/>).</exception>
    /// <exception cref="ArgumentException">The place is outside of the buffer.</exception>
    public int Read(byte[] buffer, int offset, int count)
    {
        SslSocketStream.CheckRange(buffer, offset, count);
        return Reader.Read(buffer, offset, count);
    }

    /// <summary>Reads at most so many bytes.</summary>
    /// <returns>The bytes; none at the end; null if the socket does not block and there is nothing yet.</returns>
    /// <exception cref="SslException">See <see cref="Read(byte[], int, int)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public byte[]? Read(int maxCount) => Reader.Read(maxCount);

    /// <summary>Reads one byte.</summary>
    /// <returns>The byte, or -1 at the end or, if the socket does not block, where there is nothing yet (then <see cref="LastError"/> is
    /// WantRead).</returns>
    public int ReadByte()
    {
        var one = new byte[1];
        return Read(one, 0, 1) == 1 ? one[0] : -1;
    }

    /// <summary>Reads a line in UTF-8; its end, LF or CRLF, is left off.</summary>
    /// <returns>The line; the rest at the end of the stream; null if there is none, or not yet on a socket that does not block.</returns>
    public string? ReadLine() => Reader.Line() is { } line ? Encoding.UTF8.GetString(line) : null;

    /// <summary>Looks at the next bytes and leaves them there; waits until there is at least one.</summary>
    /// <returns>The bytes; none at the end; null if the socket does not block and there is nothing yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public byte[]? Peek(int maxCount) => Reader.Look(maxCount);

    private SocketReader Reader => new(this, Deadline.After(Timeout), CancellationToken.None);

    /// <summary>Reads like a blocking socket, whatever <see cref="Blocking"/> says.</summary>
    internal int ReadWaiting(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken = default) =>
        count == 0 ? 0 : Loop.Run(Core, new ReadStep(buffer, offset, count), new Limits(SslPhase.Read, deadline, cancellationToken));

    internal IOCountTask ReadAsync(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return count == 0 ? NoBytes
            : Loop.RunAsync(Core, new ReadStep(buffer, offset, count), new Limits(SslPhase.Read, deadline, cancellationToken));
    }

#if NET
    private static IOCountTask NoBytes => new(0);
#else
    private static IOCountTask NoBytes => Task.FromResult(0);
#endif

    /// <summary>Writes bytes.</summary>
    /// <returns>How many were taken: all of them on a blocking socket; otherwise those there was room for, -1 if none.</returns>
    /// <exception cref="SslException">The connection failed or is shut down.</exception>
    /// <exception cref="ArgumentException">The place is outside of the buffer.</exception>
    public int Write(byte[] buffer, int offset, int count)
    {
        SslSocketStream.CheckRange(buffer, offset, count);
        return SocketWriter.Write(this, buffer, offset, count);
    }

    /// <summary>Writes bytes.</summary>
    /// <returns>See <see cref="Write(byte[], int, int)"/>.</returns>
    public int Write(byte[] bytes) => Write((bytes ?? throw new ArgumentNullException(nameof(bytes))), 0, bytes.Length);

    /// <summary>Writes text in UTF-8, as it is.</summary>
    /// <returns>See <see cref="Write(byte[], int, int)"/>; bytes, not characters.</returns>
    public int Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes text in UTF-8 and CRLF behind it, the line end of the protocols of the Internet.</summary>
    /// <returns>See <see cref="Write(byte[], int, int)"/>; bytes, not characters.</returns>
    public int WriteLine(string text) => Write(text + "\r\n");

    /// <summary>Writes like a blocking socket, whatever <see cref="Blocking"/> says.</summary>
    internal int WriteWaiting(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken = default) =>
        Loop.Run(Core, new WriteStep(buffer, offset, count), new Limits(SslPhase.Write, deadline, cancellationToken));

    internal IOCountTask WriteAsync(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken) =>
        Loop.RunAsync(Core, new WriteStep(buffer, offset, count), new Limits(SslPhase.Write, deadline, cancellationToken));
}
