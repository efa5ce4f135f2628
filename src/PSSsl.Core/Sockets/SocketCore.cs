using System;
using System.Threading;
using PSSsl.Engine;

namespace PSSsl.Sockets;

/// <summary>
/// What a socket is made of: the wire, what it is in, and its two directions, each with a lock of its own. Of both, receiving's is taken
/// first.
/// </summary>
internal sealed class SocketCore
{
    /// <summary>A peer without name and address, behind a Stream say.</summary>
    internal const string Unnamed = "the peer";

    /// <summary>Written under both locks, read anywhere.</summary>
    private volatile TlsRun? _tls;

    internal SocketCore(SslSocket owner, Transport transport, string peerName)
    {
        Owner = owner;
        PeerName = peerName;
        Wire = new Wire(this, transport);
        In = new Receiving(this);
        Out = new Sending(this);
        Ready = new Readiness(this);
        Handshake = new Handshake(this);
    }

    internal SslSocket Owner { get; }

    /// <summary>How messages call the peer.</summary>
    internal string PeerName { get; }

    internal SocketStatus Status { get; } = new();

    internal Wire Wire { get; }

    internal Receiving In { get; }

    internal Sending Out { get; }

    internal Readiness Ready { get; }

    internal Handshake Handshake { get; }

    internal TlsShutdown Shutdown => new(this);

    /// <summary>Null while plain text is spoken.</summary>
    internal TlsRun? Tls => _tls;

    internal TlsEngine? Engine => _tls?.Engine;

    internal TlsNegotiated? Negotiated => _tls?.Engine.Negotiated;

    /// <summary>TLS fails, for good. Whoever lent the connection finds it as it was, if it had not come so far as to be TLS's.</summary>
    internal SslException Fail(SslException error)
    {
        bool inHandshake = Status.State == SslState.Handshaking;
        // What a peer showed before a handshake failed often tells why: a server that demands a certificate of us has shown its own by
        // then.
        if (inHandshake)
        {
            error.PeerWasSilent = Handshake.Received == 0;
            error.PeerCertificate ??= Owner.PeerCertificate;
        }

        if (Status.Enter(SslState.Failed, error) && inHandshake)
            Wire.Transport.Rest();
        return Status.Tell(error);
    }

    /// <summary>The error for reading and writing now; whoever asks has found that it cannot.</summary>
    internal SslException NotOpen() => SocketNotOpen.Why(this);

    /// <summary>Begins TLS on what has been plain so far.</summary>
    internal void Begin(TlsRun tls)
    {
        lock (In.Lock)
        lock (Out.Lock)
        {
            if (!Status.Enter(SslState.Handshaking))
                throw Status.Tell(NotOpen());
            Status.LastError = null;
            Wire.Transport.Resume();
            In.BeginTls(tls);
            Ready.BeginHandshake();
            _tls = tls;
        }
    }

    /// <summary>Forgets all of TLS; what came behind it, or for nothing, is plain text. Both locks are held.</summary>
    internal void LeaveTls()
    {
        if (_tls is { } tls)
        {
            In.Keep(tls.Engine.TakeLeftover());
            tls.End();
        }

        _tls = null;
        Wire.Transport = Wire.Transport.Bare;
        Wire.Transport.Rest();
        In.EndTls();
        Out.EndTls();
        Ready.EndTls();
        HasConsent = false;
        Status.Enter(SslState.Plain);
    }

    /// <summary>Closes what is under it, and clears what was received and not asked for.</summary>
    internal void Release()
    {
        Status.Enter(SslState.Closed);
        try
        {
            Wire.Transport.ShutdownSend();
            Wire.Drain(TlsShutdown.DrainLimit);
        }
        catch (Exception e) when (Wire.IsBreak(e) || e is SslException or OperationCanceledException)
        {
            Owner.Trace?.Invoke($"{PeerName}: closing: {e.Message}");
        }
        finally
        {
            Free();
        }
    }

    private void Free()
    {
        try
        {
            Wire.Transport.Dispose();
        }
        catch (Exception e) when (Wire.IsBreak(e) || e is SslException)
        {
            Owner.Trace?.Invoke($"{PeerName}: closing: {e.Message}");
        }
        finally
        {
            lock (In.Lock)
            lock (Out.Lock)
            {
                _tls?.End();
                In.Clear();
            }
        }
    }

    /// <summary>True from the server's consent to TLS on: what it sends then must be that, until TLS has ended.</summary>
    internal bool HasConsent { get; set; }

    /// <summary>Lets go of buffers that hold nothing, before a wait that may be long.</summary>
    internal void Trim()
    {
        if (_tls is not { } tls || !Monitor.TryEnter(In.Lock))
            return;
        try
        {
            if (Status.State != SslState.Handshaking)
                tls.Engine.Trim();
            else if (tls.TryDrive())
                Trim(tls);
        }
        finally
        {
            Monitor.Exit(In.Lock);
        }
    }

    private static void Trim(TlsRun tls)
    {
        tls.Engine.Trim();
        tls.Rest();
    }
}
