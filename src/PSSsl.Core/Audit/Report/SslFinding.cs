using System;
using System.Collections.Generic;

namespace PSSsl;

/// <summary>Something that is wrong with a server, or worth knowing.</summary>
public sealed class SslFinding
{
    /// <summary>Its number, which stays the same.</summary>
    public string Id { get; internal init; } = string.Empty;

    /// <summary>How bad it is.</summary>
    public SslSeverity Severity { get; internal init; }

    /// <summary>What it is.</summary>
    public string Title { get; internal init; } = string.Empty;

    /// <summary>What was seen.</summary>
    public string Evidence { get; internal init; } = string.Empty;

    /// <summary>Why it matters.</summary>
    public string Why { get; internal init; } = string.Empty;

    /// <summary>What to do.</summary>
    public string Fix { get; internal init; } = string.Empty;

    /// <summary>What to do, by server software.</summary>
    public IReadOnlyList<SslFindingFix> Fixes
    {
        get;
        internal init => field = new SslRows<SslFindingFix>(value);
    } = new SslRows<SslFindingFix>([]);

    /// <summary>Where more is said.</summary>
    public IReadOnlyList<string> References
    {
        get;
        internal init => field = new SslRows<string>(value);
    } = new SslRows<string>([]);

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Severity}: {Title}";
}
