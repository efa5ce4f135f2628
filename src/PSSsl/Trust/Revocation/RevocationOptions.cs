using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Certificates;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>What is asked of revocation, and with what. Immutable; one for all chains of a context.</summary>
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

    /// <summary>The same for the same wishes.</summary>
    internal string Key => string.Join(",", CheckCrl, FetchCrl, Ocsp?.ToString() ?? "staple", FetchIssuer, string.Concat(Lists.Select(l => Sha256Digest.Of(l.SignedPart))));

    /// <exception cref="SslException">A file cannot be read, or holds no revocation list.</exception>
    internal static RevocationOptions For(SslContextOptions options) => For(options.CrlFile, options.CheckCrl, options.FetchCrl, options.Ocsp, options.FetchIssuer);

    /// <summary>Files without a word on what to check are for the peer's own certificate (manual: SSL_crl_file).</summary>
    /// <exception cref="SslException">A file cannot be read, or holds no revocation list.</exception>
    internal static RevocationOptions For(string[]? crlFiles, SslCrlCheck? checkCrl, bool fetchCrl, SslOcspMode? ocsp, bool fetchIssuer) => new()
    {
        Lists = (crlFiles ?? Array.Empty<string>()).SelectMany(f => RevocationListFile.Read(f, "CrlFile")).ToArray(),
        CheckCrl = checkCrl ?? (crlFiles is { Length: > 0 } || fetchCrl ? SslCrlCheck.Leaf : SslCrlCheck.None),
        FetchCrl = fetchCrl,
        Ocsp = ocsp,
        FetchIssuer = fetchIssuer,
    };
}
