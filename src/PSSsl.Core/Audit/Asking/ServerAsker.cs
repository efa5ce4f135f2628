using System;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Asking;

/// <summary>
/// Asks one server, with a bound on connections at a time and in all (<see cref="AskGate"/>). It goes slower with a server that does not
/// take them, and gives up one that stays silent (<see cref="ServerManners"/>); what was not found out is told as that, never as a "no"
/// (<see cref="Settler"/>).
/// </summary>
internal sealed class ServerAsker : IDisposable
{
    private readonly AskLimits _limits;
    private readonly AskGate _gate;
    private readonly ServerManners _manners;
    private readonly Settler _settler;

    internal ServerAsker(ProbeRoute route, AskLimits limits, CancellationToken stop)
    {
        Route = route;
        _limits = limits;
        _gate = new AskGate(limits, stop);
        _manners = new ServerManners(limits, _gate);
        _settler = new Settler(this, _gate, limits);
    }

    internal ProbeRoute Route { get; }

    internal CancellationToken Stop => _gate.Stop;

    /// <summary>Connections that were begun.</summary>
    internal int Connections => _gate.Connections;

    internal TimeSpan Elapsed => _gate.Elapsed;

    /// <summary>Why nothing is asked any more; null while it is.</summary>
    internal string? GivenUp => _gate.GivenUp;

    /// <summary>True once it did not stand as many connections at once as it may get.</summary>
    internal bool IsSlow => _gate.IsSlow;

    /// <summary>See <see cref="Settler.IsDoubtful"/>.</summary>
    internal bool IsDoubtful => _settler.IsDoubtful;

    /// <summary>See <see cref="ServerManners.Good"/>.</summary>
    internal ClientHello? Good => _manners.Good;

    /// <summary>See <see cref="ServerManners.IsInDoubt"/>.</summary>
    internal bool IsInDoubt => _manners.IsInDoubt;

    internal void Trust(ClientHello hello) => _manners.Good = hello;

    /// <summary>The first connection: a server that is not reached is the caller's error.</summary>
    /// <exception cref="SslException">It is not reached, or does not go over to TLS.</exception>
    internal Task<ProbeAnswer> MeetAsync(ClientHello hello) => ServerMeeting.MeetAsync(Route, _gate, _manners, hello);

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
        _manners.Answered(flight);
        return ProbeAnswer.Of(flight);
    }

    /// <summary>Uses a connection; a broken one is told in words, or null if all went well.</summary>
    internal async Task<string?> UseAsync(Func<ProbeLine, Task> use)
    {
        for (int attempt = 0; ; attempt++)
        {
            (bool again, string? why) = await UseOnceAsync(use).ConfigureAwait(false);
            if (!again || attempt >= _limits.Pauses.Length || GivenUp is not null)
                return why;
            _gate.GoSlow();
            if (!await _gate.PauseAsync(_limits.Pauses[attempt]).ConfigureAwait(false))
                return GivenUp;
        }
    }

    private async Task<(bool Again, string? Why)> UseOnceAsync(Func<ProbeLine, Task> use)
    {
        using IDisposable? place = await _gate.EnterAsync().ConfigureAwait(false);
        if (place is null)
            return (false, GivenUp);
        try
        {
            using ProbeLine line = await Route.OpenAsync(Stop).ConfigureAwait(false);
            _manners.Reached();
            await use(line).ConfigureAwait(false);
            return (false, null);
        }
        catch (SslException e)
        {
            return (_manners.Lost(e), e.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException)
        {
            return (false, _gate.Ended());
        }
    }

    /// <summary>
    /// Does work that needs no connection to the server, within the server's time limit. The reason if it failed, or null.
    /// </summary>
    internal async Task<string?> BesideAsync(Func<CancellationToken, Task> work)
    {
        try
        {
            return await WithinTimeAsync(() => work(Stop)).ConfigureAwait(false);
        }
        catch (SslException e)
        {
            return e.Message.TrimEnd('.');
        }
    }

    /// <summary>See <see cref="AskGate.WithinTimeAsync"/>.</summary>
    internal Task<string?> WithinTimeAsync(Func<Task> work) => _gate.WithinTimeAsync(work);

    /// <summary>
    /// A whole handshake of the engine, counted and bounded as the others. Who drops it counts as one who drops a hello does.
    /// </summary>
    internal Task<ShakeAnswer> ShakeAsync(SslContext context, bool isPipelined = false) =>
        _settler.ShakeAsync(() => ShakeOnceAsync(context, isPipelined));

    private async Task<ShakeAnswer> ShakeOnceAsync(SslContext context, bool isPipelined)
    {
        using IDisposable? place = await _gate.EnterAsync().ConfigureAwait(false);
        if (place is null)
            return new ShakeAnswer(null, null, GivenUp);
        try
        {
            return new ShakeAnswer(await Route.ShakeAsync(context, isPipelined, Stop).ConfigureAwait(false), null, null);
        }
        catch (SslException e)
        {
            return new ShakeAnswer(null, e, e.Message.TrimEnd('.'));
        }
        catch (OperationCanceledException)
        {
            return new ShakeAnswer(null, null, _gate.Ended());
        }
    }

    /// <summary>Finds out whether a server takes what a hello offers.</summary>
    /// <param name="hello">What is offered.</param>
    /// <param name="fits">Whether an answer takes it up; one that does not takes something else, and so refuses this.</param>
    /// <param name="wantsAll">Whether the whole flight is read.</param>
    internal Task<Settled> SettleAsync(ClientHello hello, Func<ServerFlight, bool> fits, bool wantsAll = false) =>
        SettleAsync(hello.Encode(), fits, wantsAll);

    internal Task<Settled> SettleAsync(byte[] hello, Func<ServerFlight, bool> fits, bool wantsAll = false) =>
        _settler.SettleAsync(hello, fits, wantsAll);

    /// <summary>Whether it still takes what it took; a server that bans us after a while says "no" to everything.</summary>
    internal async Task<bool> IsStillThereAsync() =>
        Good is { } good && (!IsInDoubt || await _settler.TakesAsync(good).ConfigureAwait(false));

    /// <summary>Leaves the server alone for a moment.</summary>
    internal Task RestAsync() => _gate.RestAsync();

    public void Dispose() => _gate.Dispose();
}
