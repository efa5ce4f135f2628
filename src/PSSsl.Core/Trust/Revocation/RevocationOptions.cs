using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.X509;
using PSSsl.X509.Revocation;

namespace PSSsl.Trust.Revocation;

/// <summary>What is asked of revocation, and with what. Immutable; one for all chains of a policy.</summary>
internal sealed record RevocationOptions
{
    internal static RevocationOptions Default { get; } = new();

    internal SslCrlCheck CheckCrl { get; init; }

    internal IReadOnlyList<RevocationList> Lists { get; init; } = Array.Empty<RevocationList>();

    /// <summary>Lists that are missing are fetched from where the certificates say.</summary>
    internal bool FetchCrl { get; init; }

    /// <summary>Null looks at what servers staple, and fetches nothing.</summary>
    internal SslOcspMode? Ocsp { get; init; }

    /// <summary>Issuers that are missing are fetched from where the certificates say.</summary>
    internal bool FetchIssuer { get; init; }

    internal bool WantsStaple => Ocsp != SslOcspMode.Off;

    /// <summary>
    /// True if somebody said that it is to be found out, so that it must not be left undone, whatever else is or is not asked.
    /// </summary>
    internal bool IsDemanded => CheckCrl != SslCrlCheck.None || Ocsp is SslOcspMode.Try or SslOcspMode.Must or SslOcspMode.FullChain;

    internal bool MustBeGood => Ocsp is SslOcspMode.Must or SslOcspMode.FullChain;

    /// <summary>Files without a word on what to check are for the peer's own certificate.</summary>
    /// <param name="options">What was given.</param>
    /// <param name="basis">What counts where nothing was given.</param>
    /// <exception cref="SslException">A file cannot be read, or contains no revocation list.</exception>
    internal static RevocationOptions For(SslTrustOptions options, RevocationOptions basis)
    {
        bool asksForLists = options.CrlFile is { Length: > 0 } || options.FetchCrl;
        SslCrlCheck implied = asksForLists && basis.CheckCrl == SslCrlCheck.None ? SslCrlCheck.Leaf : basis.CheckCrl;
        return basis with
        {
            Lists = options.CrlFile is null ? basis.Lists
                : options.CrlFile.SelectMany(f => RevocationListFile.Read(f, "CrlFile")).ToArray(),
            CheckCrl = options.CheckCrl ?? implied,
            FetchCrl = options.FetchCrl || basis.FetchCrl,
            Ocsp = options.Ocsp ?? basis.Ocsp,
            FetchIssuer = options.FetchIssuer || basis.FetchIssuer,
        };
    }
}
