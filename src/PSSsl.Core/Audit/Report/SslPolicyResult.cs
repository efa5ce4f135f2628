using System;
using System.Collections.Generic;
using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>Whether a server is as a policy wants it.</summary>
public sealed class SslPolicyResult : SavedPolicyResult
{
    /// <summary>The policy.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>Its version.</summary>
    public string Version { get; internal init; } = string.Empty;

    /// <summary>Its date.</summary>
    public string Date { get; internal init; } = string.Empty;

    /// <summary>True, false, or null if that is not known.</summary>
    public bool? Met { get; internal init; }

    /// <summary>What is not as it says, with the section.</summary>
    internal new IReadOnlyList<string> Violations { get; init => field = new SslTextList(value); }
        = new SslTextList(Array.Empty<string>());

    /// <summary>What could not be found out.</summary>
    internal new IReadOnlyList<string> Unknown { get; init => field = new SslTextList(value); }
        = new SslTextList(Array.Empty<string>());

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {(Met is null ? "unknown" : Met.Value ? "met" : $"{Violations.Count} violations")}";
}
