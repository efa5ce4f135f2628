using System;
using System.Linq;
using PSSsl.Engine;
using PSSsl.X509;

namespace PSSsl;

/// <summary>An OCSP response for a certificate, stapled by the server or fetched, and verified.</summary>
public sealed class SslOcspResponse : IEquatable<SslOcspResponse>
{
    internal SslOcspResponse(byte[] encoded, bool stapled)
    {
        RawData = encoded;
        Stapled = stapled;
    }

    /// <summary>What it says of the certificate. It can be relied upon: who signed it, and when, was verified.</summary>
    internal SslOcspStatus Status { get; set; }

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
    internal byte[] RawData { get; }

    /// <summary>The response as it came, DER.</summary>
    public byte[] GetRawData() => (byte[])RawData.Clone();

    /// <summary>The same response, byte for byte, with the same outcome.</summary>
    /// <param name="other">The other one.</param>
    public bool Equals(SslOcspResponse? other) =>
        other is not null && (Status, Fault, Stapled) == (other.Status, other.Fault, other.Stapled) && RawData.SequenceEqual(other.RawData);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SslOcspResponse);

    /// <inheritdoc/>
    public override int GetHashCode() => ByteSequenceComparer.Instance.GetHashCode(RawData);

    /// <inheritdoc/>
    public override string ToString() => Fault ?? (Status == SslOcspStatus.Revoked ? $"Revoked ({Reason})" : Status.ToString());
}
