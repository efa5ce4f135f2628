using System;
using System.Collections.Generic;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>What was found of a certificate that was judged. Immutable; what was not judged is a <see cref="PresentedChain"/>.</summary>
internal sealed class PeerVerdict
{
    internal PeerVerdict(PresentedChain chain, TrustPolicy policy, IReadOnlyList<SslVerifyError> errors)
    {
        Chain = chain;
        Policy = policy;
        Errors = errors;
        Path = new[] { chain.Leaf };
    }

    internal PresentedChain Chain { get; }

    /// <summary>What was asked.</summary>
    internal TrustPolicy Policy { get; }

    /// <summary>
    /// Every fault: the pin's first, then those of the chain and of revocation from the leaf up, then the name's, then the callback's.
    /// </summary>
    internal IReadOnlyList<SslVerifyError> Errors { get; }

    /// <summary>
    /// True if everything that was asked is well: chain, name, pin, revocation, callback. Null if there is no fault, and nothing was asked
    /// that tells who the peer is.
    /// </summary>
    internal bool? IsTrusted => Errors.Count > 0 ? false : Policy.VerifiesChain || Policy.Pins.Count > 0 ? true : null;

    /// <summary>The name that it was compared with; null if it was compared with none.</summary>
    internal string? Name { get; init; }

    /// <summary>Null if no name was compared.</summary>
    internal bool? HostnameMatch { get; init; }

    /// <summary>What OCSP says of the leaf; null without a response.</summary>
    internal SslOcspResponse? Response { get; init; }

    /// <summary>The path that was built, the leaf first; the leaf alone if none was asked for.</summary>
    internal IReadOnlyList<X509Certificate2> Path { get; init; }

    internal DateTime Time { get; init; }
}
