using System;
using System.Threading;

namespace PSSsl.Sockets;

/// <summary>The direction from the peer: what was received and not taken yet, and whether the end was told.</summary>
internal sealed class Receiving
{
    /// <summary>What is kept at most of data that nobody asked for yet: before a goodbye, or before something is sent.</summary>
    internal const int MostKept = 1024 * 1024;

    /// <summary>
    /// Of plain text: what is kept of an array once it is empty, so that a peer that sends byte by byte does not cost one each.
    /// </summary>
    private const int PlainAtOnce = 4 * 1024;

    private readonly SocketCore _core;

    /// <summary>Changed under the lock; how much there is may be looked at anywhere.</summary>
    private readonly Lookahead _ahead = new();

    /// <summary>Whether a reader was told of the goodbye: plain text behind it is not to be taken for TLS's. Under the lock.</summary>
    private bool _endTold;

    /// <summary>How many wait for bytes, who then take them in themselves. Interlocked.</summary>
    private int _waiting;

    /// <summary>Grows whenever something was taken in for a reader, who may be about to wait. Volatile.</summary>
    private int _takenIn;

    internal Receiving(SocketCore core) => _core = core;

    internal int TakenIn => Volatile.Read(ref _takenIn);

    /// <summary>Itself, which nobody else locks: there are many connections, and each object counts.</summary>
    internal object Lock => this;

    /// <summary>Bytes that can be read at once.</summary>
    internal int Count => _ahead.Count + (_core.Engine?.Available ?? 0);

    /// <summary>Bytes that were read ahead.</summary>
    internal int Kept => _ahead.Count;

    /// <summary>True if something was received of which the network knows nothing any more, and which nobody has had yet.</summary>
    internal bool HasInput => Count > 0 || _core.Engine is { HasRecord: true };

    internal void BeginTls(TlsRun tls)
    {
        _endTold = false;
        // Bytes that were looked at before TLS began, a client's hello perhaps, are TLS's.
        while (_ahead.Count > 0)
        {
            ArraySegment<byte> room = tls.Engine.ReceiveRoom();
            tls.Engine.Received(_ahead.Take(room.Array!, room.Offset, room.Count));
        }
    }

    internal void EndTls() => _endTold = false;

    internal void Clear() => _ahead.Clear();

    internal void Keep(byte[] bytes) => _ahead.Add(bytes, 0, bytes.Length);

    internal void BeginWait() => Interlocked.Increment(ref _waiting);

    internal void EndWait() => Interlocked.Decrement(ref _waiting);

    /// <summary>
    /// Reads what is there: plaintext, or bytes from the wire while there is no TLS. None, and nothing wanted, is the end.
    /// </summary>
    internal TransportWait Read(byte[] buffer, int offset, int count, bool? allowsTruncation, out int n)
    {
        lock (Lock)
        {
            if (_ahead.Count > 0)
            {
                n = _ahead.Take(buffer, offset, count);
                return TransportWait.Nothing;
            }

            TransportWait want = Receive(buffer, offset, count, allowsTruncation, out n);
            if (want == TransportWait.Nothing && n == 0)
                _endTold = true;
            return want;
        }
    }

    /// <summary>
    /// Reads ahead once, unless so many bytes are there. In plain text on a connection that stays its owner's nothing is taken beyond them.
    /// </summary>
    /// <returns>A turn if some came and more are needed; nothing if they are there, or <paramref name="ended"/>, which is not told by
    /// that.</returns>
    internal TransportWait Ahead(int needed, bool? allowsTruncation, out bool ended)
    {
        ended = false;
        lock (Lock)
        {
            if (_ahead.Count >= needed)
                return TransportWait.Nothing;
            byte[] room = _ahead.Room(PlainAtOnce, out int offset);
            int most = room.Length - offset;
            bool isOwners = _core.Tls is null && _core.Wire.Transport.ReadsExactly;
            TransportWait want =
                Receive(room, offset, isOwners ? Math.Min(most, needed - _ahead.Count) : most, allowsTruncation, out int n);
            if (want != TransportWait.Nothing)
                return want;
            ended = n == 0;
            _ahead.Added(n);
            return ended || _ahead.Count >= needed ? TransportWait.Nothing : TransportWait.Turn;
        }
    }

    /// <summary>Plaintext up to and with the first of some marks, if one is there at a multiple of <paramref name="unit"/>.</summary>
    /// <returns>Null if none is there in as many bytes as are allowed before it.</returns>
    internal byte[]? TakeThrough(byte[][] marks, int maxLength, int unit, ref int searched, out int markLength, out bool tooLong)
    {
        lock (Lock)
            return _ahead.TakeThrough(marks, maxLength, unit, ref searched, out markLength, out tooLong);
    }

    /// <summary>Drops whichever of these stand at the beginning, as often as they do.</summary>
    /// <returns>True if anything was dropped.</returns>
    internal bool Skip(byte[][] marks)
    {
        lock (Lock)
            return _ahead.Skip(marks);
    }

    internal byte[] Take(int count)
    {
        lock (Lock)
            return _ahead.Take(count);
    }

