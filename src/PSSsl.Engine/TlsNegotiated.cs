using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine.Keys;
using PSSsl.Engine.Sessions;

namespace PSSsl.Engine;

/// <summary>What a handshake came to.</summary>
public sealed record TlsNegotiated
{
    /// <summary>Protocol version on the wire, for example 0x0304.</summary>
    public int Version { get; init; }

    /// <summary>Cipher suite, IANA's number.</summary>
    public int CipherSuite { get; init; }

    /// <summary>Group of the key exchange, 0 if there was none.</summary>
    public int Group { get; init; }

    /// <summary>Scheme of the server's signature, 0 if it signed nothing or the version knows none.</summary>
    public int SignatureScheme { get; init; }

    /// <summary>Application protocol, or null.</summary>
    public string? ApplicationProtocol { get; init; }

    /// <summary>The name the client sent, or null.</summary>
    public string? ServerName { get; init; }

    /// <summary>True if an earlier session was resumed.</summary>
    public bool Resumed { get; init; }

    /// <summary>The session that was resumed, or null.</summary>
    public TlsResumableSession? Session { get; init; }

    /// <summary>Identity of the pre-shared key that authenticated both ends, or null.</summary>
    public byte[]? PskIdentity { get; init; }

    /// <summary>True with the extended master secret (RFC 7627); always so in TLS 1.3.</summary>
    public bool ExtendedMasterSecret { get; init; }

    /// <summary>The peer's certificates as sent, its own first; empty if it sent none.</summary>
    public IReadOnlyList<X509Certificate2> PeerCertificates => Peer.Value;

    /// <summary>Those of a resumed session are parsed only if somebody looks at them.</summary>
    internal Lazy<IReadOnlyList<X509Certificate2>> Peer { get; init; } = new(Array.Empty<X509Certificate2>);

    /// <summary>The certificate of our own that was shown to the peer.</summary>
    public TlsIdentity? LocalIdentity { get; init; }

    /// <summary>The OCSP response the peer stapled, DER, or null.</summary>
    public byte[]? OcspResponse { get; init; }
}
