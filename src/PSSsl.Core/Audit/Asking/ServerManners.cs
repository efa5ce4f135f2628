using System.Threading;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Asking;

/// <summary>How a server has behaved so far. One that only wastes time is given up.</summary>
internal sealed class ServerManners
{
    private readonly AskLimits _limits;
    private readonly AskGate _gate;

    private int _silences;
    private int _lost;
    private int _refusals;
    private long _waste;
    private volatile ClientHello? _good;

    internal ServerManners(AskLimits limits, AskGate gate)
    {
        _limits = limits;
        _gate = gate;
    }

    /// <summary>A hello that the server has agreed to: whoever refuses another one while it takes this one means it.</summary>
    internal ClientHello? Good
    {
        get => _good;
        set => _good = value;
    }

    /// <summary>True if it refused something after it had agreed last: whether it still talks to us is then to be seen.</summary>
    internal bool IsInDoubt => Volatile.Read(ref _refusals) > 0;

    /// <summary>Notes what it answered.</summary>
    internal void Answered(ServerFlight flight)
    {
        if (flight.Hello is not null || flight.Ssl2 is not null)
            Interlocked.Exchange(ref _refusals, 0);
        else
            Interlocked.Increment(ref _refusals);
        if (flight.End == FlightEnd.Malformed && Interlocked.Add(ref _waste, flight.Count) > _limits.Waste)
            _gate.GiveUp("it sends more and more that is not an answer");
        if (flight.End != FlightEnd.Silent)
            Interlocked.Exchange(ref _silences, 0);
        else if (Interlocked.Increment(ref _silences) >= _limits.Silences)
            _gate.GiveUp($"it was given up after {_limits.Silences} connections in a row without an answer in time");
    }

    /// <summary>Notes that it was reached.</summary>
    internal void Reached() => Interlocked.Exchange(ref _lost, 0);

    /// <summary>Notes that it was not reached, or a connection broke.</summary>
    /// <returns>Whether another try makes sense: a server that answered before and now does not may have too much to do.</returns>
    internal bool Lost(SslException error)
    {
        bool isOfNetwork = error.Code is SslErrorCode.ConnectionRefused or SslErrorCode.TimedOut or SslErrorCode.PeerVanished
            or SslErrorCode.Network or SslErrorCode.StartTlsRefused or SslErrorCode.HostUnreachable;
        if (Interlocked.Increment(ref _lost) > 2 * _limits.Pauses.Length)
            _gate.GiveUp($"it takes no more connections: {error.Message.TrimEnd('.')}");
        return isOfNetwork && _good is not null;
    }
}
