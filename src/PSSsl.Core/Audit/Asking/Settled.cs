using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Asking;

/// <summary>Whether a server takes what was offered, as far as that could be found out.</summary>
internal sealed class Settled
{
    internal Settled(bool? taken, ProbeAnswer answer, string? why = null)
    {
        Taken = taken;
        Answer = answer;
        Why = why ?? answer.Told;
    }

    /// <summary>Null if it is not known.</summary>
    internal bool? Taken { get; }

    internal ProbeAnswer Answer { get; }

    internal ServerFlight? Flight => Answer.Flight;

    internal ServerHello Hello => Answer.Hello!;

    /// <summary>What was seen, in words that follow on "because" or a colon.</summary>
    internal string Why { get; }
}
