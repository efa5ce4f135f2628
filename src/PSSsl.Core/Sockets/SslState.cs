namespace PSSsl;

/// <summary>What a socket is in.</summary>
public enum SslState
{
    /// <summary>It is closed, or was never opened.</summary>
    Closed,

    /// <summary>It is connected and talks plain text.</summary>
    Plain,

    /// <summary>The TLS handshake has begun and is not over.</summary>
    Handshaking,

    /// <summary>The TLS handshake succeeded.</summary>
    Open,

    /// <summary>The TLS handshake or the connection failed; <see cref="SslSocket.LastError"/> says why.</summary>
    Failed,
}
