namespace PSSsl.Expectations;

/// <summary>What came of an expectation, and what was seen.</summary>
internal sealed class ExpectationResult
{
    private ExpectationResult(bool isMet, string seen)
    {
        IsMet = isMet;
        Seen = seen;
    }

    /// <summary>Whether what was expected, or the contrary if that was expected, is known to be so.</summary>
    internal bool IsMet { get; }

    /// <summary>What was seen, as it stands behind "but".</summary>
    internal string Seen { get; }

    /// <summary>It is known whether it is so.</summary>
    internal static ExpectationResult Known(bool isSo, bool negate, string seen) => new(isSo != negate, seen);

    /// <summary>
    /// Nobody knows. That meets no expectation, least of all a negative one: a host that is down offers no old versions either, and would
    /// pass for a safe one.
    /// </summary>
    internal static ExpectationResult Unknown(string why) => new(false, $"that could not be found out: {why}");
}
