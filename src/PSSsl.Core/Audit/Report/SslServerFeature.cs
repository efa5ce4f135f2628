using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>Something that a server can do, or does in its own way.</summary>
public sealed class SslServerFeature
{
    /// <summary>What it is.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>True, false, or null if it could not be found out.</summary>
    public bool? IsOn { get; internal init; }

    /// <summary>What else is known of it.</summary>
    public string? Value { get; internal init; }

    /// <summary>What was seen.</summary>
    public string? Detail { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}: {(IsOn is null ? "unknown" : IsOn.Value ? "yes" : "no")}{(Value is null ? null : $" ({Value})")}";
}
