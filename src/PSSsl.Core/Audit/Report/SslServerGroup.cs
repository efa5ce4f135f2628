using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>A group of the key exchange that a server takes in a protocol version.</summary>
public sealed class SslServerGroup
{
    /// <summary>The protocol version.</summary>
    public string Protocol { get; internal init; } = string.Empty;

    /// <summary>Its place in the server's order.</summary>
    public int Order { get; internal init; }

    /// <summary>IANA's name; DH and the number of bits for a prime of the server's own.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary>IANA's number; 0 for a prime of the server's own.</summary>
    public int Id { get; internal init; }

    /// <summary>Bits of the prime; 0 for curves.</summary>
    public int Bits { get; internal init; }

    /// <summary>True if it stays safe against quantum computers.</summary>
    public bool IsPostQuantum { get; internal init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Protocol} {Name}";
}
