using System;

namespace PSSsl;

/// <summary>
/// What serialisers see of a finding: its severity as a word, and its lists as text, since a list so deep within a report would be cut off.
/// </summary>
public abstract class SavedFinding
{
    private protected SavedFinding()
    {
    }

    private SslFinding Whole => (SslFinding)this;

    /// <summary>How bad it is.</summary>
    public string Severity => Whole.Severity.ToString();

    /// <summary>What to do, by server software.</summary>
    public string Fixes => string.Join(Environment.NewLine, Whole.Fixes);

    /// <summary>Where more is said.</summary>
    public string References => string.Join(", ", Whole.References);
}
