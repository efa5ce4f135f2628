using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading;

namespace PSSsl.Sockets;

/// <summary>
/// Waits until some of many sockets are ready, listeners included. Decrypted bytes are looked at first, since the network knows nothing of
/// them; then the system is asked for all sockets in one call; and a socket that it calls readable counts only if there is something for a
/// reader.
/// </summary>
internal sealed class SocketSelector : IDisposable
{
    /// <summary>How long one call of the system may last before it is looked whether the wait was cancelled, in milliseconds.</summary>
    private const int Slice = 50;

    private readonly List<Waiting> _all = new();
    private readonly List<Socket> _read = new();
    private readonly List<Socket> _write = new();
    private readonly SslWaitFor _what;
    private WakeSocket? _wake;

    internal SocketSelector(SslWaitFor what) => _what = what;

    internal void Add(SslSocket socket) => _all.Add(new Waiting(socket, null));

    internal void Add(SslListener listener)
    {
        _all.Add(new Waiting(null, listener.Core) { Shown = listener });
        listener.Core.Changed += Wake().Wake;
    }

    private WakeSocket Wake() => _wake ??= new WakeSocket();

    /// <summary>What is ready, in the order in which it was added; nothing if the deadline passed.</summary>
    internal List<object> Wait(Deadline deadline, CancellationToken cancellationToken)
    {
        var ready = new List<object>();
        while (_all.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            bool any = LookInMemory();
            int left = deadline.RemainingMilliseconds;
            // Also if some are ready the others are asked, or busy ones would keep them from their turn.
            Poll(any ? 0 : left < 0 ? Slice : Math.Min(Slice, left));
            foreach (Waiting one in _all)
            {
                if (one.Ready)
                    ready.Add(one.Shown);
            }

            if (ready.Count > 0 || left == 0)
                return ready;
        }

        return ready;
    }

    private bool LookInMemory()
    {
        bool any = false;
        foreach (Waiting one in _all)
        {
            one.Ready = one.Listener is { } listener ? listener.HasSomething : one.Socket!.Core.Ready.IsReadyInMemory(_what);
            any |= one.Ready;
        }

        return any;
    }

    private void Poll(int milliseconds)
    {
        _read.Clear();
        _write.Clear();
        if (_wake is not null)
            _read.Add(_wake.Socket);
        foreach (Waiting one in _all)
        {
            one.AsksToRead = one.AsksToWrite = null;
            if (one.Ready || one.Socket is not { } socket)
                continue;
            socket.Core.Trim();
            (bool read, bool write) = socket.Core.Ready.PollsFor(_what);
            if (socket.Transport.PollSocket is not { } polled)
            {
                AskStream(one, read, write);
                continue;
            }

            if (read)
                _read.Add(one.AsksToRead = polled);
            if (write)
                _write.Add(one.AsksToWrite = polled);
        }

        if (_read.Count + _write.Count == 0)
        {
            Thread.Sleep(milliseconds);
            return;
        }

        try
        {
            Socket.Select(_read, _write, null, milliseconds * 1000);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            // One was closed meanwhile, by another thread: the next look in memory finds which.
            return;
        }

        _wake?.Reset();
        Sort();
    }

    /// <summary>The system's answer has the order of the question.</summary>
    private void Sort()
    {
        int read = _read.Count > 0 && ReferenceEquals(_read[0], _wake?.Socket) ? 1 : 0, write = 0;
        foreach (Waiting one in _all)
        {
            bool canRead = one.AsksToRead is not null && read < _read.Count && ReferenceEquals(_read[read], one.AsksToRead);
            bool canWrite = one.AsksToWrite is not null && write < _write.Count && ReferenceEquals(_write[write], one.AsksToWrite);
            if (canRead)
                read++;
            if (canWrite)
                write++;
            one.Ready |= (canRead && one.Socket!.Core.Ready.CanRead()) | (canWrite && one.Socket!.Core.Ready.CanWrite());
        }
    }

    /// <summary>A stream can't be polled: its operation under way is asked, and wakes this wait when it ends.</summary>
    private void AskStream(Waiting one, bool read, bool write)
    {
        one.Ready = (read && one.Socket!.Core.Ready.CanRead()) | (write && one.Socket!.Core.Ready.CanWrite());
        if (!one.Ready)
            one.Socket!.Transport.WhenChanged(Wake().Wake);
    }

    public void Dispose()
    {
        foreach (Waiting one in _all)
        {
            if (one.Listener is { } listener)
                listener.Changed -= _wake!.Wake;
        }

        _wake?.Dispose();
    }

    private sealed class Waiting
    {
        internal Waiting(SslSocket? socket, ListenerCore? listener)
        {
            Socket = socket;
            Listener = listener;
            Shown = socket!;
        }

        internal SslSocket? Socket { get; }

        internal ListenerCore? Listener { get; }

        internal object Shown { get; init; }

        internal bool Ready { get; set; }

        internal Socket? AsksToRead { get; set; }

        internal Socket? AsksToWrite { get; set; }
    }
}
