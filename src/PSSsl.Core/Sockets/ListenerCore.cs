using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
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

    private readonly Socket _socket;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _available = new(0);
    private readonly ReadyClients _ready = new();
    private readonly WaitingCallbacks _callbacks;
    private readonly ListenerHandshakes _handshakes;

    internal ListenerCore(Socket socket, SslContext context, TimeSpan timeout, bool noHandshake)
    {
        _socket = socket;
        Context = context;
        Timeout = timeout;
        NoHandshake = noHandshake;
        LocalEndPoint = (IPEndPoint)socket.LocalEndPoint!;
        _callbacks = new WaitingCallbacks(Announce, Stopping);
        _handshakes = new ListenerHandshakes(this, _callbacks);
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

    /// <summary>Cancelled when the listener stops.</summary>
    internal CancellationToken Stopping => _stop.Token;

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
            while (_callbacks.RunNext())
            {
            }

            return Stopped || Ready > 0;
        }
    }

    internal static ListenerCore Bind(IPAddress address, int port, int backlog, SslContext context, TimeSpan timeout, bool noHandshake,
        Func<SslSocket, SslException, IEnumerable<object>>? errorTrap, bool followsMessages = false)
    {
        context.CheckAsServer();
        return new ListenerCore(ListeningSocket.Bind(address, port, backlog), context, timeout, noHandshake)
            { ErrorTrap = errorTrap, FollowsMessages = followsMessages };
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
            if (_callbacks.RunNext())
                continue;
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

            if (await _handshakes.ArriveAsync(client).ConfigureAwait(false) is { } arrived)
                _ = Task.Run(() => _handshakes.ShakeHandsAsync(client, arrived));
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

            await Task.Delay(ListenerHandshakes.Pause, _stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Has a client ready for whoever takes the next; it is closed if the listener has stopped.</summary>
    internal void Add(AcceptedClient client)
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
}
