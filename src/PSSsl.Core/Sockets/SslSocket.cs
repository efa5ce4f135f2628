using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Ciphers;
using PSSsl.Contexts;
using PSSsl.Engine;
using PSSsl.Sockets;
using PSSsl.Trust.Fetching;
using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>
/// A socket that talks TLS, or plain text before an upgrade. One thread may read while another one writes. With
/// <see cref="Blocking"/> off no call waits: what cannot be done yet sets <see cref="LastError"/> to WantRead or WantWrite.
/// </summary>
public sealed partial class SslSocket : IDisposable
{
    internal SslSocket(Transport transport, string? computerName, int port)
    {
        ComputerName = computerName;
        Port = port;
        LocalEndPoint = transport.LocalEndPoint;
        RemoteEndPoint = transport.RemoteEndPoint;
        string peerName = computerName is null ? RemoteEndPoint?.ToString() ?? SocketCore.Unnamed
            : new HostAndPort(computerName, port).ToString();
        Core = new SocketCore(this, transport, peerName);
    }

    /// <summary>The host that was given; null on a socket that was accepted or upgraded.</summary>
    public string? ComputerName { get; }

    /// <summary>The peer's TCP port that was given; 0 if unknown.</summary>
    public int Port { get; }

    /// <summary>The proxy that leads to the host, without user name and password; null if there is none.</summary>
    public string? Proxy { get; internal init; }

    /// <summary>The peer's address; the proxy's, if there is one.</summary>
    internal EndPoint? RemoteEndPoint { get; }

    /// <summary>Our own address.</summary>
    internal EndPoint? LocalEndPoint { get; }

    /// <summary>What the socket is in.</summary>
    internal SslState State => Core.Status.State;

    /// <summary>True for the server's end.</summary>
    public bool IsServer { get; private set; }

    /// <summary>False makes every call return at once.</summary>
    public bool Blocking { get; set; } = true;

    /// <summary>How long a blocking call may wait; zero is without end. Default 30 s.</summary>
    internal TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The last error of this socket, null if there was none.</summary>
    internal SslException? LastError => Core.Status.LastError;

    /// <summary>What TLS is spoken with; null while the socket is plain.</summary>
    internal SslContext? Context => Core.Tls?.Context;

    /// <summary>True if an end without close_notify is taken for an end like any other.</summary>
    public bool AllowTruncation { get; set; }

    /// <summary>True once the peer said that it is done (close_notify, RFC 8446, 6.1), so that nothing can be missing.</summary>
    public bool ClosedCleanly => Core.Engine?.PeerClosed == true;

    /// <summary>Bytes that can be read at once, decrypted already.</summary>
    internal int Pending => Core.In.Count;

    /// <summary>Bytes sent to the network, records and handshake included.</summary>
    internal long BytesSent => Core.Wire.Sent;

    /// <summary>Bytes received from the network, records and handshake included.</summary>
    internal long BytesReceived => Core.Wire.Received;

    /// <summary>How long the handshake took, connecting not included; null before its end.</summary>
    internal TimeSpan? HandshakeTime => Core.Tls is null ? null : Core.Handshake.Took;

    /// <summary>Protocol version; null before the handshake's end.</summary>
    internal SslVersion? Version => Negotiated is { } n ? (SslVersion)n.Version : null;

    /// <summary>Cipher suite; null before the handshake's end.</summary>
    internal SslCipher? Cipher => Negotiated is { } n ? CipherTable.ById(n.CipherSuite) : null;

    /// <summary>Group of the key exchange by IANA's name; null without one.</summary>
    public string? Group => Negotiated is { Group: > 0 } n ? NamedGroups.NameOf(n.Group) : null;

    /// <summary>Scheme of the server's signature by IANA's name; null without one.</summary>
    public string? SignatureScheme => Negotiated is { SignatureScheme: > 0 } n ? SignatureSchemes.NameOf(n.SignatureScheme) : null;

    /// <summary>Application protocol (ALPN, RFC 7301), null if none was agreed on.</summary>
    public string? Alpn => Negotiated?.ApplicationProtocol is { } name ? HarmlessText.Of(name) : null;

    /// <summary>The name sent, or on a server received, by SNI.</summary>
    public string? ServerName => Negotiated?.ServerName is { } name ? HarmlessText.Of(name) : null;

    /// <summary>True if an earlier session was resumed.</summary>
    public bool SessionReused => Negotiated?.Resumed == true;

    /// <summary>Identity of the pre-shared key that said who both ends are; null if certificates did.</summary>
    public string? PskIdentity =>
        Negotiated?.PskIdentity is { } identity ? HarmlessText.Of(System.Text.Encoding.UTF8.GetString(identity)) : null;

