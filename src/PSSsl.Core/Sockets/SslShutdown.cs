namespace PSSsl;

/// <summary>How a TLS connection is shut down.</summary>
public enum SslShutdown
{
    /// <summary>close_notify is sent, the peer's is not waited for.</summary>
    Fast,

    /// <summary>close_notify is sent and the peer's is waited for.</summary>
    Full,

    /// <summary>Nothing is sent: the peer sees a truncated stream. For copies of a socket that somebody else still uses.</summary>
    None,
}
