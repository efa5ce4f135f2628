namespace PSSsl;

/// <summary>What a web server says about itself.</summary>
public sealed class SslServerHttp
{
    /// <summary>The first line of its answer.</summary>
    public string? Status { get; internal init; }

    /// <summary>The software that it names.</summary>
    public string? Server { get; internal init; }

    /// <summary>True with Strict-Transport-Security; null if it was not found out.</summary>
    public bool? HasHsts { get; internal init; }

    /// <summary>For how many seconds.</summary>
    public long? HstsMaxAge { get; internal init; }

    /// <summary>Whether subdomains are included.</summary>
    public bool HstsSubdomains { get; internal init; }

    /// <summary>Whether it asks to be in browsers' lists.</summary>
    public bool HstsPreload { get; internal init; }

    /// <summary>What was seen where nothing was found out.</summary>
    public string? Detail { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => Status ?? Detail ?? string.Empty;
}
