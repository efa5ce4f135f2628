using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Commands;

/// <summary>
/// Connects to hosts side by side, as many at once as the user allows. Only the connecting itself happens on other threads. What is not yet
/// handed to the pipeline counts as going on, so that a pipeline that is slow to take results contains no more open sockets than that.
/// </summary>
internal sealed class ConnectQueue : IDisposable
{
    /// <summary>How many inputs are taken ahead: a usual fleet's size is known soon, and a million inputs never stand in memory.</summary>
    private const int MostWaiting = 10_000;

    private readonly PipelinePump _pump;
    private readonly int _limit;
    private readonly CancellationToken _stop;
    private readonly Queue<ConnectRequest> _waiting = new();
    private readonly ConcurrentDictionary<SslSocket, bool> _unhanded = new();

    internal ConnectQueue(PipelinePump pump, int limit, CancellationToken stop)
    {
        _pump = pump;
        _limit = limit;
        _stop = stop;
    }

    /// <summary>Gets a socket that is connected, on the pipeline's thread.</summary>
    internal required Action<ConnectRequest, SslSocket> Connected { get; init; }

    /// <summary>Gets a failure, on the pipeline's thread.</summary>
    internal required Action<ConnectRequest, SslException> Failed { get; init; }

    /// <summary>Done now and then while something is waited for.</summary>
    internal required Action Tick { get; init; }

    /// <summary>How many are being connected to.</summary>
    internal int Running { get; private set; }

    /// <summary>Takes a host, and hands over what is ready. It waits only when too many wait already.</summary>
    internal void Add(ConnectRequest request)
    {
        _waiting.Enqueue(request);
        StartNext();
        _pump.Drain();
        _pump.RunUntil(() => _waiting.Count < MostWaiting, _stop, Tick);
    }

    /// <summary>Hands over all that is left. After Ctrl+C nothing is waited for, since every task ends by itself then.</summary>
    internal void Finish() => _pump.RunUntil(() => Running == 0, _stop, Tick);

    /// <summary>Closes what was not taken.</summary>
    public void Dispose()
    {
        foreach (SslSocket socket in _unhanded.Keys)
            CloseUnhanded(socket);
    }

    private void StartNext()
    {
        while (Running < _limit && _waiting.Count > 0)
        {
            ConnectRequest request = _waiting.Dequeue();
            Running++;
            _ = Task.Run(() => ConnectAsync(request));
        }
    }

    private async Task ConnectAsync(ConnectRequest request)
    {
        try
        {
            SslSocket socket = await (request.Again?.ConnectAsync(request.Connector, _stop)
                ?? request.Connector.ConnectAsync(_stop)).ConfigureAwait(false);
            _unhanded[socket] = true;
            Done(() =>
            {
                if (_unhanded.TryRemove(socket, out _))
                    Connected(request, socket);
            });
            if (_stop.IsCancellationRequested)
                CloseUnhanded(socket);
        }
        catch (SslException e)
        {
            Done(() => Failed(request, e));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Ctrl+C: there is nobody left to tell.
        }
#pragma warning disable CA1031 // Whatever it is, the pipeline's thread gets it; nobody waits for this task.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Done(ExceptionDispatchInfo.Capture(e).Throw);
        }
    }

    /// <summary>The next host is begun before the result is handed over, since whoever takes that may take long.</summary>
    private void Done(Action hand) => _pump.Post(() =>
    {
        Running--;
        StartNext();
        hand();
    });

    private void CloseUnhanded(SslSocket socket)
    {
        if (_unhanded.TryRemove(socket, out _))
            socket.Close(SslShutdown.None);
    }
}
