using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Sockets;

/// <summary>The background work of a listener. It does not hold the listener, so that one that is forgotten can be collected.</summary>
#pragma warning disable CA1001 // Stop ends its work; nothing in its fields holds more than memory after that.
internal sealed class ListenerCore
#pragma warning restore CA1001
{
    /// <summary>Connections that wait to be taken; more wait in the system's backlog.</summary>
    private const int MostReady = 256;

    /// <summary>How often it is looked whether there is room again, in milliseconds.</summary>
    private const int Pause = 20;

    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly HandshakeBounds _bounds;
    private readonly SemaphoreSlim _available = new(0);
    private readonly ReadyClients _ready = new();
    private readonly LinkedList<Action> _callbacks = new();

    internal ListenerCore(Socket socket, SslContext context, TimeSpan timeout, bool noHandshake)
    {
        _socket = socket;
        Context = context;
        Timeout = timeout;
        NoHandshake = noHandshake;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _bounds = new HandshakeBounds(context.RunsUsersCode);
    }

    internal SslContext Context { get; }

    internal TimeSpan Timeout { get; }

    internal bool NoHandshake { get; }

    internal IPEndPoint LocalEndPoint { get; }

    internal Func<SslSocket, SslException, IEnumerable<object>>? ErrorTrap { get; init; }

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

    /// <summary>
    /// Runs callbacks of handshakes that wait for this thread, and looks whether a connection, a failed one or the end is there to be
    /// taken.
    /// </summary>
    internal bool HasSomething
    {
        get
        {
            while (NextCallback() is { } callback)
                callback();
            return Stopped || Ready > 0;
        }
    }

    internal static ListenerCore Bind(IPAddress address, int port, int backlog, SslContext context, TimeSpan timeout, bool noHandshake,
        Func<SslSocket, SslException, IEnumerable<object>>? errorTrap, bool followsMessages = false)
    {
        context.CheckAsServer();
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // There another program could otherwise listen on the same port, and take clients away.
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                socket.ExclusiveAddressUse = true;
            if (Equals(address, IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(backlog);
            return new ListenerCore(socket, context, timeout, noHandshake) { ErrorTrap = errorTrap, FollowsMessages = followsMessages };
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new SslException(SslErrorCode.AddressInUse, SslPhase.Listen,
                $"Cannot listen on {new IPEndPoint(address, port)}: {e.Message.TrimEnd('.')}.", e)
            {
                RecommendedAction = e.SocketErrorCode == SocketError.AddressNotAvailable
                    ? "-LocalAddress must be an address of this machine, or '::' for all of them."
                    : e.SocketErrorCode == SocketError.AccessDenied ? "Ports below 1024 need more rights; or choose another -Port."
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
            _ready.Drop();
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
            client = _ready.Take();
        }

        if (client.Trapped is null)
            return client;
        var output = new List<object>();
        SslException error = TrappedFailure.Tell((socket, e) => output.AddRange(ErrorTrap!(socket, e)), client.Trapped, client.Error!);
        return new AcceptedClient
            { Error = error, RemoteEndPoint = client.RemoteEndPoint, DebugLines = client.DebugLines, TrapOutput = output };
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
                await UntilTakenAsync().ConfigureAwait(false);
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
                Add(new AcceptedClient { Error = SocketFaults.Broken(SslPhase.Listen, "A client", e) });
                await Task.Delay(100).ConfigureAwait(false);
                continue;
            }

            if (await ArriveAsync(client).ConfigureAwait(false) is { } arrived)
                _ = Task.Run(() => ShakeHandsAsync(client, arrived));
        }
    }

    private async Task UntilTakenAsync()
    {
        while (true)
        {
            lock (_ready)
            {
                if (_ready.Open < MostReady)
                    return;
            }

            await Task.Delay(Pause, _stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Finds room for a client; waits only if everybody who is there is at work.</summary>
    /// <returns>Null if its address has too many at work already, or the listener was stopped: it is closed.</returns>
    private async Task<WaitingClient?> ArriveAsync(Socket client)
    {
        var arrived = new WaitingClient(client, _stop.Token);
        try
        {
            while (true)
            {
                switch (_bounds.Arrive(arrived))
                {
                    case Admission.Admitted:
                        return arrived;
                    case Admission.Refused:
                        client.Dispose();
                        Add(new AcceptedClient { Error = arrived.Dropped(), RemoteEndPoint = arrived.RemoteEndPoint });
                        arrived.Dispose();
                        return null;
                    default:
                        await Task.Delay(Pause, _stop.Token).ConfigureAwait(false);
                        break;
                }
            }
        }
        catch (OperationCanceledException)
        {
            client.Dispose();
            arrived.Dispose();
            return null;
        }
    }

    private async Task ShakeHandsAsync(Socket client, WaitingClient arrived)
    {
        SslSocket? socket = null;
        var lines = new List<string>();
        try
        {
            socket = new SslSocket(new SocketTransport(client)
                { ReadsExactly = ErrorTrap is not null, IsOurs = true, IsWatched = true }, null, 0)
            {
                Timeout = Timeout,
                Callbacks = (function, cancellation) => RunOnTaker(arrived, function, cancellation),
                DebugTrace = FollowsMessages ? lines.Add : null,
            };
            if (!NoHandshake)
                await ShakeHandsAsync(socket, arrived).ConfigureAwait(false);
            else if (Context.CanServe)
                socket.Plan = new TlsPlan(Context, AsServer: true) { Options = new Dictionary<string, object>() };
            socket.DebugTrace = null;
            Add(new AcceptedClient { Socket = socket, RemoteEndPoint = arrived.RemoteEndPoint, DebugLines = lines });
        }
        catch (SslException e)
        {
            bool trapped = ErrorTrap is not null && socket is not null;
            if (trapped)
                socket!.AbandonTls();
            else
                socket?.Dispose();
            Add(new AcceptedClient
                { Error = e, Trapped = trapped ? socket : null, RemoteEndPoint = arrived.RemoteEndPoint, DebugLines = lines });
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            if (!Stopped)
                Add(new AcceptedClient { Error = arrived.Dropped(), RemoteEndPoint = arrived.RemoteEndPoint, DebugLines = lines });
        }
        catch (SocketException e)
        {
            client.Dispose();
            Add(new AcceptedClient
                { Error = SocketFaults.Broken(SslPhase.Handshake, "A client", e), RemoteEndPoint = arrived.RemoteEndPoint });
        }
        finally
        {
            _bounds.Leave(arrived);
            arrived.Dispose();
        }
    }

    private async Task ShakeHandsAsync(SslSocket socket, WaitingClient arrived)
    {
        Deadline deadline = Deadline.After(Timeout);
        // Whoever has sent nothing yet costs a socket and nothing else.
        await socket.UntilFirstByteAsync(deadline, arrived.Token).ConfigureAwait(false);
        while (!_bounds.Begin(arrived))
            await Task.Delay(Pause, arrived.Token).ConfigureAwait(false);
        socket.BoundHandshake(deadline, arrived.Token);
        socket.BeginTls(Context, asServer: true, serverName: null, verifyName: null);
        await socket.FinishHandshakeAsync(deadline, arrived.Token).ConfigureAwait(false);
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

            _ready.Add(client);
        }

        Announce();
    }

    /// <summary>Has user's code run by whoever waits for connections, since only that thread has the user's runspace.</summary>
    private object? RunOnTaker(WaitingClient client, Func<object?> function, CancellationToken cancellationToken)
    {
        // It waits for us now, and not we for it.
        client.WaitsForUs = true;
        try
        {
            return RunOnTaker(function, cancellationToken);
        }
        finally
        {
            client.WaitsForUs = false;
        }
    }

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
        catch (AggregateException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Capture(e.InnerException).Throw();
        }

        return result.Task.Result;
    }
}
