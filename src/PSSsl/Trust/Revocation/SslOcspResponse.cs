using System;

namespace PSSsl;

/// <summary>An OCSP response for a certificate, stapled by the server or fetched, and verified.</summary>
public sealed class SslOcspResponse
{
    internal SslOcspResponse(byte[] encoded, bool stapled)
    {
        RawData = encoded;
        Stapled = stapled;
    }

    /// <summary>What it says of the certificate. It can be relied upon: who signed it, and when, was verified.</summary>
    public SslOcspStatus Status { get; internal set; }

    /// <summary>Why it says nothing that counts; null if it does.</summary>
    public string? Fault { get; internal set; }

    /// <summary>True if it came in the handshake, false if it was fetched from the responder.</summary>
    public bool Stapled { get; }

    /// <summary>When the response was signed, UTC.</summary>
    public DateTime? ProducedAt { get; internal set; }

    /// <summary>From when on the status is known to be right, UTC.</summary>
    public DateTime? ThisUpdate { get; internal set; }

    /// <summary>When there will be news, UTC; null if at any time.</summary>
    public DateTime? NextUpdate { get; internal set; }

    /// <summary>Since when it is revoked, UTC.</summary>
    public DateTime? RevokedAt { get; internal set; }

    /// <summary>Why it is revoked (RFC 5280, 5.3.1).</summary>
    public string? Reason { get; internal set; }

    /// <summary>Who signed the response: the issuer, or whom it delegated that to.</summary>
    public string? Responder { get; internal set; }

    /// <summary>The response as it came, DER.</summary>
    public byte[] RawData { get; }

    /// <inheritdoc/>
    public override string ToString() => Fault ?? (Status == SslOcspStatus.Revoked ? $"Revoked ({Reason})" : Status.ToString());
}
