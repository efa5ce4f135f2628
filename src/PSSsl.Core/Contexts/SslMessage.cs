namespace PSSsl;

/// <summary>One TLS message on its way, as -MessageCallback and -Debug see it; it contains no secret.</summary>
public sealed class SslMessage
{
    internal SslMessage(bool sent, string contentType, string? handshakeType, int length)
    {
        Sent = sent;
        ContentType = contentType;
        HandshakeType = handshakeType;
        Length = length;
    }

    /// <summary>True if we sent it, false if the peer did.</summary>
    public bool Sent { get; }

    /// <summary>The record's type (RFC 8446, 5.1): handshake, alert, change_cipher_spec, application_data.</summary>
    public string ContentType { get; }

    /// <summary>The handshake message's type (RFC 8446, 4), or an alert's name; null for other records.</summary>
    public string? HandshakeType { get; }

    /// <summary>Length of the record's plaintext in bytes.</summary>
    public int Length { get; }

    /// <inheritdoc/>
    public override string ToString() =>
        $"{(Sent ? ">>>" : "<<<")} {ContentType}{(HandshakeType is null ? string.Empty : " " + HandshakeType)}, {Length} bytes";
}
