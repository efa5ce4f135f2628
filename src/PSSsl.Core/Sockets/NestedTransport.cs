using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Sockets;

/// <summary>
/// TLS under TLS: an open socket of ours as the transport of another one. It takes no more from the outer one than it is asked for.
/// </summary>
internal sealed class NestedTransport : Transport
{
    /// <summary>
    /// While the outer socket has something to send and the inner one waits to read, both are tried this often, in milliseconds.
    /// </summary>
    private const int FlushSlice = 10;

    private readonly SslSocket _outer;
    private readonly SocketCore _core;

    internal NestedTransport(SslSocket outer)
    {
        _outer = outer;
        _core = outer.Core;
    }

    internal override EndPoint? LocalEndPoint => _outer.LocalEndPoint;

    internal override EndPoint? RemoteEndPoint => _outer.RemoteEndPoint;

    internal override Socket? PollSocket => _core.Wire.Transport.PollSocket;

    internal override bool HasBytes => _core.In.HasInput;

    internal override bool LosesUnread => _core.Wire.Transport.LosesUnread;

    private bool IsFlushed => _core.Out.Flush(SslPhase.Write) == TransportWait.Nothing;

    internal override int TryReceive(byte[] buffer, int offset, int count)
    {
        _ = IsFlushed;
        var step = new ReadStep(buffer, offset, count);
        return Loop.Try(_core, ref step) == TransportWait.Nothing ? step.Result : WouldBlock;
    }

    internal override int? TryPeek(byte[] buffer, int offset, int count)
    {
        var step = new AheadStep(1);
        return Loop.Try(_core, ref step) == TransportWait.Nothing ? _core.In.Peek(buffer, offset, count) : WouldBlock;
    }

    internal override int TrySend(byte[] buffer, int offset, int count)
    {
        // What is taken goes out with this call or the next one.
        var step = new WriteStep(buffer, offset, Math.Min(count, Sending.Chunk));
        Loop.Try(_core, ref step);
        return step.Result > 0 ? step.Result : WouldBlock;
    }

    internal override bool Wait(TransportWait what, int milliseconds)
    {
        if (what == TransportWait.Write)
            return IsFlushed || _core.Wire.Transport.Wait(TransportWait.Write, milliseconds);
        if (HasBytes)
            return true;
        if (IsFlushed)
            return _core.Wire.Transport.Wait(TransportWait.Read, milliseconds);
        return _core.Wire.Transport.Wait(TransportWait.Read, milliseconds < 0 ? FlushSlice : Math.Min(FlushSlice, milliseconds));
    }

    internal override async Task WaitReadAsync(CancellationToken cancellationToken)
    {
        if (HasBytes)
            return;
        await Loop.RunAsync(_core, default(FlushStep), new Limits(SslPhase.Write, Deadline.None, cancellationToken)).ConfigureAwait(false);
        await _core.Wire.Transport.WaitReadAsync(cancellationToken).ConfigureAwait(false);
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
