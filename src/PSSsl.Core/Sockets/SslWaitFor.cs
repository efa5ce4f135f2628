namespace PSSsl;

/// <summary>What <c>Wait-SslSocket</c> waits for.</summary>
public enum SslWaitFor
{
    /// <summary>What the socket wants: a handshake that goes on, data to read, and room for a write that found none.</summary>
    Auto,

    /// <summary>A read would not wait: decrypted data, the end, or an error is there.</summary>
    Read,

    /// <summary>A write would not wait.</summary>
    Write,
}
