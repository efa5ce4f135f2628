using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Sockets;

/// <summary>A client that was accepted, or the reason why it was not.</summary>
internal sealed class AcceptedClient
{
    internal SslSocket? Socket { get; init; }

    internal SslException? Error { get; init; }

    /// <summary>The plain connection of a handshake that failed, for the error trap of whoever takes this.</summary>
    internal SslSocket? Trapped { get; init; }

    internal EndPoint? RemoteEndPoint { get; init; }

    /// <summary>Records and messages of its handshake, if they were followed.</summary>
    internal IReadOnlyCollection<string> DebugLines { get; init; } = Array.Empty<string>();

    /// <summary>Closes what nobody takes.</summary>
    internal void Drop()
    {
        Socket?.Dispose();
        Trapped?.Close(SslShutdown.None);
    }
}

/// <summary>The background work of a listener. It does not hold the listener, so that one that is forgotten can be collected.</summary>
#pragma warning disable CA1001 // Stop ends its work; nothing in its fields holds more than memory after that.
internal sealed class ListenerCore
#pragma warning restore CA1001
{
    /// <summary>Handshakes at once, and connections that wait to be taken; more wait in the system's backlog.</summary>
    private const int MostHandshakes = 64;
    private const int MostReady = 256;

    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _handshakes = new(MostHandshakes);
    private readonly SemaphoreSlim _places = new(MostReady);
    private readonly SemaphoreSlim _available = new(0);
    private readonly Queue<AcceptedClient> _ready = new();
    private readonly LinkedList<Action> _callbacks = new();

    internal ListenerCore(Socket socket, SslContext context, TimeSpan timeout, bool noHandshake)
    {
        _socket = socket;
        Context = context;
        Timeout = timeout;
        NoHandshake = noHandshake;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
    }

    internal SslContext Context { get; }

    internal TimeSpan Timeout { get; }

    internal bool NoHandshake { get; }

    internal IPEndPoint LocalEndPoint { get; }

    internal Action<SslSocket, SslException>? ErrorTrap { get; init; }

    /// <summary>Records and messages of handshakes are written down for whoever takes the connection.</summary>
    internal bool FollowsMessages { get; init; }

    /// <summary>Told, on any thread, when there is something for whoever takes connections.</summary>
    internal event Action? Changed;

    internal bool Stopped => _stop.IsCancellationRequested;

    internal int Ready
    {
        get
        {
            lock (_ready)
                return _ready.Count;
        }
    }

    /// <summary>Runs callbacks of handshakes that wait for this thread, and looks whether a connection, a failed one or the end is there to be taken.</summary>
    internal bool HasSomething
    {
        get
        {
            while (NextCallback() is { } callback)
                callback();
            return Stopped || Ready > 0;
        }
    }

    internal static ListenerCore Bind(IPAddress address, int port, int backlog, SslContext context, TimeSpan timeout, bool noHandshake, Action<SslSocket, SslException>? errorTrap, bool followsMessages = false)
    {
        context.CheckAsServer();
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (Equals(address, IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(backlog);
            return new ListenerCore(socket, context, timeout, noHandshake) { ErrorTrap = errorTrap, FollowsMessages = followsMessages };
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new SslException(SslErrorCode.AddressInUse, SslPhase.Listen, $"Cannot listen on {new IPEndPoint(address, port)}: {e.Message.TrimEnd('.')}.", e)
            {
                RecommendedAction = e.SocketErrorCode == SocketError.AccessDenied
                    ? "Ports below 1024 need more rights; or choose another -Port."
                    : "Choose another -Port (0 takes a free one), or stop what listens there.",
            };
        }
    }

    internal void Start() => _ = Task.Run(AcceptLoopAsync);

    internal void Stop()
    {
        if (Stopped)
            return;
        _stop.Cancel();
        _socket.Dispose();
        lock (_ready)
        {
            while (_ready.Count > 0)
                _ready.Dequeue().Drop();
        }

        Announce();
    }

    /// <summary>Takes the next client, running callbacks of handshakes meanwhile on this thread.</summary>
    /// <returns>Null if the deadline passed or the listener was stopped.</returns>
    internal AcceptedClient? Take(Deadline deadline, CancellationToken cancellationToken)
    {
        while (!Stopped)
        {
            if (NextCallback() is { } callback)
            {
                callback();
                continue;
            }

            if (TakeReady() is { } client)
                return client;
            if (!_available.Wait(deadline.RemainingMilliseconds, cancellationToken))
                return null;
        }

        return null;
    }

    /// <summary>Takes the next client if there is one; the error trap is run for one whose handshake failed.</summary>
    internal AcceptedClient? TakeReady()
    {
        AcceptedClient client;
        lock (_ready)
        {
            if (_ready.Count == 0)
                return null;
            _places.Release();
            client = _ready.Dequeue();
        }

        if (client.Trapped is null)
            return client;
        SslException error = TrappedFailure.Tell(ErrorTrap!, client.Trapped, client.Error!);
        return new AcceptedClient { Error = error, RemoteEndPoint = client.RemoteEndPoint, DebugLines = client.DebugLines };
    }

    private Action? NextCallback()
    {
        lock (_ready)
        {
            Action? first = _callbacks.First?.Value;
            if (first is not null)
                _callbacks.RemoveFirst();
            return first;
        }
    }

    private void Announce()
    {
        _available.Release();
        Changed?.Invoke();
    }

    private async Task AcceptLoopAsync()
    {
        while (!Stopped)
        {
            Socket client;
            try
            {
                await _places.WaitAsync(_stop.Token).ConfigureAwait(false);
                await _handshakes.WaitAsync(_stop.Token).ConfigureAwait(false);
#if NET
                client = await _socket.AcceptAsync(_stop.Token).ConfigureAwait(false);
#else
                client = await _socket.AcceptAsync().ConfigureAwait(false);
#endif
            }
            catch (Exception e) when (e is ObjectDisposedException or OperationCanceledException || Stopped)
            {
                return;
            }
            catch (SocketException e)
            {
                // One client's fault (it was gone before it was accepted), or out of handles: report it and go on a little later.
                _handshakes.Release();
                Add(new AcceptedClient { Error = SocketFaults.Broken(SslPhase.Listen, "A client", e) });
                await Task.Delay(100).ConfigureAwait(false);
                continue;
            }

            _ = Task.Run(() => ShakeHandsAsync(client));
        }
    }

    private async Task ShakeHandsAsync(Socket client)
    {
        EndPoint? remote = null;
        SslSocket? socket = null;
        var lines = new List<string>();
        try
        {
            remote = client.RemoteEndPoint;
            socket = new SslSocket(new SocketTransport(client) { ReadsExactly = ErrorTrap is not null, IsOurs = true, IsWatched = true }, null, 0)
            {
                Timeout = Timeout,
                Callbacks = RunOnTaker,
                DebugTrace = FollowsMessages ? lines.Add : null,
            };
            if (!NoHandshake)
            {
                Deadline deadline = Deadline.After(Timeout);
                socket.BoundHandshake(deadline, _stop.Token);
                socket.BeginTls(Context, asServer: true, serverName: null, verifyName: null);
                await socket.FinishHandshakeAsync(deadline, _stop.Token).ConfigureAwait(false);
            }
            else if (Context.CanServe)
            {
                socket.Plan = new TlsPlan(Context, AsServer: true) { Options = new Dictionary<string, object>() };
            }

            socket.DebugTrace = null;
            Add(new AcceptedClient { Socket = socket, RemoteEndPoint = remote, DebugLines = lines });
        }
        catch (SslException e)
        {
            bool trapped = ErrorTrap is not null && socket is not null;
            if (trapped)
                socket!.AbandonTls();
            else
                socket?.Dispose();
            Add(new AcceptedClient { Error = e, Trapped = trapped ? socket : null, RemoteEndPoint = remote, DebugLines = lines });
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
        }
        catch (SocketException e)
        {
            client.Dispose();
            Add(new AcceptedClient { Error = SocketFaults.Broken(SslPhase.Handshake, "A client", e), RemoteEndPoint = remote });
        }
        finally
        {
            _handshakes.Release();
        }
    }

    private void Add(AcceptedClient client)
    {
        lock (_ready)
        {
            if (Stopped)
            {
                client.Drop();
                return;
            }

            _ready.Enqueue(client);
        }

        Announce();
    }

    /// <summary>Has user's code run by whoever waits for connections, since only that thread has the user's runspace.</summary>
    private object? RunOnTaker(Func<object?> function, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<Action> waiting;
        lock (_ready)
        {
            waiting = _callbacks.AddLast(() =>
            {
                try
                {
                    result.SetResult(function());
                }
#pragma warning disable CA1031 // It belongs to the handshake that asked.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    result.SetException(e);
                }
            });
        }

        Announce();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        try
        {
            result.Task.Wait(either.Token);
        }
        catch (OperationCanceledException)
        {
            // Nobody came to run it, and nobody is to run it any more.
            lock (_ready)
            {
                if (waiting.List is not null)
                    _callbacks.Remove(waiting);
            }

            throw;
        }

        return result.Task.Result;
    }
}
