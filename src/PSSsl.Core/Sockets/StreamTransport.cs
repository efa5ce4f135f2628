using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Sockets;

/// <summary>
/// Any stream. Streams cannot be asked whether bytes are there, so one read is always under way into a buffer of ours, never for
/// more than was wanted; its end is what is waited for.
/// </summary>
internal sealed class StreamTransport : Transport
{
    private readonly Stream _stream;
    private readonly CancellationTokenSource _closing = new();
    private byte[] _readBuffer = Array.Empty<byte>();
    private Task<int>? _read;
    private Task? _write;
    private int _have;
    private int _taken;

    internal StreamTransport(Stream stream) => _stream = stream;

    /// <summary>
    /// Nobody holds it any more: the read under way is called back, so that it takes nothing from whoever else holds the stream, and does
    /// not itself hold it. Other people's code does not run on the collector's thread.
    /// </summary>
    ~StreamTransport()
    {
        if (_read is not null || _write is not null)
            ThreadPool.QueueUserWorkItem(_ => Restore());
    }

    internal override bool HasBytes => _have > _taken || _read is { IsCompleted: true };

    internal override bool LosesUnread => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    internal override EndPoint? LocalEndPoint => null;

    internal override EndPoint? RemoteEndPoint => null;

    internal override int TryReceive(byte[] buffer, int offset, int count)
    {
        if (_have == _taken)
        {
            if (_read is null)
            {
                if (_readBuffer.Length < count)
                    _readBuffer = new byte[count];
                _read = Begun(() => _stream.ReadAsync(_readBuffer, 0, count, _closing.Token));
            }

            if (!_read.IsCompleted)
                return WouldBlock;
            Task<int> read = _read;
            _read = null;
            _taken = 0;
            _have = Result(read);
            if (_have == 0)
                return 0;
        }

        int n = Math.Min(count, _have - _taken);
        Buffer.BlockCopy(_readBuffer, _taken, buffer, offset, n);
        _taken += n;
        return n;
    }

    internal override int TrySend(byte[] buffer, int offset, int count)
    {
        if (_write is not null)
        {
            if (!_write.IsCompleted)
                return WouldBlock;
            Task done = _write;
            _write = null;
            Result(done);
        }

        // The caller's array is only lent, and the write may outlast this call.
        byte[] copy = new byte[count];
        Buffer.BlockCopy(buffer, offset, copy, 0, count);
        _write = SendAllAsync(copy, _closing.Token);
        return count;
    }

    /// <summary>A stream of somebody else's may throw whatever it likes, at once or later: to us it is a connection that broke.</summary>
    private static T Begun<T>(Func<T> operation)
    {
        try
        {
            return operation();
        }
        catch (Exception e) when (IsForeign(e))
        {
            throw new IOException(e.Message, e);
        }
    }

    private static int Result(Task<int> operation) => Begun(operation.GetAwaiter().GetResult);

    private static void Result(Task operation) => Begun(() => { operation.GetAwaiter().GetResult(); return true; });

    private static bool IsForeign(Exception e) => e is not (IOException or ObjectDisposedException or SslException or OutOfMemoryException);

    private async Task SendAllAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(bytes, 0, bytes.Length, cancellationToken).ConfigureAwait(false);
        await _stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    internal override bool Wait(TransportWait what, int milliseconds)
    {
        Task? pending = what == TransportWait.Write ? _write : _read;
        if (pending is null)
            return true;
        return ((IAsyncResult)pending).AsyncWaitHandle.WaitOne(milliseconds);
    }

    internal override void WhenChanged(Action changed)
    {
        _read?.ContinueWith(_ => changed(), TaskScheduler.Default);
        _write?.ContinueWith(_ => changed(), TaskScheduler.Default);
    }

    internal override async Task WaitReadAsync(CancellationToken cancellationToken)
    {
        if (_read is not null)
            await Finished(_read, cancellationToken).ConfigureAwait(false);
    }

    internal override async Task<int> SendAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_write is not null)
            await Finished(_write, cancellationToken).ConfigureAwait(false);
        int sent = TrySend(buffer, offset, count);
        await Finished(_write!, cancellationToken).ConfigureAwait(false);
        return sent;
    }

    /// <summary>Waits for an operation's end, whatever it is, or for cancellation, which leaves it under way.</summary>
    private static async Task Finished(Task operation, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => cancelled.TrySetResult(true)))
            await Task.WhenAny(operation, cancelled.Task).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    internal override void ShutdownSend()
    {
        // A stream has no half to shut.
    }

    internal override void Restore()
    {
        try
        {
            _closing.Cancel();
        }
        catch (Exception e) when (e is AggregateException or ObjectDisposedException)
        {
            // The stream could not be stopped; it is its owner's to close.
            Debug.WriteLine(e.Message);
        }
    }

    public override void Dispose()
    {
        GC.SuppressFinalize(this);
        Restore();
        Begun(() => { _stream.Dispose(); return true; });
        _closing.Dispose();
    }
}
