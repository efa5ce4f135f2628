namespace PSSsl;

/// <summary>Protocol versions under the manual's names; the values are those on the wire.</summary>
public enum SslVersion
{
    /// <summary>SSL 3.0 (RFC 6101). Broken; only for probing old servers.</summary>
    SSLv3 = 0x0300,

    /// <summary>TLS 1.0 (RFC 2246). Forbidden by RFC 8996.</summary>
    TLSv1 = 0x0301,

    /// <summary>TLS 1.1 (RFC 4346). Forbidden by RFC 8996.</summary>
    TLSv1_1 = 0x0302,

    /// <summary>TLS 1.2 (RFC 5246).</summary>
    TLSv1_2 = 0x0303,

    /// <summary>TLS 1.3 (RFC 8446).</summary>
    TLSv1_3 = 0x0304,
}
