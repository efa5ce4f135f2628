using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>A chain to be judged. Whoever asks keeps owning the certificates.</summary>
internal sealed class ChainRequest
{
    private readonly TrustAnchors _given;

    internal ChainRequest(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> sent, TrustAnchors anchors)
    {
        Leaf = leaf;
        Sent = sent;
        _given = anchors;
    }

    internal X509Certificate2 Leaf { get; }

    /// <summary>What the peer sent, in any order, with or without the leaf. Nothing in it is believed.</summary>
    internal IReadOnlyList<X509Certificate2> Sent { get; }

    /// <summary>The certificates as they were read, for all ways that are tried.</summary>
    internal ParsedCertificates Parsed { get; init; } = new();

    /// <summary>Those that may be trusted for the purpose.</summary>
    internal TrustAnchors Anchors => _given.For(Purpose);

    internal ChainPurpose Purpose { get; init; }

    /// <summary>The chain may end at a given certificate that is not self-signed, the leaf itself or an intermediate.</summary>
    internal bool AllowPartialChain { get; init; }

    /// <summary>
    /// How the host is compared with the leaf's names: where the common name may be the host's, it is constrained as one. Null if no host
    /// is compared.
    /// </summary>
    internal HostnameScheme? HostScheme { get; init; }

    /// <summary>
    /// The rules of the web PKI are asked too: RFC 5280's for those who issue, and the CA/Browser Forum's Baseline Requirements.
    /// </summary>
    internal bool Strict { get; init; }

    /// <summary>How many intermediate certificates there may be, self-issued ones not counted; null for any number.</summary>
    internal int? MaxPathLength { get; init; }

    /// <summary>It came in a handshake, so that messages can say what the peer should do.</summary>
    internal bool IsHandshake { get; init; }

    /// <summary>The time the chain must be valid at; of any kind, an unspecified one is local.</summary>
    internal DateTime Time { get; init; } = DateTime.UtcNow;

    /// <summary>The same request with more certificates to build paths of.</summary>
    internal ChainRequest With(IEnumerable<X509Certificate2> more) => new(Leaf, Sent.Concat(more).ToArray(), _given)
    {
        Parsed = Parsed,
        Purpose = Purpose,
        AllowPartialChain = AllowPartialChain,
        HostScheme = HostScheme,
        Strict = Strict,
        MaxPathLength = MaxPathLength,
        IsHandshake = IsHandshake,
        Time = Time,
    };

    /// <summary>Whatever the bytes are, each read once.</summary>
    internal ParsedCertificate Read(X509Certificate2 certificate) => Parsed.Read(certificate, Anchors.Find);

    /// <exception cref="FormatException">It is not encoded as RFC 5280 says.</exception>
    internal ParsedCertificate Parse(X509Certificate2 certificate) => Read(certificate).Whole();

    /// <summary>Null if it cannot be read.</summary>
    internal ParsedCertificate? TryParse(X509Certificate2 certificate) => Read(certificate).WholeOrNull;
}
