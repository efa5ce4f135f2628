using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>A protocol version, and whether a server has it.</summary>
public sealed class SslServerProtocol
{
    /// <summary>SSLv2, SSLv3, TLSv1, TLSv1_1, TLSv1_2, TLSv1_3.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>Whether it is offered.</summary>
    internal SslOfferState State { get; init; }

    /// <summary>The suite that the server takes if it may choose; null if that is not known.</summary>
    internal SslCipher? Cipher { get; init; }

    /// <summary>
    /// True if the server takes its own order of suites, false if the client's; null if it has one suite or that is not known.
    /// </summary>
    public bool? ServerOrder { get; internal init; }

    /// <summary>True if the server follows its own order, but takes ChaCha20 from a client that has it first.</summary>
    public bool? PrefersChaCha { get; internal init; }

    /// <summary>What was seen where nothing was found out.</summary>
    public string? Detail { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {State}";
}
