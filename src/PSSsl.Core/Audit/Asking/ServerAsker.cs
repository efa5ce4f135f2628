using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Asking;

/// <summary>
/// Asks one server, with a bound on connections at a time and in all. It goes slower with a server that does not take them, and gives up
/// one that stays silent; what was not found out is told as that, never as a "no".
/// </summary>
internal sealed class ServerAsker : IDisposable
{
    /// <summary>How often in a row a server must drop a hello, and take another in between, until that is a "no".</summary>
    private const int DropsOfSteady = 2, DropsOfFlaky = 6;

    /// <summary>How often a first connection that is dropped at once is tried again.</summary>
    private const int MostMeetings = 2;

    private readonly ProbeRoute _route;
    private readonly AskLimits _limits;
    private readonly CancellationToken _stop;
    private readonly CancellationTokenSource _time;
    private readonly SemaphoreSlim _gate;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    private int _connections;
    private int _silences;
    private long _waste;
    private int _lost;
    private int _refusals;
    private int _weakRefusals;
    private volatile bool _isSlow;
    private volatile bool _isFlaky;
    private volatile string? _givenUp;
    private volatile ClientHello? _good;

    internal ServerAsker(ProbeRoute route, AskLimits limits, CancellationToken stop)
    {
        _route = route;
        _limits = limits;
        _stop = stop;
        _gate = new SemaphoreSlim(limits.AtOnce, limits.AtOnce);
        _time = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (limits.Time > TimeSpan.Zero)
            _time.CancelAfter(Milliseconds(limits.Share ?? limits.Time));
    }

    /// <summary>A timer takes 49 days at most, which an audit that may take longer never sees the end of.</summary>
    private static int Milliseconds(TimeSpan span) => span <= TimeSpan.Zero ? 0 : Deadline.After(span).RemainingMilliseconds;

    internal ProbeRoute Route => _route;

    internal CancellationToken Stop => _time.Token;

    /// <summary>Connections that were begun.</summary>
    internal int Connections => Volatile.Read(ref _connections);

    internal TimeSpan Elapsed => _watch.Elapsed;

    /// <summary>Why nothing is asked any more; null while it is.</summary>
    internal string? GivenUp => _givenUp;

    /// <summary>True once it did not stand as many connections at once as it may get.</summary>
    internal bool IsSlow => _isSlow;

    /// <summary>True if it drops connections at random, and something was taken for a "no" before that was known.</summary>
    internal bool IsDoubtful => _isFlaky && Volatile.Read(ref _weakRefusals) > 0;

    /// <summary>A hello that the server has agreed to: whoever refuses another one while it takes this one means it.</summary>
    internal ClientHello? Good => _good;

    /// <summary>True if it refused something after it had agreed last: whether it still talks to us is then to be seen.</summary>
    internal bool IsInDoubt => Volatile.Read(ref _refusals) > 0;

    internal void Trust(ClientHello hello) => _good = hello;

