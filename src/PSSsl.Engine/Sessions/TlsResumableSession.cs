using System;
using System.Collections.Generic;
using System.Linq;

namespace PSSsl.Engine.Sessions;

/// <summary>
/// What both ends keep of a connection to begin the next one without certificates: by id or ticket in TLS 1.2 (RFC 5246, 7.3; RFC 5077), as
/// a pre-shared key in TLS 1.3 (RFC 8446, 4.6.1). It holds a secret; <see cref="Dispose"/> clears it.
/// </summary>
public sealed class TlsResumableSession : IDisposable
{
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(5);

    /// <summary>Sessions that are resumed from resumed ones end here: after a day certificates are looked at again.</summary>
    private static readonly TimeSpan s_reauthenticateAfter = TimeSpan.FromHours(24);

    private readonly object _lock = new();
    private byte[]? _secret;

    internal TlsResumableSession(byte[] secret) => _secret = secret;

    /// <summary>Protocol version on the wire.</summary>
    public int Version { get; internal init; }

    /// <summary>Cipher suite, IANA's number. In TLS 1.3 only its hash is bound to the session.</summary>
    public int CipherSuite { get; internal init; }

    /// <summary>When it began, UTC.</summary>
    public DateTime Created { get; internal init; } = DateTime.UtcNow;

    /// <summary>
    /// When the peer last proved who it is with a certificate or a key both ends were given, UTC: earlier than <see cref="Created"/> if it
    /// was resumed in between.
    /// </summary>
    public DateTime Authenticated { get; internal init; } = DateTime.UtcNow;

    /// <summary>How long it may be resumed.</summary>
    public TimeSpan Lifetime { get; internal init; }

    /// <summary>The name sent by SNI, or null.</summary>
    public string? ServerName { get; internal init; }

    /// <summary>The peer's certificates (DER), its own first; empty if it showed none.</summary>
    public IReadOnlyList<byte[]> PeerChain { get; internal init; } = Array.Empty<byte[]>();

    /// <summary>Group of the key exchange, 0 if unknown: a client that resumes offers a share for it alone.</summary>
    public int Group { get; internal init; }

    /// <summary>Until when the peer's certificate is valid, UTC; the end of time if it showed none.</summary>
    internal DateTime PeerNotAfter { get; init; } = DateTime.MaxValue;

    /// <summary>True once it is too old, or its secret is cleared.</summary>
    public bool Expired
    {
        get
        {
            DateTime now = DateTime.UtcNow;
            return _secret is null || now >= Created + Lifetime || now >= Authenticated + s_reauthenticateAfter
                || now < Created - s_clockSkew;
        }
    }

    /// <summary>In TLS 1.2 a session may be resumed again and again; a ticket of TLS 1.3 is used once (RFC 8446, C.4).</summary>
    public bool IsSingleUse => Version >= 0x0304;

    /// <summary>The ticket; null if it is resumed by id.</summary>
    internal byte[]? Ticket { get; init; }

    /// <summary>The id, of TLS 1.2 and before; empty if it has none.</summary>
    public byte[] Id { get; internal init; } = Array.Empty<byte>();

    /// <summary>What a client adds to a ticket's age, so that nobody on the way can follow it (RFC 8446, 4.2.11.1).</summary>
    internal uint AgeAdd { get; init; }

    /// <summary>TLS 1.2 in CBC mode: the MAC is over the ciphertext (RFC 7366).</summary>
    internal bool EncryptThenMac { get; init; }

    /// <summary>Server: what it asked clients for; a session is not resumed where more, or less, is asked.</summary>
    internal TlsClientCertificate ClientCertificate { get; init; }

    /// <summary>Server: the application's own mark (OpenSSL's session id context).</summary>
    internal byte[] IdContext { get; init; } = Array.Empty<byte>();

    internal uint ObfuscatedAge => unchecked((uint)(DateTime.UtcNow - Created).TotalMilliseconds + AgeAdd);

    /// <summary>Clears the secret; it cannot be resumed any more.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            if (_secret is not null)
                Array.Clear(_secret, 0, _secret.Length);
            _secret = null;
        }
    }

    /// <summary>A copy of the secret: the master secret up to TLS 1.2, the ticket's key in TLS 1.3.</summary>
    /// <returns>Null if it was cleared meanwhile.</returns>
    internal byte[]? CopySecret()
    {
        lock (_lock)
            return _secret?.ToArray();
    }
}
