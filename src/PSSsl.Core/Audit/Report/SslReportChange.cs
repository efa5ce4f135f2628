namespace PSSsl;

/// <summary>What changed between two audits of a server.</summary>
public enum SslReportChangeKind
{
    /// <summary>A server or a finding that was not there before.</summary>
    New,

    /// <summary>A server or a finding that is there no more.</summary>
    Gone,

    /// <summary>It is worse than before.</summary>
    Worse,

    /// <summary>It is better than before.</summary>
    Better,

    /// <summary>It could be found out before, and now not any more: whether it is gone is not known.</summary>
    Unknown,
}

/// <summary>One difference between two audits.</summary>
public sealed class SslReportChange : SavedReportChange
{
    /// <summary>What kind of change it is.</summary>
    internal SslReportChangeKind Kind { get; init; }

    /// <summary>The host.</summary>
    public string Host { get; internal init; } = string.Empty;

    /// <summary>The port.</summary>
    public int Port { get; internal init; }

    /// <summary>A finding's number; Server or Grade for those.</summary>
    public string Id { get; internal init; } = string.Empty;

    /// <summary>How bad the finding is.</summary>
    internal new SslSeverity Severity { get; init; }

    /// <summary>What it is about.</summary>
    public string Title { get; internal init; } = string.Empty;

    /// <summary>As it was.</summary>
    public string? Before { get; internal init; }

    /// <summary>As it is.</summary>
    public string? After { get; internal init; }

    /// <summary>Host and port.</summary>
    public string Server => $"{(Host.IndexOf(':') >= 0 ? $"[{Host}]" : Host)}:{Port}";

    /// <inheritdoc/>
    public override string ToString() => $"{Server} {Kind}: {Title}";
}
