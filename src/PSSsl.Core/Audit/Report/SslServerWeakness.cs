using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>A known weakness, and whether a server has it.</summary>
public sealed class SslServerWeakness
{
    /// <summary>Its name.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>Its number in the list of vulnerabilities.</summary>
    public string? Cve { get; internal init; }

    /// <summary>Whether the server has it.</summary>
    internal SslWeaknessState State { get; init; }

    /// <summary>What was seen.</summary>
    public string Detail { get; internal init; } = string.Empty;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {State}";
}