    /// <summary>True with the extended master secret (RFC 7627).</summary>
    public bool ExtendedMasterSecret => Negotiated?.ExtendedMasterSecret == true;

    /// <summary>
    /// What OCSP says of the peer's certificate, by a response that was stapled or fetched, and verified; null if there is none, or nobody
    /// verifies.
    /// </summary>
    internal SslOcspResponse? OcspResponse => Judge?.Verdict?.Response;

    /// <summary>Our own certificate that the peer was shown.</summary>
    internal X509Certificate2? LocalCertificate => Negotiated?.LocalIdentity?.ChainDer is { Count: > 0 } chain
        ? CertificateBytes.Load(chain[0]) : null;

    /// <summary>
    /// The peer's certificate described, with what verification found; null if it sent none. Also there if it was refused. Until the
    /// handshake is over nothing proves that the peer has its key, and anybody can show anybody's: it is not called trusted before.
    /// </summary>
    internal PeerCertificate? PeerCertificate => PeerCertificates.Count == 0 || Core.Tls is not { } tls ? null
        : Negotiated is null ? ShownPeer.Describe(this, isProven: false)
        : tls.Described ??= ShownPeer.Describe(this, isProven: true);

    /// <summary>The peer's certificates in the order it sent them, also if they were refused.</summary>
    internal IReadOnlyList<X509Certificate2> PeerCertificates => Core.Engine?.PeerCertificates ?? Array.Empty<X509Certificate2>();

    /// <summary>
    /// True if the server asked for a client certificate, whether one was given or not; in TLS 1.3 what it does without one shows only
    /// after the handshake.
    /// </summary>
    public bool ClientCertificateRequested => Core.Engine?.RequestedAuthorities is not null;

    /// <summary>Names of the authorities whose certificates the server said it takes; empty if it named none.</summary>
    public SslTextList ClientCertificateAuthorities => new(RequestedNames.Read(Core.Engine?.RequestedAuthorities));

    /// <summary>True if the server asked for a client certificate and was given none.</summary>
    internal bool NoCertificateGiven => Core.Engine?.NoCertificateGiven == true;

    internal TlsNegotiated? Negotiated => Core.Negotiated;

    /// <summary>The name that a client sends by SNI, from the handshake's beginning.</summary>
    internal string? NameToSend => Core.Engine?.Settings.ServerName;

    internal Transport Transport => Core.Wire.Transport;

    /// <summary>How messages call the peer.</summary>
    internal string PeerName => Core.PeerName;

    internal PeerVerification? Judge => Core.Tls?.Judge;

    /// <summary>How what the peer's certificates point to is fetched.</summary>
    internal FetchWay? Way { get; init; }

    internal CallbackRunner? Callbacks { get; set; }

    /// <summary>What the server said in plain text before TLS (-StartTls); null if TLS was there from the start.</summary>
    internal SslStartTls? StartTls { get; set; }

    /// <summary>
    /// What was given: the object that came down the pipeline, or the host as the user wrote it; null on a socket that was accepted or
    /// upgraded.
    /// </summary>
    internal object? Target { get; set; }

    /// <summary>Told what goes on, on any thread.</summary>
    internal Action<string>? Trace { get; set; }

    /// <summary>Told of every record and handshake message by name, on any thread; it is asked for before TLS begins.</summary>
    internal Action<string>? DebugTrace { get; set; }

    /// <summary>
    /// Leaves the cmdlet that made it, whose streams it must not write to any more, and which runs no script blocks any more.
    /// </summary>
    internal void Detach()
    {
        Callbacks = null;
        Trace = null;
        DebugTrace = null;
    }

    /// <summary>What the socket is in.</summary>
    public SslState GetState() => State;

    /// <summary>Protocol version; null before the handshake's end.</summary>
    public SslVersion? GetVersion() => Version;

    /// <summary>The cipher suite, once the handshake is complete.</summary>
    public SslCipher? GetCipher() => Cipher;

    /// <summary>Everything that is wrong with the peer's certificate or its chain.</summary>
    public SslList<SslVerifyError> VerifyErrors => PeerCertificate?.VerifyErrors ?? new(Array.Empty<SslVerifyError>());

    /// <summary>The peer's certificate described, with what verification found; null if it sent none.</summary>
    public PeerCertificate? GetPeerCertificate() => PeerCertificate;

    /// <summary>The last error of this socket, null if there was none.</summary>
    public SslException? GetLastError() => LastError;

    /// <inheritdoc/>
    public override string ToString() => $"{PeerName} {State}";

    /// <summary>What it is made of.</summary>
    internal SocketCore Core { get; }

    /// <summary>How TLS began last, or is to begin; null if nothing says so.</summary>
    internal TlsPlan? Plan { get; set; }
}
