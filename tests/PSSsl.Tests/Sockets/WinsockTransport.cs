using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl.Tests.Sockets;

/// <summary>
/// One end of a connection in memory that behaves as on Windows: what is sent to a peer that has closed comes back as a reset, and with
/// that all that was received and not taken is lost.
/// </summary>
internal sealed class WinsockTransport : Transport
{
    private readonly Queue<byte> _received = new();
    private WinsockTransport _peer = null!;
    private bool _isClosed;
    private bool _isReset;

    private WinsockTransport()
    {
    }

    /// <summary>Asked for more whenever nothing is here.</summary>
    internal Action? WhenEmpty { get; set; }

    /// <summary>Told before each look at what is here.</summary>
    internal Action? WhenAsked { get; set; }

    internal override bool LosesUnread => true;

    internal override EndPoint? LocalEndPoint => null;

    internal override EndPoint? RemoteEndPoint => null;

    internal static (WinsockTransport, WinsockTransport) Pair()
    {
        WinsockTransport one = new(), other = new();
        (one._peer, other._peer) = (other, one);
        return (one, other);
    }

    internal override int TryReceive(byte[] buffer, int offset, int count)
    {
        WhenAsked?.Invoke();
        if (_received.Count == 0)
            WhenEmpty?.Invoke();
        lock (_received)
        {
            if (_isReset)
                throw new SocketException((int)SocketError.ConnectionReset);
            int n = 0;
            while (n < count && _received.Count > 0)
                buffer[offset + n++] = _received.Dequeue();
            return n > 0 || _peer._isClosed || count == 0 ? n : WouldBlock;
        }
    }

    internal override int TrySend(byte[] buffer, int offset, int count)
    {
        if (_isReset)
            throw new SocketException((int)SocketError.ConnectionReset);
        lock (_received)
        {
            if (_peer._isClosed)
            {
                _received.Clear();
                _isReset = true;
                return count;
            }
        }

        lock (_peer._received)
        {
            for (int i = 0; i < count; i++)
                _peer._received.Enqueue(buffer[offset + i]);
        }

        return count;
    }

    internal override bool Wait(TransportWait what, int milliseconds)
    {
        lock (_received)
        {
            if (what == TransportWait.Write || _received.Count > 0 || _peer._isClosed || _isReset || WhenEmpty is not null)
                return true;
        }

        Thread.Sleep(1);
        return false;
    }

    internal override async Task WaitReadAsync(CancellationToken cancellationToken)
    {
        while (!Wait(TransportWait.Read, 0))
            await Task.Delay(1, cancellationToken);
    }

    internal override Task<int> SendAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(TrySend(buffer, offset, count));

    internal override void ShutdownSend()
    {
    }

    public override void Dispose() => _isClosed = true;
}
