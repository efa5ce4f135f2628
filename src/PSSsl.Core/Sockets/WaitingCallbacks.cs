using System;
using System.Collections.Generic;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Sockets;

/// <summary>
/// The user's code in handshakes of a listener: it is run by whoever waits for connections, since only that thread has the user's
/// runspace, while the handshake waits elsewhere.
/// </summary>
internal sealed class WaitingCallbacks
{
    private readonly LinkedList<Action> _callbacks = new();
    private readonly Action _announce;
    private readonly CancellationToken _stop;

    /// <param name="announce">Tells whoever waits that there is something to run.</param>
    /// <param name="stop">Cancelled when the listener stops.</param>
    internal WaitingCallbacks(Action announce, CancellationToken stop)
    {
        _announce = announce;
        _stop = stop;
    }

    /// <summary>Runs the first that waits, on this thread.</summary>
    /// <returns>False if none does.</returns>
    internal bool RunNext()
    {
        Action next;
        lock (_callbacks)
        {
            if (_callbacks.First is not { } first)
                return false;
            next = first.Value;
            _callbacks.RemoveFirst();
        }

        next();
        return true;
    }

    /// <summary>Has code run, and waits for what it gives.</summary>
    internal object? Run(WaitingClient client, Func<object?> function, CancellationToken cancellationToken)
    {
        // It waits for us now, and not we for it.
        client.WaitsForUs = true;
        try
        {
            return Run(function, cancellationToken);
        }
        finally
        {
            client.WaitsForUs = false;
        }
    }

    private object? Run(Func<object?> function, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously);
        LinkedListNode<Action> waiting;
        lock (_callbacks)
            waiting = _callbacks.AddLast(() => Answer(result, function));
        _announce();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop);
        try
        {
            result.Task.Wait(either.Token);
        }
        catch (OperationCanceledException)
        {
            // No thread has run it, and none may run it any more.
            lock (_callbacks)
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

    private static void Answer(TaskCompletionSource<object?> result, Func<object?> function)
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
    }
}
