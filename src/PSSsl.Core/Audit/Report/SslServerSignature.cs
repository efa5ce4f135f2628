using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>A signature scheme that a server signs its key exchange with.</summary>
public sealed class SslServerSignature
{
    /// <summary>The protocol version.</summary>
    public string Protocol { get; internal init; } = string.Empty;

    /// <summary>IANA's name.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>IANA's number.</summary>
    public int Id { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Protocol} {Name}";
}
