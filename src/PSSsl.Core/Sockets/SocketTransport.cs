using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
#if NET
using System.Runtime.CompilerServices;
#endif
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Sockets;

/// <summary>
/// A connected socket of the operating system, switched to non-blocking. One that is ours alone is closed when nobody holds it any more:
/// the runtime by itself keeps a socket on which an asynchronous wait was cancelled until the peer sends something. What somebody gave us
/// may be in use without us.
/// </summary>
internal sealed class SocketTransport : Transport
{
    private static readonly byte[] s_nothing = new byte[1];
    private static readonly bool s_isLinux = RuntimeInformation.IsOSPlatform(OSPlatform.Linux);

    private static readonly bool s_isWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private readonly Socket _socket;
    private readonly bool _wasBlocking;
    private readonly bool _hadNoDelay;
    private bool _givenBack;
    private volatile bool _atRest;
    private bool _handshakeOver;

    internal SocketTransport(Socket socket)
    {
        _socket = socket;
        _wasBlocking = socket.Blocking;
        socket.Blocking = false;
        // A handshake is small messages in turns; with Nagle's algorithm on, TLS 1.3 waits 40 ms for an acknowledgement.
        if (socket.ProtocolType != ProtocolType.Tcp)
            return;
        _hadNoDelay = socket.NoDelay;
        socket.NoDelay = true;
    }

    ~SocketTransport()
    {
        if (!IsOurs || _givenBack)
            return;
#if NET
        // Closing the socket itself waits for those who use it, which a finalizer must not.
        _socket.SafeHandle.Dispose();
#else
        _socket.Dispose();
#endif
    }

    /// <summary>True if the connection was made or accepted here, and nobody else has its socket.</summary>
    internal bool IsOurs { get; init; }

    /// <summary>What the socket lies in, a stream say, and is closed by; null if that is the socket itself.</summary>
    internal IDisposable? Holder { get; init; }

    /// <summary>
    /// True if the socket is a copy of a handle that stays somebody else's: whatever is set, or shut down, holds for both.
    /// </summary>
    internal bool IsCopy { get; init; }

    /// <summary>Whether calls on the handle waited that the socket is a copy of.</summary>
    internal bool CopyWaited { get; init; }

    private bool IsLent => !IsOurs || IsCopy;

    private bool Waited => IsCopy ? CopyWaited : _wasBlocking;

    internal override Socket? PollSocket => _socket;

    internal override bool LosesUnread => s_isWindows;

    internal override EndPoint? LocalEndPoint => PlainAddress.Of(_socket.LocalEndPoint);

    internal override EndPoint? RemoteEndPoint
    {
        get
        {
            try
            {
                return PlainAddress.Of(_socket.RemoteEndPoint);
            }
            catch (SocketException e) when (e.SocketErrorCode == SocketError.NotConnected)
            {
                // The peer broke the connection off already; the first read or write will say so.
                return null;
            }
        }
    }

    private bool Watched => IsWatched && !_handshakeOver && s_isLinux;

    internal override int TryReceive(byte[] buffer, int offset, int count) => Receive(buffer, offset, count, SocketFlags.None);

    internal override int? TryPeek(byte[] buffer, int offset, int count) => Receive(buffer, offset, count, SocketFlags.Peek);

    private int Receive(byte[] buffer, int offset, int count, SocketFlags flags)
    {
        SocketError error;
        int received;
        using (Work())
            received = _socket.Receive(buffer, offset, count, flags, out error);
        return error switch
        {
            SocketError.Success => received,
            SocketError.WouldBlock => WouldBlock,
            _ => throw new SocketException((int)error),
        };
    }

    internal override int TrySend(byte[] buffer, int offset, int count)
    {
        SocketError error;
        int sent;
        using (Work())
            sent = _socket.Send(buffer, offset, count, SocketFlags.None, out error);
        return error switch
        {
            SocketError.Success => sent,
            SocketError.WouldBlock => sent > 0 ? sent : WouldBlock,
            _ => throw new SocketException((int)error),
        };
    }

