using System;
using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Commands;

/// <summary>
/// Work that other threads hand to the pipeline's thread: only that may write objects, errors and verbose lines, and only its
/// runspace can run the user's script blocks.
/// </summary>
internal sealed class PipelinePump : IDisposable
{
    private const int TickMilliseconds = 250;

    private readonly ConcurrentQueue<Action> _work = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly int _pipelineThread = Environment.CurrentManagedThreadId;

    public void Dispose() => _signal.Dispose();

    /// <summary>Leaves work to be done; it does not wait.</summary>
    internal void Post(Action work)
    {
        _work.Enqueue(work);
        try
        {
            _signal.Release();
        }
        catch (ObjectDisposedException)
        {
            // The cmdlet is over (Ctrl+C): there is nobody left to do it.
        }
    }

    /// <summary>Has something computed on the pipeline's thread and waits for it, or for cancellation.</summary>
    internal T Invoke<T>(Func<T> function, CancellationToken cancellationToken)
    {
        if (Environment.CurrentManagedThreadId == _pipelineThread)
            return function();
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Post(() =>
        {
            // Whoever asked has gone.
            if (cancellationToken.IsCancellationRequested)
                return;
            try
            {
                result.SetResult(function());
            }
#pragma warning disable CA1031 // Whatever it is, it belongs to the thread that asked.
            catch (Exception e)
#pragma warning restore CA1031
            {
                result.SetException(e);
            }
        });
        try
        {
            result.Task.Wait(cancellationToken);
        }
        catch (AggregateException e) when (e.InnerException is not null)
        {
            ExceptionDispatchInfo.Capture(e.InnerException).Throw();
        }

        return result.Task.Result;
    }

    /// <summary>Does what is there, without waiting.</summary>
    internal void Drain()
    {
        while (_signal.Wait(0))
            DoNext();
    }

    /// <summary>Does what comes until the condition holds.</summary>
    /// <param name="done">The condition.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="tick">Done now and then meanwhile, also if nothing comes.</param>
    internal void RunUntil(Func<bool> done, CancellationToken cancellationToken, Action? tick = null)
    {
        Drain();
        while (!done())
        {
            if (_signal.Wait(tick is null ? Timeout.Infinite : TickMilliseconds, cancellationToken))
            {
                DoNext();
                Drain();
            }

            tick?.Invoke();
        }
    }

    /// <summary>One count of the signal stands for one entry of the queue.</summary>
    private void DoNext()
    {
        if (_work.TryDequeue(out Action? work))
            work();
    }

    /// <summary>Does what comes until a task is over, whatever its end.</summary>
    internal void RunUntil(Task task, CancellationToken cancellationToken)
    {
        _ = task.ContinueWith(_ => Post(static () => { }), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        RunUntil(() => task.IsCompleted, cancellationToken);
    }
}
