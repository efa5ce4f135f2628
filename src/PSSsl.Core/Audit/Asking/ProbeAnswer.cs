using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Asking;

/// <summary>What came of one question to a server: a flight, or why there is none.</summary>
internal sealed class ProbeAnswer
{
    private ProbeAnswer(ServerFlight? flight, string? why)
    {
        Flight = flight;
        Why = why;
    }

    internal ServerFlight? Flight { get; }

    /// <summary>Why it was not asked, or not reached.</summary>
    internal string? Why { get; }

    internal ServerHello? Hello => Flight?.Hello;

    /// <summary>A refusal in so many words.</summary>
    internal bool IsRefusal => Flight is { End: FlightEnd.Alert, Hello: null } flight
        && (SslAlert)flight.Alert is SslAlert.handshake_failure or SslAlert.protocol_version or SslAlert.insufficient_security;

    /// <summary>
    /// It broke off without such a word. Servers that want nothing of what was offered do so too, but networks and servers in trouble as
    /// well: it counts only if the same is done again while others questions are answered.
    /// </summary>
    internal bool IsBalk =>
        Flight is { Hello: null, Ssl2: null, End: FlightEnd.Alert or FlightEnd.Closed or FlightEnd.Reset } && !IsRefusal;

    /// <summary>It broke off without a word.</summary>
    internal bool IsDrop => IsBalk && Flight!.End is FlightEnd.Closed or FlightEnd.Reset;

    internal string Told => Why ?? $"the answer is {Flight!.Told}";

    internal static ProbeAnswer Of(ServerFlight flight) => new(flight, null);

    internal static ProbeAnswer None(string why) => new(null, why);
}
