using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.X509.Names;

namespace PSSsl.Sockets;

/// <summary>
/// Waits until sockets can be read, all of them on one thread, which is there as long as anybody waits. The runtime's own asynchronous
/// waits on Linux have the kernel tell of a socket for as long as it is open: each packet wakes two threads then, also where nobody waits
/// like that any more. A listener's connections would pay for their handshake all their life. Other systems' select may take no more than
/// 1024 sockets.
/// </summary>
#pragma warning disable CA1001 // Its thread ends by itself, and takes what it holds with it.
internal sealed class SocketPoller
#pragma warning restore CA1001
{
    /// <summary>How long the thread stays when nobody waits, in milliseconds.</summary>
    private const int Idle = 2000;

    private readonly object _lock = new();
    private readonly List<Watched> _watched = new();
    private WakeSocket? _wake;

    internal static SocketPoller Shared { get; } = new();

    /// <exception cref="OperationCanceledException">It was cancelled; the system has let go of the socket then.</exception>
    internal async Task UntilReadableAsync(Socket socket, CancellationToken cancellationToken)
    {
        var watched = new Watched(socket, cancellationToken);
        using (cancellationToken.Register(Wake))
        {
            Add(watched);
            await watched.Ready.Task.ConfigureAwait(false);
        }
    }

    private void Add(Watched watched)
    {
        lock (_lock)
        {
            _watched.Add(watched);
            if (_wake is { } there)
            {
                there.Wake();
                return;
            }

            WakeSocket wake = _wake = new WakeSocket();
            new Thread(() => Run(wake)) { IsBackground = true, Name = "PSSsl handshakes" }.Start();
        }
    }

    private void Wake()
    {
        lock (_lock)
            _wake?.Wake();
    }

    private void Run(WakeSocket wake)
    {
        var asked = new List<Watched>();
        var sockets = new List<Socket>();
        do
        {
            Take(asked);
            sockets.Clear();
            sockets.Add(wake.Socket);
            foreach (Watched one in asked)
                sockets.Add(one.Socket);
            if (CanRead(sockets))
                Tell(asked, sockets, wake);
            else
                asked.ForEach(one => one.Ready.TrySetResult(true));
        }
        while (sockets.Count > 0 || !End());
    }

    /// <summary>Those who wait now. Whoever was cancelled is told here, when no call of the system has the socket.</summary>
    private void Take(List<Watched> asked)
    {
        lock (_lock)
        {
            _watched.RemoveAll(one => one.Ready.Task.IsCompleted || one.TryCancel());
            asked.Clear();
            asked.AddRange(_watched);
        }
    }

    /// <summary>Leaves the sockets that can be read; false if one was closed, so that all who wait must look for themselves.</summary>
    private static bool CanRead(List<Socket> sockets)
    {
        try
        {
            Socket.Select(sockets, null, null, Idle * 1000);
            return true;
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException)
        {
            return false;
        }
    }

    /// <summary>The system's answer has the order of the question.</summary>
    private static void Tell(List<Watched> asked, List<Socket> ready, WakeSocket wake)
    {
        int next = 0;
        if (ready.Count > 0 && ReferenceEquals(ready[0], wake.Socket))
        {
            wake.Reset();
            next++;
        }

        foreach (Watched one in asked)
        {
            if (next == ready.Count || !ReferenceEquals(ready[next], one.Socket))
                continue;
            one.Ready.TrySetResult(true);
            next++;
        }
    }

    private bool End()
    {
        lock (_lock)
        {
            if (_watched.Exists(one => !one.Ready.Task.IsCompleted))
                return false;
            _watched.Clear();
            _wake!.Dispose();
            _wake = null;
            return true;
        }
    }

    private sealed class Watched
    {
        private readonly CancellationToken _cancellationToken;

        internal Watched(Socket socket, CancellationToken cancellationToken)
        {
            Socket = socket;
            _cancellationToken = cancellationToken;
        }

        internal Socket Socket { get; }

        internal TaskCompletionSource<bool> Ready { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal bool TryCancel() => _cancellationToken.IsCancellationRequested && Ready.TrySetCanceled(_cancellationToken);
    }
}
