namespace PSSsl;

/// <summary>What a client would agree on with a server.</summary>
public sealed class SslClientSimulation
{
    /// <summary>The client.</summary>
    public string Client { get; internal init; } = string.Empty;

    /// <summary>True, false, or null if it could not be found out.</summary>
    public bool? Connects { get; internal init; }

    /// <summary>The protocol version.</summary>
    public string? Version { get; internal init; }

    /// <summary>The suite.</summary>
    internal SslCipher? Cipher { get; init; }

    /// <summary>The group of the key exchange.</summary>
    public string? Group { get; internal init; }

    /// <summary>
    /// The key of the certificate that the client is shown; null where the server chooses between several, or none is shown.
    /// </summary>
    public string? Certificate { get; internal init; }

    /// <summary>Why it does not connect.</summary>
    public string? Detail { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Client}: {(Connects == true ? $"{Version} {Cipher}" : Detail)}";
}
