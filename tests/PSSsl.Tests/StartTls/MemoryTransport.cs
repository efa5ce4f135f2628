using System;
using System.Collections.Generic;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl.Tests.StartTls;

/// <summary>A connection whose peer has said everything in advance, and closed: so many bytes of it come a time.</summary>
internal sealed class MemoryTransport(byte[] says, int segment = int.MaxValue) : Transport
{
    private int _at;
    private bool _isDue;

    internal List<byte> Sent { get; } = [];

    internal int Left => says.Length - _at;

    internal override EndPoint? LocalEndPoint => null;

    internal override EndPoint? RemoteEndPoint => null;

    internal override int TryReceive(byte[] buffer, int offset, int count)
    {
        // Every other time there is nothing yet.
        _isDue = !_isDue;
        if (!_isDue)
            return WouldBlock;
        int n = Math.Min(Math.Min(count, segment), Left);
        Array.Copy(says, _at, buffer, offset, n);
        _at += n;
        return n;
    }

    internal override int TrySend(byte[] buffer, int offset, int count)
    {
        Sent.AddRange(new ArraySegment<byte>(buffer, offset, count));
        return count;
    }

    internal override bool Wait(TransportWait what, int milliseconds) => true;

    internal override Task WaitReadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    internal override Task<int> SendAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(TrySend(buffer, offset, count));

    internal override void ShutdownSend()
    {
        // Nobody is there to be told.
    }

    public override void Dispose()
    {
        // Memory goes by itself.
    }
}
