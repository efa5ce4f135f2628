using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Tls;
using PSSsl.Engine.Crypto;

namespace PSSsl.Engine.Protocol;

/// <summary>What the protocol's two peers work by, and what they tell: the peer's chain, and what the handshake came to.</summary>
internal sealed class EngineHost
{
    private readonly EngineCrypto _crypto;
    private Lazy<IReadOnlyList<X509Certificate2>> _peerCertificates = new(Array.Empty<X509Certificate2>);
    private byte[]? _ocspResponse;

    internal EngineHost(TlsEngineSettings settings, EngineCrypto crypto)
    {
        Settings = settings;
        _crypto = crypto;
    }

    /// <summary>What may be negotiated; on a server, once the hello was read, under the name that the client asks for.</summary>
    internal TlsEngineSettings Settings { get; private set; }

    /// <summary>What the handshake came to; null until it is complete.</summary>
    internal TlsNegotiated? Negotiated { get; private set; }

    /// <summary>
    /// The peer's certificates that it showed in this connection, also if they were refused, or in the session that it resumes.
    /// </summary>
    internal IReadOnlyList<X509Certificate2> PeerCertificates => _peerCertificates.Value;

    /// <summary>Goes on with the settings of the host that a client asks for.</summary>
    internal void ServeWith(TlsEngineSettings settings) =>
        Settings = OwnFault.Mark(settings) with { KeyLog = Settings.KeyLog, Message = Settings.Message };

    /// <summary>Has the peer's chain judged; ends the handshake if it is refused.</summary>
    /// <param name="certificates">The chain.</param>
    /// <param name="ocspResponse">What was stapled to it.</param>
    /// <param name="neededUsage">What the handshake needs the key for.</param>
    internal void JudgePeer(IReadOnlyList<X509Certificate2> certificates, byte[]? ocspResponse, X509KeyUsageFlags neededUsage)
    {
        _peerCertificates = new(() => certificates);
        _ocspResponse = ocspResponse;
        if (Settings.Judge?.Invoke(new TlsPeerChain(certificates, ocspResponse) { NeededUsage = neededUsage }) is { } refusal)
            throw NamedAlert.ChainRefused(refusal);
    }

    /// <summary>Whether a peer whose certificates were accepted in an earlier session would be accepted now.</summary>
    internal bool WouldAccept(IReadOnlyList<byte[]> chain) =>
        Settings.Judge?.Invoke(new TlsPeerChain(KnownCertificates.LoadChain(chain), null)
            { NeededUsage = X509KeyUsageFlags.DigitalSignature }) is null;

    internal void HandshakeComplete(SecurityParameters parameters, CompletedHandshake completed)
    {
        _crypto.LogExporter(parameters);
        if (completed.Resumed is { } session)
            _peerCertificates = new(() => KnownCertificates.LoadChain(session.PeerChain));
        Negotiated = new TlsNegotiated
        {
            Version = parameters.NegotiatedVersion.FullVersion,
            CipherSuite = parameters.CipherSuite,
            Group = parameters.NegotiatedGroup >= 0 ? parameters.NegotiatedGroup : _crypto.Group,
            SignatureScheme = completed.SignatureScheme,
            ApplicationProtocol = parameters.ApplicationProtocol?.GetUtf8Decoding(),
            ServerName = completed.ServerName,
            Resumed = completed.Resumed is not null,
            Session = completed.Resumed,
            PskIdentity = completed.PskIdentity,
            ExtendedMasterSecret = parameters.IsExtendedMasterSecret,
            Peer = _peerCertificates,
            LocalIdentity = completed.Identity,
            OcspResponse = _ocspResponse,
        };
    }
}
