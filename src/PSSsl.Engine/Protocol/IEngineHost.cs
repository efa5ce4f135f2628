using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using Org.BouncyCastle.Tls;

namespace PSSsl.Engine.Protocol;

/// <summary>What the protocol's two peers tell the engine that owns them.</summary>
internal interface IEngineHost
{
    TlsEngineSettings Settings { get; }

    /// <summary>Has the peer's chain judged; ends the handshake if it is refused.</summary>
    void JudgePeer(IReadOnlyList<X509Certificate2> certificates, byte[]? ocspResponse);

    void HandshakeComplete(SecurityParameters parameters, TlsIdentity? identity, int ownSignatureScheme, string? serverName);
}
