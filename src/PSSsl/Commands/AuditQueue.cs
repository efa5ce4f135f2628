using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit;

namespace PSSsl.Commands;

/// <summary>
/// Audits of servers side by side, as many at once as the user allows; reports and failures are handed over on the pipeline's thread.
/// </summary>
internal sealed class AuditQueue
{
    private const int MostWaiting = 10_000;

    private readonly PipelinePump _pump;
    private readonly int _limit;
    private readonly CancellationToken _stop;
    private readonly Action _tick;
    private readonly Queue<Func<Task>> _waiting = new();

    internal AuditQueue(PipelinePump pump, int limit, Action tick, CancellationToken stop)
    {
        _pump = pump;
        _limit = limit;
        _stop = stop;
        _tick = tick;
    }

    internal int Running { get; private set; }

    /// <summary>Takes a server; it waits only when too many wait already.</summary>
    internal void Add(string name, Func<CancellationToken, Task<SslServerReport>> audit, Action<SslServerReport> done,
        Action<SslException> failed)
    {
        _waiting.Enqueue(() => RunAsync(name, audit, done, failed));
        StartNext();
        _pump.Drain();
        _pump.RunUntil(() => _waiting.Count < MostWaiting, _stop, _tick);
    }

    internal void Finish() => _pump.RunUntil(() => Running == 0, _stop, _tick);

    private void StartNext()
    {
        while (Running < _limit && _waiting.Count > 0)
        {
            Func<Task> next = _waiting.Dequeue();
            Running++;
            _ = Task.Run(next);
        }
    }

    private async Task RunAsync(string name, Func<CancellationToken, Task<SslServerReport>> audit, Action<SslServerReport> done,
        Action<SslException> failed)
    {
        try
        {
            SslServerReport report = await audit(_stop).ConfigureAwait(false);
            Hand(() => done(report));
        }
        catch (SslException e)
        {
            Hand(() => failed(e));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // Ctrl+C: there is nobody left to tell.
        }
#pragma warning disable CA1031 // Whatever it is, it is told as this server's error: the others' reports do not depend on it.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Hand(() => failed(ServerAuditor.Fault(name, e)));
        }
    }

    private void Hand(Action hand) => _pump.Post(() =>
    {
        Running--;
        StartNext();
        hand();
    });
}
