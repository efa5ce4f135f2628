using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine.Sessions;

namespace PSSsl.Engine.Protocol;

/// <summary>
/// What a new session keeps of the peer: what it showed in this connection, or in the one that this connection's session began with.
/// </summary>
internal sealed class PeerProof
{
    private readonly TlsResumableSession? _resumed;
    private readonly IReadOnlyList<X509Certificate2> _shown;

    internal PeerProof(EngineHost host, TlsResumableSession? resumed)
    {
        _resumed = resumed;
        _shown = resumed is null ? host.PeerCertificates : Array.Empty<X509Certificate2>();
    }

    internal DateTime Authenticated => _resumed?.Authenticated ?? DateTime.UtcNow;

    internal IReadOnlyList<byte[]> Chain => _resumed?.PeerChain ?? _shown.Select(c => c.RawData).ToArray();

    internal DateTime NotAfter => _resumed?.PeerNotAfter ?? (_shown.Count == 0 ? DateTime.MaxValue : _shown[0].NotAfter.ToUniversalTime());

    /// <summary>
    /// No session outlives the certificate that it was begun with. One that is expired already was accepted by somebody who does not mind.
    /// </summary>
    internal TimeSpan Shortest(TimeSpan lifetime)
    {
        TimeSpan left = NotAfter - DateTime.UtcNow;
        return left > TimeSpan.Zero && left < lifetime ? left : lifetime;
    }
}
