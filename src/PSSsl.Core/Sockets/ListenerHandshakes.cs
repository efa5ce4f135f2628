using System;
using System.Collections.Generic;
using System.Net.Sockets;
using System.Threading.Tasks;

namespace PSSsl.Sockets;

/// <summary>
/// The handshakes of a listener with its clients, each from its arrival to what came of it. How many there may be is bounded.
/// </summary>
internal sealed class ListenerHandshakes
{
    /// <summary>How often it is looked whether there is room again, in milliseconds.</summary>
    internal const int Pause = 20;

    private readonly ListenerCore _listener;
    private readonly WaitingCallbacks _callbacks;
    private readonly HandshakeBounds _bounds;

    internal ListenerHandshakes(ListenerCore listener, WaitingCallbacks callbacks)
    {
        _listener = listener;
        _callbacks = callbacks;
        _bounds = new HandshakeBounds(listener.Context.RunsUsersCode);
    }

    /// <summary>Finds room for a client; waits only if everybody who is there is at work.</summary>
    /// <returns>Null if its address has too many at work already, or the listener was stopped: it is closed.</returns>
    internal async Task<WaitingClient?> ArriveAsync(Socket client)
    {
        var arrived = new WaitingClient(client, _listener.Stopping);
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
                        _listener.Add(new AcceptedClient { Error = arrived.Dropped(), RemoteEndPoint = arrived.RemoteEndPoint });
                        arrived.Dispose();
                        return null;
                    default:
                        await Task.Delay(Pause, _listener.Stopping).ConfigureAwait(false);
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

    /// <summary>Shakes hands, unless the listener leaves that to whoever takes the connection, and hands over what came of it.</summary>
    internal async Task ShakeHandsAsync(Socket client, WaitingClient arrived)
    {
        SslSocket? socket = null;
        var lines = new List<string>();
        try
        {
            socket = Open(client, arrived, lines);
            if (!_listener.NoHandshake)
                await ShakeHandsAsync(socket, arrived).ConfigureAwait(false);
            else if (_listener.Context.CanServe)
                socket.Plan = new TlsPlan(_listener.Context, AsServer: true) { Options = new Dictionary<string, object>() };
            socket.DebugTrace = null;
            _listener.Add(new AcceptedClient { Socket = socket, RemoteEndPoint = arrived.RemoteEndPoint, DebugLines = lines });
        }
        catch (SslException e)
        {
            Failed(socket, arrived, lines, e);
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            if (!_listener.Stopped)
                _listener.Add(new AcceptedClient
                    { Error = arrived.Dropped(), RemoteEndPoint = arrived.RemoteEndPoint, DebugLines = lines });
        }
        catch (SocketException e)
        {
            client.Dispose();
            _listener.Add(new AcceptedClient
                { Error = SocketFaults.Broken(SslPhase.Handshake, "A client", e), RemoteEndPoint = arrived.RemoteEndPoint });
        }
        finally
        {
            _bounds.Leave(arrived);
            arrived.Dispose();
        }
    }

    private SslSocket Open(Socket client, WaitingClient arrived, List<string> lines) => new(new SocketTransport(client)
        { ReadsExactly = _listener.ErrorTrap is not null, IsOurs = true, IsWatched = true }, null, 0)
    {
        Timeout = _listener.Timeout,
        Callbacks = (function, cancellation) => _callbacks.Run(arrived, function, cancellation),
        DebugTrace = _listener.FollowsMessages ? lines.Add : null,
    };

    private async Task ShakeHandsAsync(SslSocket socket, WaitingClient arrived)
    {
        Deadline deadline = Deadline.After(_listener.Timeout);
        // Whoever has sent nothing yet costs a socket and nothing else.
        await socket.UntilFirstByteAsync(deadline, arrived.Token).ConfigureAwait(false);
        while (!_bounds.Begin(arrived))
            await Task.Delay(Pause, arrived.Token).ConfigureAwait(false);
        socket.BoundHandshake(deadline, arrived.Token);
        socket.BeginTls(_listener.Context, asServer: true, serverName: null, verifyName: null);
        await socket.FinishHandshakeAsync(deadline, arrived.Token).ConfigureAwait(false);
    }

    /// <summary>Hands over an error, and the connection with it where an error trap is to have that.</summary>
    private void Failed(SslSocket? socket, WaitingClient arrived, List<string> lines, SslException error)
    {
        bool isTrapped = _listener.ErrorTrap is not null && socket is not null;
        if (isTrapped)
            socket!.AbandonTls();
        else
            socket?.Dispose();
        _listener.Add(new AcceptedClient
            { Error = error, Trapped = isTrapped ? socket : null, RemoteEndPoint = arrived.RemoteEndPoint, DebugLines = lines });
    }
}
