namespace PSSsl.Sockets;

/// <summary>What others ask who do not want to wait: a loop over many sockets.</summary>
internal sealed class Readiness
{
    private readonly SocketCore _core;

    /// <summary>A write of a socket that does not block found no room. Volatile.</summary>
    private volatile bool _writeStuck;

    /// <summary>
    /// After that, a read found nothing. Who goes on reading while a write is stuck is told of both; who does not would be told again and
    /// again of data that is not wanted. Volatile.
    /// </summary>
    private volatile bool _readStuck;

    /// <summary>What a handshake that goes on waits for; nothing before its first step. Volatile.</summary>
    private volatile TransportWait _handshakeWants;

    internal Readiness(SocketCore core) => _core = core;

    internal void BeginHandshake() => _handshakeWants = TransportWait.Nothing;

    internal void HandshakeWants(TransportWait want) => _handshakeWants = want;

    internal void EndTls() => _writeStuck = false;

    internal void WriteCalled() => _writeStuck = false;

    /// <summary>Whether a call that does not block wants nothing more; what it does want is noted.</summary>
    internal bool IsDone(TransportWait want)
    {
        if (want != TransportWait.Nothing)
            Stuck(want);
        return want == TransportWait.Nothing;
    }

    /// <summary>What a call that does not block could not do.</summary>
    internal void Stuck(TransportWait want)
    {
        if (want == TransportWait.Write)
            (_writeStuck, _readStuck) = (true, false);
        else
            _readStuck = true;
        _core.Status.LastError = want == TransportWait.Write ? s_wantWrite : s_wantRead;
    }

    /// <summary>True if the network need not be asked: there is data, an end, an error, or a handshake that has not begun.</summary>
    internal bool IsReadyInMemory(SslWaitFor what)
    {
        SslState state = _core.Status.State;
        if (state is SslState.Closed or SslState.Failed)
            return true;
        Transport transport = _core.Wire.Transport;
        if (state == SslState.Handshaking)
            return _handshakeWants == TransportWait.Nothing || (_handshakeWants == TransportWait.Read && transport.HasBytes);
        if (!PollsFor(what).Read)
            return false;
        if (_core.In.Count > 0)
            return true;
        if (_core.Engine is not { } engine)
            return transport.HasBytes;
        return engine.PeerClosed || ((engine.HasPartialRecord || transport.HasBytes) && CanRead());
    }

    /// <summary>What the network is to be asked for.</summary>
    internal (bool Read, bool Write) PollsFor(SslWaitFor what)
    {
        if (_core.Status.State == SslState.Handshaking)
            return (_handshakeWants != TransportWait.Write, _handshakeWants == TransportWait.Write);
        return what switch
        {
            SslWaitFor.Read => (true, false),
            SslWaitFor.Write => (false, true),
            _ => (!_writeStuck || _readStuck, _writeStuck),
        };
    }

    /// <summary>
    /// Asked when the network says that it can be read: takes what is there and looks whether it is anything for a reader. A session ticket
    /// is not.
    /// </summary>
    internal bool CanRead()
    {
        if (_core.Status.State == SslState.Handshaking)
            return _core.Wire.Transport.Wait(TransportWait.Read, 0);
        if (_core.Tls is null && _core.Wire.Transport.PollSocket is not null)
            return true;
        try
        {
            bool isReady = _core.In.IsReady();
            _core.Tls?.Messages?.Deliver();
            return isReady;
        }
        catch (SslException)
        {
            // It is recorded, and the next read tells it.
            return true;
        }
    }

    /// <summary>
    /// Asked when the network says that it can be written: sends what was left over, and looks whether there is room still.
    /// </summary>
    internal bool CanWrite()
    {
        if (_core.Status.State == SslState.Handshaking || _core.Tls is null)
            return _core.Wire.Transport.Wait(TransportWait.Write, 0);
        try
        {
            return _core.Out.Flush(SslPhase.Write) == TransportWait.Nothing;
        }
        catch (SslException)
        {
            // It is recorded, and the next write tells it.
            return true;
        }
    }

    private static readonly SslException s_wantRead =
        new(SslErrorCode.WantRead, SslPhase.None, "SSL wants a read first: the peer has to send something.")
            { RecommendedAction = "Wait with Wait-SslSocket -For Auto, then call again." };

    private static readonly SslException s_wantWrite =
        new(SslErrorCode.WantWrite, SslPhase.None, "SSL wants a write first: the peer has to take what was sent.")
            { RecommendedAction = "Wait with Wait-SslSocket -For Auto, then call again." };
}
