using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Net;

namespace PSSsl.Audit.Asking;

/// <summary>
/// When a server may be asked, and whether at all: it lets in so many connections at a time and in all, in a time, keeps pauses, and knows
/// why nothing is asked any more.
/// </summary>
internal sealed class AskGate : IDisposable
{
    private readonly AskLimits _limits;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _time;
    private readonly SemaphoreSlim _places;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    private int _connections;
    private volatile bool _isSlow;
    private volatile string? _givenUp;

    internal AskGate(AskLimits limits, CancellationToken stop)
    {
        _limits = limits;
        _stop = stop;
        _places = new SemaphoreSlim(limits.AtOnce, limits.AtOnce);
        _time = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (limits.Time > TimeSpan.Zero)
            _time.CancelAfter(Milliseconds(limits.Share ?? limits.Time));
    }

    /// <summary>A timer takes 49 days at most, which an audit that may take longer never sees the end of.</summary>
    private static int Milliseconds(TimeSpan span) => span <= TimeSpan.Zero ? 0 : Deadline.After(span).RemainingMilliseconds;

    /// <summary>Cancelled by the user, or when the time has passed.</summary>
    internal CancellationToken Stop => _time.Token;

    /// <summary>Connections that were begun.</summary>
    internal int Connections => Volatile.Read(ref _connections);

    internal TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Why nothing is asked any more; null while it is.</summary>
    internal string? GivenUp => _givenUp;

    /// <summary>True once one connection at a time has to do.</summary>
    internal bool IsSlow => _isSlow;

    internal void GoSlow() => _isSlow = true;

    /// <summary>Asks nothing any more; the first reason stays.</summary>
    internal void GiveUp(string why) => _givenUp ??= why;

    /// <summary>Counts a connection that waits for no place: the first one.</summary>
    internal void CountFirst() => Interlocked.Increment(ref _connections);

    /// <summary>A place among the connections, until it is disposed; null if there is to be none any more.</summary>
    internal async Task<IDisposable?> EnterAsync()
    {
        var place = new Place();
        try
        {
            await place.TakeAsync(_places, _time.Token).ConfigureAwait(false);
            if (_isSlow)
                await place.TakeAsync(_one, _time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            place.Dispose();
            Ended();
            return null;
        }

        if (_givenUp is null && Interlocked.Increment(ref _connections) > _limits.Connections)
        {
            Interlocked.Decrement(ref _connections);
            _givenUp = $"the limit of {_limits.Connections} connections was reached";
        }

        if (_givenUp is null)
            return place;
        place.Dispose();
        return null;
    }

    /// <summary>Leaves the server alone for a while. Others wait too while one pauses: the server is to have a rest.</summary>
    /// <returns>False if the time passed.</returns>
    internal async Task<bool> PauseAsync(TimeSpan pause)
    {
        bool isHeld = false;
        try
        {
            await _one.WaitAsync(_time.Token).ConfigureAwait(false);
            isHeld = true;
            await Task.Delay(pause, _time.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            Ended();
            return false;
        }
        finally
        {
            if (isHeld)
                _one.Release();
        }
    }

    /// <summary>Leaves the server alone for a moment.</summary>
    internal Task RestAsync() => PauseAsync(_limits.Pauses.Length > 0 ? _limits.Pauses[0] : TimeSpan.Zero);

    /// <summary>Does something in the time that the server gets; why it was ended, or null if it was not.</summary>
    internal async Task<string?> WithinTimeAsync(Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException) when (_time.IsCancellationRequested)
        {
            return Ended();
        }
    }

    /// <summary>What ended a wait: the user, whose stop is thrown on, or the time, which is told.</summary>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    internal string Ended()
    {
        _stop.ThrowIfCancellationRequested();
        return _givenUp ??= (_limits.Share is null ? "the" : "this address's share of the")
            + FormattableString.Invariant($" time limit of {_limits.Time.TotalSeconds:0} s passed");
    }

    public void Dispose()
    {
        _time.Dispose();
        _places.Dispose();
        _one.Dispose();
    }

    /// <summary>What a connection holds while it lasts.</summary>
    private sealed class Place : IDisposable
    {
        private readonly Stack<SemaphoreSlim> _held = new();

        internal async Task TakeAsync(SemaphoreSlim semaphore, CancellationToken cancellationToken)
        {
            await semaphore.WaitAsync(cancellationToken).ConfigureAwait(false);
            _held.Push(semaphore);
        }

        public void Dispose()
        {
            while (_held.Count > 0)
                _held.Pop().Release();
        }
    }
}
