namespace PSSsl.Sockets;

/// <summary>Reads what is there.</summary>
internal struct ReadStep : IStep
{
    private readonly byte[] _buffer;
    private readonly int _offset;
    private readonly int _count;
    private readonly bool? _allowsTruncation;
    private int _read;

    internal ReadStep(byte[] buffer, int offset, int count, bool? allowsTruncation = null)
    {
        _buffer = buffer;
        _offset = offset;
        _count = count;
        _allowsTruncation = allowsTruncation;
        _read = 0;
    }

    public readonly int Result => _read;

    public TransportWait Take(SocketCore core) => core.In.Read(_buffer, _offset, _count, _allowsTruncation, out _read);
}

/// <summary>Reads ahead to a number of bytes; 1 if they are there, 0 if the stream ended before.</summary>
internal struct AheadStep : IStep
{
    private readonly int _needed;
    private readonly bool? _allowsTruncation;
    private bool _ended;

    internal AheadStep(int needed, bool? allowsTruncation = null)
    {
        _needed = needed;
        _allowsTruncation = allowsTruncation;
        _ended = false;
    }

    public readonly int Result => _ended ? 0 : 1;

    public TransportWait Take(SocketCore core) => core.In.Ahead(_needed, _allowsTruncation, out _ended);
}

/// <summary>Writes bytes, all of them or what there is room for; the number of those taken.</summary>
internal struct WriteStep : IStep
{
    private readonly byte[] _buffer;
    private readonly int _offset;
    private readonly int _end;
    private readonly bool _whatFits;
    private int _at;

    /// <param name="buffer">Where they are.</param>
    /// <param name="offset">Where they begin.</param>
    /// <param name="count">How many they are.</param>
    /// <param name="whatFits">True to write what there is room for, see <see cref="Sending.WriteWhatFits"/>.</param>
    internal WriteStep(byte[] buffer, int offset, int count, bool whatFits = false)
    {
        _buffer = buffer;
        _offset = _at = offset;
        _end = offset + count;
        _whatFits = whatFits;
    }

    public readonly int Result => _at - _offset;

    public TransportWait Take(SocketCore core)
    {
        if (core.Wire.Transport.LosesUnread)
            core.In.TakeIn(SslPhase.Write);
        return _whatFits ? core.Out.WriteWhatFits(_buffer, ref _at, _end) : core.Out.Write(_buffer, ref _at, _end);
    }
}

/// <summary>Sends what was encrypted.</summary>
internal readonly struct FlushStep : IStep
{
    public int Result => 0;

    public TransportWait Take(SocketCore core) => core.Out.Flush(SslPhase.Write);
}

/// <summary>Waits for a client's first byte, before anything is made for its handshake.</summary>
internal readonly struct FirstByteStep : IStep
{
    public int Result => 0;

    public TransportWait Take(SocketCore core) =>
        core.Wire.Wait(TransportWait.Read, 0, SslPhase.Handshake) ? TransportWait.Nothing : TransportWait.Read;
}

/// <summary>Shakes hands.</summary>
internal readonly struct HandshakeStep : IStep
{
    public int Result => 0;

    public TransportWait Take(SocketCore core) => core.Handshake.Step();
}

/// <summary>Ends TLS, and goes on in plain text.</summary>
internal readonly struct StopStep : IStep
{
    private readonly SslShutdown _shutdown;

    internal StopStep(SslShutdown shutdown) => _shutdown = shutdown;

    public int Result => 0;

    public TransportWait Take(SocketCore core) => core.Shutdown.StopStep(_shutdown);
}

/// <summary>Says goodbye before closing.</summary>
internal readonly struct TlsShutdownStep : IStep
{
    public int Result => 0;

    public TransportWait Take(SocketCore core) => core.Shutdown.SayStep();
}

/// <summary>Waits for the peer's goodbye before closing, and drops what comes before it.</summary>
internal readonly struct AwaitGoodbyeStep : IStep
{
    public int Result => 0;

    public TransportWait Take(SocketCore core) => core.Shutdown.AwaitStep();
}
