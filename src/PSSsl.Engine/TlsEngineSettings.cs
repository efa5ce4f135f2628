using System;
using System.Collections.Generic;
using PSSsl.Engine.Keys;
using PSSsl.Engine.Sessions;

namespace PSSsl.Engine;

/// <summary>Whether a server asks its clients for a certificate.</summary>
public enum TlsClientCertificate
{
    /// <summary>It does not ask.</summary>
    None,

    /// <summary>It asks; a client may have none.</summary>
    Request,

    /// <summary>It asks, and refuses a client that has none.</summary>
    Require,
}

/// <summary>What an engine may negotiate. Numbers are those on the wire (IANA's TLS parameters).</summary>
public sealed record TlsEngineSettings
{
    /// <summary>True for the server's part of the protocol.</summary>
    public bool IsServer { get; init; }

    /// <summary>Protocol versions, newest first, for example 0x0304, 0x0303.</summary>
    public IReadOnlyList<int> Versions { get; init; } = new[] { 0x0304, 0x0303 };

    /// <summary>Cipher suites in order of preference, those of TLS 1.3 among them.</summary>
    public IReadOnlyList<int> CipherSuites { get; init; } = Array.Empty<int>();

    /// <summary>Groups for the key exchange in order of preference.</summary>
    public IReadOnlyList<int> Groups { get; init; } = Array.Empty<int>();

    /// <summary>Groups a client sends a share of its key for at once; must be among <see cref="Groups"/>.</summary>
    public IReadOnlyList<int> EarlyKeyShares { get; init; } = Array.Empty<int>();

    /// <summary>Signature schemes that are accepted from the peer, in order of preference.</summary>
    public IReadOnlyList<int> SignatureSchemes { get; init; } = Array.Empty<int>();

    /// <summary>Client: the name to send by SNI (RFC 6066, 3); null or empty sends none.</summary>
    public string? ServerName { get; init; }

    /// <summary>Client: the server is requested to staple the status of its certificate (status_request, RFC 6066, 8).</summary>
    public bool AsksForStatus { get; init; } = true;

    /// <summary>
    /// Server: gives the OCSP response (DER) for the certificate (DER) it shows; null, or an answer of null, staples nothing.
    /// </summary>
    public Func<byte[], byte[]?>? FindStatus { get; init; }

    /// <summary>Application protocols (RFC 7301) in order of preference.</summary>
    public IReadOnlyList<string> ApplicationProtocols { get; init; } = Array.Empty<string>();

    /// <summary>Server: its order of suites and groups wins over the client's.</summary>
    public bool HonorCipherOrder { get; init; }

    /// <summary>Certificates with keys: a server picks one whose signature the client can verify; a client gives one when asked.</summary>
    public IReadOnlyList<TlsIdentity> Identities { get; init; } = Array.Empty<TlsIdentity>();

    /// <summary>Server: whether client certificates are requested.</summary>
    public TlsClientCertificate ClientCertificate { get; init; }

    /// <summary>Server: DER names of the authorities whose certificates it wants from clients (RFC 8446, 4.2.4).</summary>
    public IReadOnlyList<byte[]> ClientAuthorities { get; init; } = Array.Empty<byte[]>();

    /// <summary>
    /// Server: called once, when the client's hello was read, with its name (RFC 6066, 3), or null without one. It gives the settings to go
    /// on with, which may differ in everything but <see cref="KeyLog"/> and <see cref="Message"/>; null serves no such name. Without it all
    /// names are served alike.
    /// </summary>
    public Func<string?, TlsEngineSettings?>? SelectHost { get; init; }

    /// <summary>
    /// Server: its own Diffie-Hellman group up to TLS 1.2, for clients that name none (RFC 7919, 4); null takes the first of <see
    /// cref="Groups"/>.
    /// </summary>
    public TlsDhGroup? DhGroup { get; init; }

    /// <summary>Client: bits that the prime of a server's own Diffie-Hellman group must have.</summary>
    public int LeastDhBits { get; init; } = TlsDhGroup.LeastBits;

    /// <summary>
    /// Client: goes on with servers up to TLS 1.2 that lack RFC 5746, as it does by itself where versions as old are allowed; for who only
    /// looks.
    /// </summary>
    public bool AllowsUnsafeRenegotiation { get; init; }

    /// <summary>
    /// Judges the peer's chain: null accepts it. Not called when a client sends no certificate to a server that may do without.
    /// </summary>
    public Func<TlsPeerChain, TlsRefusal?>? Judge { get; init; }

    /// <summary>Given the connection's secrets by their label in NSS's key log: label, client random, secret.</summary>
    public Action<string, byte[], byte[]>? KeyLog { get; init; }

    /// <summary>Told of each record's plaintext: sent or received, content type, handshake type or alert (-1 for others), length.</summary>
    public Action<bool, int, int, int>? Message { get; init; }

    /// <summary>Client: a session to resume, if the server agrees; null begins anew.</summary>
    public TlsResumableSession? Session { get; init; }

    /// <summary>
    /// Given sessions that can be resumed later: on a client each ticket, or the session itself in TLS 1.2, on a server the sessions that
    /// are resumed by id. Whoever gets one owns it. Null wants none.
    /// </summary>
    public Action<TlsResumableSession>? SessionEstablished { get; init; }

    /// <summary>Server: finds a session by its id (RFC 5246, 7.3); null resumes none by id.</summary>
    public Func<byte[], TlsResumableSession?>? FindSession { get; init; }

    /// <summary>Server: seals tickets; null gives none.</summary>
    public TlsTicketKeys? TicketKeys { get; init; }

    /// <summary>Server: a mark that sessions must have to be resumed here (OpenSSL's session id context).</summary>
    public byte[] SessionIdContext { get; init; } = Array.Empty<byte>();

    /// <summary>How long sessions may be resumed.</summary>
    public TimeSpan SessionLifetime { get; init; } = TimeSpan.FromHours(2);

    /// <summary>Client: keys that both ends were given, by their identities.</summary>
    public IReadOnlyList<TlsPreSharedKey> PreSharedKeys { get; init; } = Array.Empty<TlsPreSharedKey>();

    /// <summary>Server: finds the key of an identity; null, or an answer of null, knows none. The array is cleared after use.</summary>
    public Func<byte[], byte[]?>? FindPreSharedKey { get; init; }
}
