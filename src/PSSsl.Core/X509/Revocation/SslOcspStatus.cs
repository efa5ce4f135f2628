namespace PSSsl;

/// <summary>What an OCSP responder says of a certificate (RFC 6960, 2.2).</summary>
public enum SslOcspStatus
{
    /// <summary>There is no answer that counts; see <see cref="SslOcspResponse.Fault"/>.</summary>
    None,

    /// <summary>It is not revoked.</summary>
    Good,

    /// <summary>It is revoked.</summary>
    Revoked,

    /// <summary>The responder does not know it.</summary>
    Unknown,
}
