namespace PSSsl;

/// <summary>What changes a finding, in one server's configuration.</summary>
public sealed class SslFindingFix
{
    /// <summary>The server software.</summary>
    public string Software { get; internal init; } = string.Empty;

    /// <summary>What to write there.</summary>
    public string Text { get; internal init; } = string.Empty;

    /// <inheritdoc/>
    public override string ToString() => $"{Software}: {Text}";
}
