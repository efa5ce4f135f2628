using System;
using System.Collections.Generic;

namespace PSSsl.Audit.Findings;

/// <summary>One row of the table of findings: what is looked for in a report, what it means and what to do.</summary>
internal sealed class FindingRule
{
    internal FindingRule(int number, SslSeverity severity, string title, Func<SslServerReport, string?> see)
    {
        Number = number;
        Severity = severity;
        Title = title;
        See = see;
    }

    /// <summary>A rule that is broken where a server has a weakness.</summary>
    internal FindingRule(int number, SslSeverity severity, string title, string weakness)
        : this(number, severity, title, Seen.Weakness(weakness)) => Weakness = weakness;

    internal int Number { get; }

    /// <summary>The weakness that it is about.</summary>
    internal string? Weakness { get; }

    internal string Id => FormattableString.Invariant($"SSL{Number:0000}");

    internal SslSeverity Severity { get; }

    internal string Title { get; }

    /// <summary>What was seen; null if it is not there, or not known to be.</summary>
    internal Func<SslServerReport, string?> See { get; }

    internal string Why { get; init; } = string.Empty;

    internal string Fix { get; init; } = string.Empty;

    /// <summary>What to write, by server software.</summary>
    internal IReadOnlyDictionary<string, string> Fixes { get; init; } = ServerFixes.None;

    internal IReadOnlyList<string> References { get; init; } = Array.Empty<string>();
}