    /// <summary>
    /// What stands before the end of the stream. Who gets some of it has not been told of the end, which the next call does.
    /// </summary>
    internal byte[] TakeRest()
    {
        lock (Lock)
        {
            _endTold |= _ahead.Count == 0;
            return _ahead.Take(_ahead.Count);
        }
    }

    /// <summary>Looks at what was received and not taken.</summary>
    internal byte[] Peek(int most)
    {
        lock (Lock)
            return _ahead.Peek(most);
    }

    internal int Peek(byte[] buffer, int offset, int count)
    {
        lock (Lock)
            return _ahead.Peek(buffer, offset, count);
    }

    /// <summary>
    /// Takes in what has arrived, bounded, before something is sent: where the peer has closed already, the system throws it away when the
    /// answer to that comes, on Windows at least. Whoever is reading takes it in himself.
    /// </summary>
    internal void TakeIn(SslPhase phase)
    {
        if (Volatile.Read(ref _waiting) > 0 || !Monitor.TryEnter(Lock))
            return;
        try
        {
            if (_core.Status.State == SslState.Open && _core.Tls is { } tls)
                TakeIn(tls, phase);
            else if (_core.Status.State == SslState.Plain && !_core.Wire.Transport.ReadsExactly)
                TakeInPlain(phase);
        }
        catch (SslException)
        {
            // It is recorded: what came before it can be read, and whoever sends is told.
        }
        finally
        {
            Volatile.Write(ref _takenIn, _takenIn + 1);
            Monitor.Exit(Lock);
        }
    }

    private void TakeIn(TlsRun tls, SslPhase phase)
    {
        var turn = default(Turn);
        do
            KeepPlaintext(tls);
        while (_ahead.Count < MostKept && Pump.Step(_core, tls, phase, ref turn) == Pumped.Something);
    }

    private void TakeInPlain(SslPhase phase)
    {
        var turn = default(Turn);
        while (!turn.IsOver && _ahead.Count < MostKept)
        {
            byte[] room = _ahead.Room(PlainAtOnce, out int offset);
            int n = _core.Wire.Receive(phase, room, offset, room.Length - offset);
            if (n <= 0)
                return;
            turn.Took(n);
            _ahead.Added(n);
        }
    }

    /// <summary>
    /// True if there is anything for a reader, the end and errors included; takes in what is there. A session ticket is nothing.
    /// </summary>
    internal bool IsReady()
    {
        lock (Lock)
        {
            if (_core.Tls is not { } tls)
                return Ahead(1, null, out _) == TransportWait.Nothing;
            var turn = default(Turn);
            while (_core.Status.State == SslState.Open && _ahead.Count == 0 && tls.Engine.Available == 0)
            {
                switch (Pump.Step(_core, tls, SslPhase.Read, ref turn))
                {
                    case Pumped.Nothing:
                        return false;
                    case Pumped.TlsShutdown or Pumped.Ended:
                        return true;
                }
            }

            return true;
        }
    }

    /// <summary>Moves plaintext from the engine to what is kept. The lock is held.</summary>
    /// <returns>False if that is too much.</returns>
    internal bool KeepPlaintext(TlsRun tls)
    {
        while (tls.Engine.Available > 0)
        {
            byte[] room = _ahead.Room(tls.Engine.Available, out int offset);
            _ahead.Added(tls.Engine.Read(room, offset, room.Length - offset));
        }

        return _ahead.Count <= MostKept;
    }

    private TransportWait Receive(byte[] buffer, int offset, int count, bool? allowsTruncation, out int n)
    {
        n = 0;
        SslState state = _core.Status.State;
        if (state is SslState.Closed or SslState.Handshaking or SslState.Failed)
            throw _core.Status.Tell(_core.NotOpen());
        if (_core.Tls is not { } tls)
        {
            int received = _core.Wire.Receive(SslPhase.Read, buffer, offset, count);
            n = Math.Max(0, received);
            return received == Transport.WouldBlock ? TransportWait.Read : TransportWait.Nothing;
        }

        var turn = default(Turn);
        while (true)
        {
            n = tls.Engine.Read(buffer, offset, count);
            if (n > 0)
                return TransportWait.Nothing;
            switch (Pump.Step(_core, tls, SslPhase.Read, ref turn))
            {
                case Pumped.Nothing:
                    return TransportWait.Read;
                case Pumped.TlsShutdown when _endTold:
                    throw _core.Status.Tell(_core.NotOpen());
                case Pumped.TlsShutdown:
                case Pumped.Ended when allowsTruncation ?? _core.Owner.AllowTruncation:
                    return TransportWait.Nothing;
                case Pumped.Ended:
                    throw _core.Status.Tell(Truncated());
            }
        }
    }

    /// <summary>True if a reader was told of the peer's goodbye, and nothing can come any more.</summary>
    internal bool IsAtEnd => _endTold && _ahead.Count == 0 && _core.Engine is { PeerClosed: true, Available: 0 };

    private SslException Truncated() => new(SslErrorCode.Truncated, SslPhase.Read,
        $"{_core.PeerName} closed the connection without close_notify: data may be missing at the end.")
    {
        RecommendedAction = "If the protocol itself tells where its data ends, allow it with -AllowTruncation.",
    };
}
