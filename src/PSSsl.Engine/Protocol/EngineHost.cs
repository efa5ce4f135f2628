using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Tls;
using PSSsl.Engine.Keys;
using PSSsl.Engine.Sessions;

namespace PSSsl.Engine.Protocol;

/// <summary>What the protocol's two peers tell the engine that owns them.</summary>
internal interface IEngineHost
{
    TlsEngineSettings Settings { get; }

    /// <summary>Goes on with the settings of the host that a client asks for.</summary>
    void ServeWith(TlsEngineSettings settings);

    /// <summary>Has the peer's chain judged; ends the handshake if it is refused.</summary>
    /// <param name="certificates">The chain.</param>
    /// <param name="ocspResponse">What was stapled to it.</param>
    /// <param name="neededUsage">What the handshake needs the key for.</param>
    void JudgePeer(IReadOnlyList<X509Certificate2> certificates, byte[]? ocspResponse, X509KeyUsageFlags neededUsage);

    /// <summary>Whether a peer whose certificates were accepted in an earlier session would be accepted now.</summary>
    bool WouldAccept(IReadOnlyList<byte[]> chain);

    /// <summary>The peer's certificates that were accepted in this connection, or in the session it resumes.</summary>
    IReadOnlyList<X509Certificate2> PeerCertificates { get; }

    void HandshakeComplete(SecurityParameters parameters, CompletedHandshake completed);
}

/// <summary>What the protocol's parameters do not say of a handshake.</summary>
internal sealed class CompletedHandshake
{
    internal TlsIdentity? Identity { get; init; }

    internal int SignatureScheme { get; init; }

    internal string? ServerName { get; init; }

    /// <summary>The session that was resumed.</summary>
    internal TlsResumableSession? Resumed { get; init; }

    /// <summary>The identity of the key both ends were given, if that was used.</summary>
    internal byte[]? PskIdentity { get; init; }
}
