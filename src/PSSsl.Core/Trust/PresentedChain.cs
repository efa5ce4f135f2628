using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>What a peer showed, or a file holds: not judged, and not believed. <see cref="PeerVerdict"/> is what becomes of it.</summary>
internal sealed class PresentedChain
{
    internal PresentedChain(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent, byte[]? staple = null)
    {
        Leaf = leaf;
        Sent = sent;
        Staple = staple;
    }

    internal X509Certificate2 Leaf { get; }

    /// <summary>The certificates that came, in their order, with or without the leaf.</summary>
    internal IReadOnlyList<X509Certificate2> Sent { get; }

    /// <summary>
    /// Its certificates as they were read. What is met beside them while it is judged is the judgement's, and goes with it.
    /// </summary>
    internal ParsedCertificates Parsed { get; } = new();

    /// <summary>The OCSP response that came in the handshake, DER; null without one.</summary>
    internal byte[]? Staple { get; }
}
