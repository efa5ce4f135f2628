using System;
using System.IO;
using System.Net.Sockets;
using System.Threading;
using PSSsl.Engine.Buffers;

namespace PSSsl.Sockets;

/// <summary>The transport under a socket, whose faults become errors that say what to do. It counts what goes through it.</summary>
internal sealed class Wire
{
    private readonly SocketCore _core;

    /// <summary>Counted with Interlocked.</summary>
    private long _sent;
    private long _received;

    /// <summary>The transport whose peer has said the end of what it sends.</summary>
    private volatile Transport? _ended;

    internal Wire(SocketCore core, Transport transport)
    {
        _core = core;
        Transport = transport;
    }

    /// <summary>Replaced before TLS begins, and when it is over, while nobody reads or writes; read anywhere.</summary>
    internal Transport Transport { get; set; }

    internal long Sent => Interlocked.Read(ref _sent);

    internal long Received => Interlocked.Read(ref _received);

    internal void CountSent(int bytes) => Interlocked.Add(ref _sent, bytes);

    /// <summary>
    /// See <see cref="Transport.TryReceive"/>. The end stays the end: what is sent to a peer that has closed comes back as a reset, which
    /// Linux does not tell a reader and Windows does.
    /// </summary>
    internal int Receive(SslPhase phase, byte[] buffer, int offset, int count)
    {
        Transport transport = Transport;
        if (ReferenceEquals(_ended, transport))
            return 0;
        try
        {
            int received = transport.TryReceive(buffer, offset, count);
            if (received == 0 && count > 0)
                _ended = transport;
            Interlocked.Add(ref _received, Math.Max(0, received));
            return received;
        }
        catch (Exception e) when (IsBreak(e))
        {
            throw Broken(phase, e);
        }
    }

    /// <summary>See <see cref="Transport.TryPeek"/>.</summary>
    internal int? Peek(SslPhase phase, byte[] buffer, int offset, int count)
    {
        try
        {
            return Transport.TryPeek(buffer, offset, count);
        }
        catch (Exception e) when (IsBreak(e))
        {
            throw Broken(phase, e);
        }
    }

    /// <summary>See <see cref="Transport.TrySend"/>.</summary>
    internal int Send(SslPhase phase, byte[] buffer, int offset, int count)
    {
        try
        {
            int sent = Transport.TrySend(buffer, offset, count);
            Interlocked.Add(ref _sent, Math.Max(0, sent));
            return sent;
        }
        catch (Exception e) when (IsBreak(e))
        {
            throw Broken(phase, e);
        }
    }

    /// <summary>See <see cref="Transport.Wait"/>.</summary>
    internal bool Wait(TransportWait what, int milliseconds, SslPhase phase)
    {
        try
        {
            return Transport.Wait(what, milliseconds);
        }
        catch (Exception e) when (IsBreak(e))
        {
            throw Broken(phase, e);
        }
    }

    /// <summary>True for what transports throw when the connection is over; an error of TLS that this one runs in is told once.</summary>
    internal bool IsBreak(Exception e) =>
        e is SocketException or IOException or ObjectDisposedException
            || (e is SslException && !ReferenceEquals(e, _core.Status.LastError));

    /// <summary>The connection is over, and so is the socket.</summary>
    internal SslException Broken(SslPhase phase, Exception e) => e switch
    {
        // Somebody closed it meanwhile: this socket, or what it was made of.
        _ when _core.Status.IsClosed => _core.Status.Tell(_core.NotOpen()),
        ObjectDisposedException => _core.Fail(SocketFaults.Taken(phase, _core.PeerName, e)),
        SslException outer => _core.Fail(outer),
        _ => _core.Fail(SocketFaults.Broken(phase, _core.PeerName, e)),
    };

    /// <summary>Reads and drops what is here, without an error: a TCP connection that is closed while received bytes lie unread is reset,
    /// and the reset can overtake what was sent last. TLS 1.3's session tickets lie unread as a rule.</summary>
    internal void Drain(int most)
    {
        // Two tickets fit; nothing, or one of these, is what there is as a rule.
        byte[] dropped = BytePool.Rent(1024);
        try
        {
            for (int total = 0, n; total < most && (n = Transport.TryReceive(dropped, 0, dropped.Length)) > 0;)
                total += n;
        }
        finally
        {
            BytePool.Return(dropped);
        }
    }
}
