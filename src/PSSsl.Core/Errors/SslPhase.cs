namespace PSSsl;

/// <summary>In which step something went wrong.</summary>
public enum SslPhase
{
    /// <summary>No particular step.</summary>
    None,

    /// <summary>Options, files and keys are being read.</summary>
    Configuration,

    /// <summary>The host name is being looked up.</summary>
    Lookup,

    /// <summary>The TCP connection is being made.</summary>
    Connect,

    /// <summary>A proxy is being asked to connect to the host (-Proxy).</summary>
    Proxy,

    /// <summary>A listener is binding or accepting.</summary>
    Listen,

    /// <summary>The server is being asked for TLS in plain text (-StartTls).</summary>
    StartTls,

    /// <summary>The TLS handshake is going on.</summary>
    Handshake,

    /// <summary>The peer's certificate is being verified.</summary>
    Verify,

    /// <summary>Data is being read.</summary>
    Read,

    /// <summary>Data is being written.</summary>
    Write,

    /// <summary>The TLS connection is being shut down.</summary>
    Shutdown,
}
