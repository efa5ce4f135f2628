using System;
using System.Collections.Generic;

namespace PSSsl;

/// <summary>One of several addresses of a name, and in what it differs from the first one.</summary>
public sealed class SslServerNode
{
    /// <summary>The address.</summary>
    public string Address { get; internal init; } = string.Empty;

    /// <summary>The grade of what is there; null if it could not be checked.</summary>
    public string? Grade { get; internal init; }

    /// <summary>The offered versions, newest first.</summary>
    public string? Versions { get; internal init; }

    /// <summary>In what it differs from the first address that could be checked; empty if in nothing.</summary>
    public string Differences { get; internal init; } = string.Empty;

    /// <summary>Why it could not be checked; null if it was.</summary>
    public string? Problem { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Address}: {Problem ?? (Differences.Length > 0 ? Differences : Grade)}";
}
