using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>A cipher suite that a server takes in a protocol version.</summary>
public sealed class SslServerSuite
{
    /// <summary>The protocol version.</summary>
    public string Protocol { get; internal init; } = string.Empty;

    /// <summary>Its place, from 1, in the server's order of preference; in the order of our offer if the server has none.</summary>
    public int Order { get; internal init; }

    /// <summary>The suite.</summary>
    internal SslCipher Cipher { get; init; } = null!;

    /// <summary>OpenSSL's name of the suite.</summary>
    public string Name => Cipher.Name;

    /// <summary>How keys are agreed on.</summary>
    public string KeyExchange => Cipher.KeyExchange;

    /// <summary>Bits of the encryption's key.</summary>
    public int Bits => Cipher.Bits;

    /// <summary>What it is worth.</summary>
    internal SslCipherStrength Strength => Cipher.Strength;

    /// <inheritdoc/>
    public override string ToString() => $"{Protocol} {Name}";
}