    internal override bool Wait(TransportWait what, int milliseconds)
    {
        SelectMode mode = what == TransportWait.Write ? SelectMode.SelectWrite : SelectMode.SelectRead;
        return _socket.Poll(milliseconds < 0 ? -1 : (int)Math.Min(int.MaxValue, milliseconds * 1000L), mode);
    }

    /// <summary>True if its handshake is waited for by <see cref="SocketPoller"/>, where that serves its later life better.</summary>
    internal bool IsWatched { get; init; }

    internal override void HandshakeOver() => _handshakeOver = true;

    internal override Task WaitReadAsync(CancellationToken cancellationToken)
    {
        if (Watched)
            return SocketPoller.Shared.UntilReadableAsync(_socket, cancellationToken);
        // Asking for no bytes completes when there are some, and needs no buffer meanwhile.
#if NET
        return _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, cancellationToken).AsTask();
#else
        return Abandoned(_socket.ReceiveAsync(new ArraySegment<byte>(s_nothing, 0, 0), SocketFlags.None), cancellationToken);
#endif
    }

#if NET
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    internal override async IOTask WhenReadable(CancellationToken cancellationToken)
    {
        if (Watched)
            await SocketPoller.Shared.UntilReadableAsync(_socket, cancellationToken).ConfigureAwait(false);
        else
            await _socket.ReceiveAsync(Memory<byte>.Empty, SocketFlags.None, cancellationToken).ConfigureAwait(false);
    }
#endif

    internal override Task<int> SendAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
#if NET
        return _socket.SendAsync(buffer.AsMemory(offset, count), SocketFlags.None, cancellationToken).AsTask();
#else
        return Abandoned(_socket.SendAsync(new ArraySegment<byte>(buffer, offset, count), SocketFlags.None), cancellationToken);
#endif
    }

#if !NET
    /// <summary>.NET Framework cannot cancel a socket's operation; it is left behind and ends when the socket is closed.</summary>
    private static async Task<int> Abandoned(Task<int> operation, CancellationToken cancellationToken)
    {
        var cancelled = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        using (cancellationToken.Register(() => cancelled.TrySetResult(true)))
        {
            if (await Task.WhenAny(operation, cancelled.Task).ConfigureAwait(false) != operation)
                throw new OperationCanceledException(cancellationToken);
        }

        return await operation.ConfigureAwait(false);
    }
#endif

    internal override void ShutdownSend()
    {
        // The other owner of a copied handle may go on in plain text.
        if (IsCopy)
            return;
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The peer is gone already, or the owner has closed it; closing goes on.
            Debug.WriteLine(e.Message);
        }
    }

    internal override void Rest()
    {
        if (!IsLent || _atRest)
            return;
        _atRest = true;
        GiveBackSettings();
    }

    internal override void Resume()
    {
        if (!_atRest)
            return;
        _atRest = false;
#if NET
        if (IsCopy)
            SystemHandle.SetBlocking(_socket, false);
#endif
        _socket.Blocking = false;
        if (_socket.ProtocolType == ProtocolType.Tcp)
            _socket.NoDelay = true;
    }

    /// <summary>A call that does not wait, on a socket that is as its owner had it.</summary>
    private AwakeSocket Work() => _atRest && Waited ? new AwakeSocket(_socket, IsCopy) : default;

    private void GiveBackSettings()
    {
        try
        {
#if NET
            if (IsCopy && CopyWaited)
                SystemHandle.SetBlocking(_socket, true);
#endif
            if (!IsCopy)
                _socket.Blocking = _wasBlocking;
            if (_socket.ProtocolType == ProtocolType.Tcp)
                _socket.NoDelay = _hadNoDelay;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Its owner has closed it, or the peer has: there is nothing left to give back.
            Debug.WriteLine(e.Message);
        }
    }

    internal override void Restore()
    {
        GiveBackSettings();
        _givenBack = true;
        // A copy of a handle has served; the handle itself stays its owner's, and open.
        if (IsCopy)
            Dispose();
    }

    public override void Dispose()
    {
        GC.SuppressFinalize(this);
        if (IsCopy)
            GiveBackSettings();
        if (Holder is null)
            _socket.Dispose();
        else
            Holder.Dispose();
    }
}