    /// <summary>The first connection: a server that is not reached is the caller's error.</summary>
    /// <exception cref="SslException">It is not reached, or does not go over to TLS.</exception>
    internal async Task<ProbeAnswer> MeetAsync(ClientHello hello)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await MeetOnceAsync(hello).ConfigureAwait(false);
            }
            catch (SslException e) when (e.Code == SslErrorCode.PeerVanished && attempt < MostMeetings)
            {
                // It takes connections, and had one too many.
                await RestAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<ProbeAnswer> MeetOnceAsync(ClientHello hello)
    {
        Interlocked.Increment(ref _connections);
        using ProbeLine line = await _route.OpenAsync(_time.Token).ConfigureAwait(false);
        string? why = null;
        try
        {
            await line.SendAsync(hello.Encode()).ConfigureAwait(false);
        }
        catch (SslException e)
        {
            why = e.Message.TrimEnd('.');
        }

        if (why is not null)
            return ProbeAnswer.None(why);
        ServerFlight flight = await line.ReadFlightAsync(wantsAll: false).ConfigureAwait(false);
        Note(flight);
        return ProbeAnswer.Of(flight);
    }

    /// <summary>Sends a hello and reads the first flight.</summary>
    internal Task<ProbeAnswer> AskAsync(ClientHello hello, bool wantsAll = false) => AskAsync(hello.Encode(), wantsAll);

    internal async Task<ProbeAnswer> AskAsync(byte[] hello, bool wantsAll = false)
    {
        ServerFlight? flight = null;
        string? why = await UseAsync(async line =>
        {
            await line.SendAsync(hello).ConfigureAwait(false);
            flight = await line.ReadFlightAsync(wantsAll).ConfigureAwait(false);
        }).ConfigureAwait(false);
        if (flight is null)
            return ProbeAnswer.None(why ?? "nothing came");
        Note(flight);
        return ProbeAnswer.Of(flight);
    }

    /// <summary>Uses a connection; a broken one is told in words, or null if all went well.</summary>
    internal async Task<string?> UseAsync(Func<ProbeLine, Task> use)
    {
        for (int attempt = 0; ; attempt++)
        {
            (bool again, string? why) = await TryAsync(use).ConfigureAwait(false);
            if (!again || attempt >= _limits.Pauses.Length || _givenUp is not null)
                return why;
            _isSlow = true;
            if (!await PauseAsync(_limits.Pauses[attempt]).ConfigureAwait(false))
                return _givenUp;
        }
    }

    /// <summary>
    /// Does work that needs no connection to the server, within the server's time limit. The reason if it failed, or null.
    /// </summary>
    internal async Task<string?> BesideAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            return await WithinTimeAsync(() => work(_time.Token)).ConfigureAwait(false);
        }
        catch (SslException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

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
            _stop.ThrowIfCancellationRequested();
            return OutOfTime();
        }
    }

    /// <summary>
    /// A whole handshake of the engine, counted and bounded as the others. Who drops it counts as one who drops a hello does.
    /// </summary>
    internal async Task<ShakeAnswer> ShakeAsync(SslContext context, bool isPipelined = false)
    {
        ShakeAnswer answer = await TryShakeAsync(context, isPipelined).ConfigureAwait(false);
        for (int drops = 1; _good is { } good && IsDrop(answer.Error);)
        {
            if ((await ControlAsync(good).ConfigureAwait(false)).Hello is null)
                return answer;
            answer = await TryShakeAsync(context, isPipelined).ConfigureAwait(false);
            _isFlaky |= answer.Socket is not null;
            int enough = _isFlaky ? DropsOfFlaky : DropsOfSteady;
            if (!IsDrop(answer.Error) || ++drops < enough)
                continue;
            if (enough == DropsOfSteady)
                Interlocked.Increment(ref _weakRefusals);
            return answer with { IsDropped = answer.Error!.Phase == SslPhase.Handshake };
        }

        return answer;
    }

    private static bool IsDrop(SslException? error) =>
        error is { Code: SslErrorCode.PeerVanished or SslErrorCode.ConnectionRefused or SslErrorCode.Network };

    private async Task<ShakeAnswer> TryShakeAsync(SslContext context, bool isPipelined)
    {
        using Place? place = await EnterAsync().ConfigureAwait(false);
        if (place is null)
            return new ShakeAnswer(null, null, _givenUp);
        try
        {
            return new ShakeAnswer(await _route.ShakeAsync(context, isPipelined, _time.Token).ConfigureAwait(false), null, null);
        }
        catch (SslException e)
        {
            return new ShakeAnswer(null, e, e.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException)
        {
            _stop.ThrowIfCancellationRequested();
            return new ShakeAnswer(null, null, OutOfTime());
        }
    }

    /// <summary>Finds out whether a server takes what a hello offers.</summary>
    /// <param name="hello">What is offered.</param>
    /// <param name="fits">Whether an answer takes it up; one that does not takes something else, and so refuses this.</param>
    /// <param name="wantsAll">Whether the whole flight is read.</param>
    internal Task<Settled> SettleAsync(ClientHello hello, Func<ServerFlight, bool> fits, bool wantsAll = false) =>
        SettleAsync(hello.Encode(), fits, wantsAll);

    internal async Task<Settled> SettleAsync(byte[] hello, Func<ServerFlight, bool> fits, bool wantsAll = false)
    {
        ProbeAnswer answer = await AskAsync(hello, wantsAll).ConfigureAwait(false);
        if (Judge(answer, fits) is { } first)
            return first;
        // Whoever breaks off once may have been disturbed; whoever agrees on something else in between has not.
        if (_good is not { } good)
            return new Settled(null, answer);
        for (int balks = 1; ;)
        {
            ProbeAnswer control = await ControlAsync(good).ConfigureAwait(false);
            if (control.Hello is null)
                return new Settled(null, answer, $"{answer.Told}; but it does not answer other questions either");
            bool wasDropped = answer.IsDrop;
            answer = await AskAsync(hello, wantsAll).ConfigureAwait(false);
            if (Judge(answer, fits) is { } judged)
            {
                _isFlaky |= wasDropped && answer.Flight is not null;
                return judged;
            }

            if (!answer.IsBalk)
                return new Settled(null, answer);
            int enough = answer.IsDrop && _isFlaky ? DropsOfFlaky : DropsOfSteady;
            if (++balks < enough)
                continue;
            if (answer.IsDrop && enough == DropsOfSteady)
                Interlocked.Increment(ref _weakRefusals);
            return new Settled(false, answer);
        }
    }

    /// <summary>Whether it still takes what it took; a server that bans us after a while says "no" to everything.</summary>
    internal async Task<bool> IsStillThereAsync()
    {
        if (_good is not { } good || !IsInDoubt)
            return _good is not null;
        return (await ControlAsync(good).ConfigureAwait(false)).Hello is not null;
    }

    /// <summary>
    /// Whether it takes what it took. Where it does not, it may have too much to do: it gets a rest, and less of us from then on.
    /// </summary>
    private async Task<ProbeAnswer> ControlAsync(ClientHello good)
    {
        ProbeAnswer answer = await AskAsync(good).ConfigureAwait(false);
        foreach (TimeSpan pause in _limits.Pauses)
        {
            if (answer.Hello is not null || _givenUp is not null)
                return answer;
            _isSlow = _isFlaky = true;
            if (await PauseAsync(pause).ConfigureAwait(false))
                answer = await AskAsync(good).ConfigureAwait(false);
        }

        if (answer.Hello is null)
            _givenUp ??= "it no longer takes what it took before";
        return answer;
    }

    public void Dispose()
    {
        _time.Dispose();
        _gate.Dispose();
        _one.Dispose();
    }

    private static Settled? Judge(ProbeAnswer answer, Func<ServerFlight, bool> fits)
    {
        if (answer.Flight is { } flight && (flight.Hello is not null || flight.Ssl2 is not null))
            return new Settled(fits(flight), answer);
        if (answer.IsRefusal)
            return new Settled(false, answer);
        return answer.IsBalk || answer.Flight is { End: FlightEnd.Silent } ? null : new Settled(null, answer);
    }

    private void Note(ServerFlight flight)
    {
        if (flight.Hello is not null || flight.Ssl2 is not null)
            Interlocked.Exchange(ref _refusals, 0);
        else
            Interlocked.Increment(ref _refusals);
        if (flight.End == FlightEnd.Malformed && Interlocked.Add(ref _waste, flight.Count) > _limits.Waste)
            _givenUp ??= "it sends more and more that is not an answer";
        if (flight.End != FlightEnd.Silent)
            Interlocked.Exchange(ref _silences, 0);
        else if (Interlocked.Increment(ref _silences) >= _limits.Silences)
            _givenUp ??= $"it was given up after {_limits.Silences} connections in a row without an answer in time";
    }

    private async Task<(bool Again, string? Why)> TryAsync(Func<ProbeLine, Task> use)
    {
        using Place? place = await EnterAsync().ConfigureAwait(false);
        if (place is null)
            return (false, _givenUp);
        try
        {
            using ProbeLine line = await _route.OpenAsync(_time.Token).ConfigureAwait(false);
            Interlocked.Exchange(ref _lost, 0);
            await use(line).ConfigureAwait(false);
            return (false, null);
        }
        catch (SslException e)
        {
            return (Lost(e), e.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException)
        {
            _stop.ThrowIfCancellationRequested();
            return (false, OutOfTime());
        }
    }

    /// <summary>Whether another try makes sense: a server that answered before and now does not may have too much to do.</summary>
    private bool Lost(SslException error)
    {
        bool isOfNetwork = error.Code is SslErrorCode.ConnectionRefused or SslErrorCode.TimedOut or SslErrorCode.PeerVanished
            or SslErrorCode.Network
            or SslErrorCode.StartTlsRefused or SslErrorCode.HostUnreachable;
        if (Interlocked.Increment(ref _lost) > 2 * _limits.Pauses.Length)
            _givenUp ??= $"it takes no more connections: {error.Message.TrimEnd('.')}";
        return isOfNetwork && _good is not null;
    }

    /// <summary>A place among the connections; null if there is to be none any more.</summary>
    private async Task<Place?> EnterAsync()
    {
        var place = new Place();
        try
        {
            await place.TakeAsync(_gate, _time.Token).ConfigureAwait(false);
            if (_isSlow)
                await place.TakeAsync(_one, _time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            place.Dispose();
            _stop.ThrowIfCancellationRequested();
            OutOfTime();
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

    /// <summary>Leaves the server alone for a moment.</summary>
    internal Task RestAsync() => PauseAsync(_limits.Pauses.Length > 0 ? _limits.Pauses[0] : TimeSpan.Zero);

    /// <summary>Others wait too while one pauses: the server is to have a rest.</summary>
    private async Task<bool> PauseAsync(TimeSpan pause)
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
            _stop.ThrowIfCancellationRequested();
            OutOfTime();
            return false;
        }
        finally
        {
            if (isHeld)
                _one.Release();
        }
    }

    private string OutOfTime() => _givenUp ??= (_limits.Share is null ? "the" : "this address's share of the")
        + FormattableString.Invariant($" time limit of {_limits.Time.TotalSeconds:0} s passed");

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
