using System;
using System.IO;
#if NET
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
#endif
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl.Sockets;

/// <summary>
/// A socket as a stream: it always waits, whatever <see cref="SslSocket.Blocking"/> says, and without end unless a timeout is set.
/// </summary>
internal sealed class SslSocketStream : Stream
{
    private readonly SslSocket _socket;
    private int _readTimeout = System.Threading.Timeout.Infinite;
    private int _writeTimeout = System.Threading.Timeout.Infinite;

    internal SslSocketStream(SslSocket socket) => _socket = socket;

    public override bool CanRead => _socket.State is SslState.Open or SslState.Plain;

    public override bool CanWrite => CanRead;

    public override bool CanSeek => false;

    public override bool CanTimeout => true;

    public override int ReadTimeout { get => _readTimeout; set => _readTimeout = Checked(value); }

    public override int WriteTimeout { get => _writeTimeout; set => _writeTimeout = Checked(value); }

    public override long Length => throw Senseless("a length");

    public override long Position { get => throw Senseless("a position"); set => throw Senseless("a position"); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        CheckRange(buffer, offset, count);
        return Sync(() => AtEnd ? 0 : _socket.ReadWaiting(buffer, offset, count, Deadline(_readTimeout)));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        CheckRange(buffer, offset, count);
        return AtEnd ? Task.FromResult(0) : Async(_socket.ReadAsync(buffer, offset, count, Net.Deadline.None, cancellationToken));
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        CheckRange(buffer, offset, count);
        Sync(() => _socket.WriteWaiting(buffer, offset, count, Deadline(_writeTimeout)));
    }

    public override async Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        CheckRange(buffer, offset, count);
        try
        {
            await _socket.WriteAsync(buffer, offset, count, Net.Deadline.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SslException e)
        {
            throw new IOException(e.Message, e);
        }
    }

#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        bool isArray = MemoryMarshal.TryGetArray(buffer, out ArraySegment<byte> array);
        if (!isArray)
            array = new byte[buffer.Length];
        int n;
        try
        {
            n = AtEnd ? 0
                : await _socket.ReadAsync(array.Array!, array.Offset, array.Count, Net.Deadline.None, cancellationToken)
                    .ConfigureAwait(false);
        }
        catch (SslException e)
        {
            throw new IOException(e.Message, e);
        }

        if (!isArray)
            array.AsMemory(0, n).CopyTo(buffer);
        return n;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ArraySegment<byte> array = MemoryMarshal.TryGetArray(buffer, out ArraySegment<byte> own) ? own : buffer.ToArray();
        try
        {
            await _socket.WriteAsync(array.Array!, array.Offset, array.Count, Net.Deadline.None, cancellationToken).ConfigureAwait(false);
        }
        catch (SslException e)
        {
            throw new IOException(e.Message, e);
        }
    }
#endif

    public override void Flush()
    {
        // Every write is on its way when it returns.
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public override long Seek(long offset, SeekOrigin origin) => throw Senseless("a position");

    public override void SetLength(long value) => throw Senseless("a length that can be set");

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _socket.Close();
        base.Dispose(disposing);
    }

    /// <summary>A stream says each time that it is at its end.</summary>
    private bool AtEnd => _socket.Core.In.IsAtEnd && _socket.State == SslState.Open;

    private static Deadline Deadline(int milliseconds) =>
        milliseconds < 0 ? Net.Deadline.None : Net.Deadline.After(TimeSpan.FromMilliseconds(milliseconds));

    private static int Checked(int milliseconds) => milliseconds is > 0 or System.Threading.Timeout.Infinite ? milliseconds
        : throw new ArgumentOutOfRangeException(nameof(milliseconds), "A timeout is above 0 ms, or -1 for none.");

    private static T Sync<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (SslException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private static async Task<int> Async(IOCountTask operation)
    {
        try
        {
            return await operation.ConfigureAwait(false);
        }
        catch (SslException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    /// <summary>Says so before anything is waited for.</summary>
    internal static void CheckRange(byte[] buffer, int offset, int count)
    {
        if (buffer is null)
            throw new ArgumentNullException(nameof(buffer));
        if (offset < 0 || count < 0 || count > buffer.Length - offset)
            throw new ArgumentOutOfRangeException(nameof(count), "Offset and count must lie within the buffer.");
    }

    private static NotSupportedException Senseless(string what) => new($"A socket has no {what}; read and write in order.");
}
