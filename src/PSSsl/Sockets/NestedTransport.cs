using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Sockets;

/// <summary>TLS under TLS: an open socket of ours as the transport of another one. It takes no more from the outer one than it is asked for.</summary>
internal sealed class NestedTransport : Transport
{
    /// <summary>While the outer socket has something to send and the inner one waits to read, both are tried this often, in milliseconds.</summary>
    private const int FlushSlice = 10;

    private readonly SslSocket _outer;

    internal NestedTransport(SslSocket outer) => _outer = outer;

    internal override EndPoint? LocalEndPoint => _outer.LocalEndPoint;

    internal override EndPoint? RemoteEndPoint => _outer.RemoteEndPoint;

    internal override Socket? PollSocket => _outer.Transport.PollSocket;

    internal override bool HasBytes => _outer.HasInput;

    internal override int TryReceive(byte[] buffer, int offset, int count) => _outer.TryRead(buffer, offset, count);

    internal override int? TryPeek(byte[] buffer, int offset, int count) => _outer.TryPeek(buffer, offset, count);

    internal override int TrySend(byte[] buffer, int offset, int count) => _outer.TryWrite(buffer, offset, count);

    internal override bool Wait(Want what, int milliseconds)
    {
        if (what == Want.Write)
            return _outer.Flushed || _outer.Transport.Wait(Want.Write, milliseconds);
        if (_outer.HasInput)
            return true;
        if (_outer.Flushed)
            return _outer.Transport.Wait(Want.Read, milliseconds);
        return _outer.Transport.Wait(Want.Read, milliseconds < 0 ? FlushSlice : Math.Min(FlushSlice, milliseconds));
    }

    internal override async Task WaitReadAsync(CancellationToken cancellationToken)
    {
        if (_outer.HasInput)
            return;
        await _outer.FlushAsync(cancellationToken).ConfigureAwait(false);
        await _outer.Transport.WaitReadAsync(cancellationToken).ConfigureAwait(false);
    }

    internal override async Task<int> SendAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        await _outer.WriteAsync(buffer, offset, count, Deadline.None, cancellationToken).ConfigureAwait(false);
        return count;
    }

    internal override void ShutdownSend()
    {
        // The outer close_notify says it, when it is closed.
    }

    public override void Dispose() => _outer.Dispose();
}
