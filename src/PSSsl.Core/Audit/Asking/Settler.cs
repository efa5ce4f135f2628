using System;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Asking;

/// <summary>
/// Finds out whether a server takes what is offered. An alert that says so is a "no"; a server that only breaks off must do it again, and
/// take what it took before in between.
/// </summary>
internal sealed class Settler
{
    /// <summary>How often in a row a server must drop a hello, and take another in between, until that is a "no".</summary>
    private const int DropsOfSteady = 2, DropsOfFlaky = 6;

    private readonly ServerAsker _asker;
    private readonly AskGate _gate;
    private readonly AskLimits _limits;

    private int _weakRefusals;
    private volatile bool _isFlaky;

    internal Settler(ServerAsker asker, AskGate gate, AskLimits limits)
    {
        _asker = asker;
        _gate = gate;
        _limits = limits;
    }

    /// <summary>True if it drops connections at random, and something was taken for a "no" before that was known.</summary>
    internal bool IsDoubtful => _isFlaky && Volatile.Read(ref _weakRefusals) > 0;

    /// <summary>See <see cref="ServerAsker.SettleAsync(byte[], Func{ServerFlight, bool}, bool)"/>.</summary>
    internal async Task<Settled> SettleAsync(byte[] hello, Func<ServerFlight, bool> fits, bool wantsAll)
    {
        ProbeAnswer answer = await _asker.AskAsync(hello, wantsAll).ConfigureAwait(false);
        if (Judge(answer, fits) is { } first)
            return first;
        // Whoever breaks off once may have been disturbed; whoever agrees on something else in between has not.
        if (_asker.Good is not { } good)
            return new Settled(null, answer);
        for (int balks = 1; ;)
        {
            if (!await TakesAsync(good).ConfigureAwait(false))
                return new Settled(null, answer, $"{answer.Told}; but it does not answer other questions either");
            bool wasDropped = answer.IsDrop;
            answer = await _asker.AskAsync(hello, wantsAll).ConfigureAwait(false);
            if (Judge(answer, fits) is { } judged)
            {
                _isFlaky |= wasDropped && answer.Flight is not null;
                return judged;
            }

            if (!answer.IsBalk)
                return new Settled(null, answer);
            if (IsEnough(++balks, answer.IsDrop))
                return new Settled(false, answer);
        }
    }

    /// <summary>See <see cref="ServerAsker.ShakeAsync"/>.</summary>
    internal async Task<ShakeAnswer> ShakeAsync(Func<Task<ShakeAnswer>> shakeOnce)
    {
        ShakeAnswer answer = await shakeOnce().ConfigureAwait(false);
        for (int drops = 1; _asker.Good is { } good && IsDrop(answer.Error);)
        {
            if (!await TakesAsync(good).ConfigureAwait(false))
                return answer;
            answer = await shakeOnce().ConfigureAwait(false);
            _isFlaky |= answer.Socket is not null;
            if (IsDrop(answer.Error) && IsEnough(++drops, isDrop: true))
                return answer with { IsDropped = answer.Error!.Phase == SslPhase.Handshake };
        }

        return answer;
    }

    /// <summary>
    /// Whether it takes what it took. Where it does not, it may have too much to do: it gets a rest, and less of us from then on.
    /// </summary>
    internal async Task<bool> TakesAsync(ClientHello good)
    {
        ProbeAnswer answer = await _asker.AskAsync(good).ConfigureAwait(false);
        foreach (TimeSpan pause in _limits.Pauses)
        {
            if (answer.Hello is not null || _gate.GivenUp is not null)
                return answer.Hello is not null;
            _gate.GoSlow();
            _isFlaky = true;
            if (await _gate.PauseAsync(pause).ConfigureAwait(false))
                answer = await _asker.AskAsync(good).ConfigureAwait(false);
        }

        if (answer.Hello is null)
            _gate.GiveUp("it no longer takes what it took before");
        return answer.Hello is not null;
    }

    /// <summary>Whether it broke off often enough for a "no".</summary>
    private bool IsEnough(int times, bool isDrop)
    {
        bool isKnownFlaky = _isFlaky;
        if (times < (isDrop && isKnownFlaky ? DropsOfFlaky : DropsOfSteady))
            return false;
        if (isDrop && !isKnownFlaky)
            Interlocked.Increment(ref _weakRefusals);
        return true;
    }

    private static bool IsDrop(SslException? error) =>
        error is { Code: SslErrorCode.PeerVanished or SslErrorCode.ConnectionRefused or SslErrorCode.Network };

    /// <returns>Null if it broke off, which alone says nothing, or said nothing at all.</returns>
    private static Settled? Judge(ProbeAnswer answer, Func<ServerFlight, bool> fits)
    {
        if (answer.Flight is { } flight && (flight.Hello is not null || flight.Ssl2 is not null))
            return new Settled(fits(flight), answer);
        if (answer.IsRefusal)
            return new Settled(false, answer);
        return answer.IsBalk || answer.Flight is { End: FlightEnd.Silent } ? null : new Settled(null, answer);
    }
}
