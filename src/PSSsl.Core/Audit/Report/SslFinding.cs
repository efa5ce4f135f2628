using System;
using System.Collections.Generic;

namespace PSSsl;

/// <summary>Something that is wrong with a server, or worth knowing.</summary>
public sealed class SslFinding : SavedFinding
{
    /// <summary>Its number, which stays the same.</summary>
    public string Id { get; internal init; } = string.Empty;

    /// <summary>How bad it is.</summary>
    internal new SslSeverity Severity { get; init; }

    /// <summary>What it is.</summary>
    public string Title { get; internal init; } = string.Empty;

    /// <summary>What was seen.</summary>
    public string Evidence { get; internal init; } = string.Empty;

    /// <summary>Why it matters.</summary>
    public string Why { get; internal init; } = string.Empty;

    /// <summary>What to do.</summary>
    public string Fix { get; internal init; } = string.Empty;

    /// <summary>What to do, by server software.</summary>
    internal new IReadOnlyList<SslFindingFix> Fixes { get; init => field = new SslRows<SslFindingFix>(value); }
        = new SslRows<SslFindingFix>(Array.Empty<SslFindingFix>());

    /// <summary>Where more is said.</summary>
    internal new IReadOnlyList<string> References { get; init => field = new SslTextList(value); }
        = new SslTextList(Array.Empty<string>());

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Severity}: {Title}";
}
