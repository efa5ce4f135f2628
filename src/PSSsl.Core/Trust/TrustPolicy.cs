using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Trust.Fetching;
using PSSsl.Trust.Revocation;

namespace PSSsl.Trust;

/// <summary>
/// Who is trusted and what a peer's certificate must be. Immutable, and made in one place, <see cref="Of"/>, of what was given and of what
/// stands where nothing was given.
/// </summary>
internal sealed record TrustPolicy
{
    /// <summary>
    /// Servers are verified by the platform's authorities and by their names; of revocation, what they staple is looked at.
    /// </summary>
    internal static TrustPolicy Default => new();

    internal SslVerifyMode Mode { get; init; } = SslVerifyMode.Peer;

    internal TrustAnchors Anchors { get; init; } = TrustAnchors.System();

    internal bool AllowPartialChain { get; init; }

    internal HostnameScheme Scheme { get; init; } = HostnameScheme.Default;

    /// <summary>One of these must fit, if there are any, and then nothing else of the certificate is asked.</summary>
    internal IReadOnlyList<Fingerprint> Pins { get; init; } = Array.Empty<Fingerprint>();

    internal RevocationOptions Revocation { get; init; } = RevocationOptions.Default;

    /// <summary>Asked about each element of the chain.</summary>
    internal Func<SslVerifyElement, bool>? Callback { get; init; }

    /// <summary>
    /// Nothing makes up for anything else: a pin that fits settles no chain, and what the callback accepts is not forgiven. For whoever
    /// asks whether all is well.
    /// </summary>
    internal bool AllMustHold { get; init; }

    /// <summary>The rules of the web PKI are asked too.</summary>
    internal bool Strict { get; init; }

    /// <summary>How many intermediate certificates there may be; null for any number.</summary>
    internal int? MaxPathLength { get; init; }

    /// <summary>The time a chain must be valid at; null for now.</summary>
    internal DateTime? Time { get; init; }

    /// <summary>How what certificates point to is fetched.</summary>
    internal FetchWay Way { get; init; } = FetchWay.Direct;

    internal bool VerifiesChain => Mode != SslVerifyMode.None;

    /// <summary>False if nothing is asked of a peer, so that there can be no verdict on it.</summary>
    internal bool AsksAnything => VerifiesChain || Pins.Count > 0 || Callback is not null || Revocation.IsDemanded;

    /// <summary>The same for policies that find the same of every peer: what a session of the one may answer for in the other.</summary>
    internal string Key => PolicyKey.Of(this);

    /// <summary>
    /// The same authorities alone: pins, names and whatever makes this policy lax are meant for the host, and not for a proxy that may be
    /// told a password.
    /// </summary>
    internal TrustPolicy ForProxies => Default with { Anchors = Anchors, AllowPartialChain = AllowPartialChain, Way = Way };

    /// <param name="options">What was given.</param>
    /// <param name="basis">What counts where nothing was given; null for what is built in.</param>
    /// <exception cref="SslException">An option is wrong, or a file cannot be used.</exception>
    internal static TrustPolicy Of(SslTrustOptions options, TrustPolicy? basis = null)
    {
        basis ??= Default;
        return basis with
        {
            Mode = options.VerifyMode ?? basis.Mode,
            Anchors = AnchorsOf(options) ?? basis.Anchors,
            AllowPartialChain = options.AllowPartialChain || basis.AllowPartialChain,
            Scheme = options.VerifyScheme ?? basis.Scheme,
            Pins = options.Fingerprint is null ? basis.Pins : options.Fingerprint.Select(Fingerprint.Parse).ToArray(),
            Revocation = RevocationOptions.For(options, basis.Revocation),
            Callback = options.VerifyCallback ?? basis.Callback,
            Way = options.Way ?? basis.Way,
        };
    }

    /// <summary>File, directory and certificates are one choice; null if none of them was given.</summary>
    private static TrustAnchors? AnchorsOf(SslTrustOptions options)
    {
        if (options.CAFiles is null or { Length: 0 } && options.CAPath is null && options.Authorities is null)
            return options.NoAuthorities ? TrustAnchors.None : null;
        return TrustAnchors.Of(options.CAFiles ?? Array.Empty<string>(), options.CAPath, options.Authorities);
    }
}
