namespace PSSsl;

/// <summary>Which certificates are looked for in revocation lists.</summary>
public enum SslCrlCheck
{
    /// <summary>None.</summary>
    None,

    /// <summary>The peer's own.</summary>
    Leaf,

    /// <summary>All but a root that is trusted.</summary>
    Chain,
}

/// <summary>How the status of a certificate is checked by OCSP (RFC 6960).</summary>
public enum SslOcspMode
{
    /// <summary>Servers are not asked for a response, and one that comes is not looked at.</summary>
    Off,

    /// <summary>A response is wanted, stapled or fetched; where there is none, or none that counts, that is passed over.</summary>
    Try,

    /// <summary>There must be a good response for the peer's own certificate.</summary>
    Must,

    /// <summary>There must be a good response for every certificate but a root that is trusted.</summary>
    FullChain,
}
