using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PSSsl.Sockets;

namespace PSSsl.Trust;

/// <summary>The whole verdict on a chain: the path, issuers that had to be fetched, and revocation.</summary>
internal sealed class ChainInquiry
{
    /// <summary>What one fetch may take of the handshake's time.</summary>
    private static readonly TimeSpan s_longestFetch = TimeSpan.FromSeconds(5);

    private readonly RevocationOptions _options;

    internal ChainInquiry(RevocationOptions options) => _options = options;

    /// <summary>The response that came in the handshake; null without one.</summary>
    internal byte[]? Staple { get; init; }

    /// <summary>True where a server could have stapled a response.</summary>
    internal bool IsHandshake { get; init; }

    internal Deadline Deadline { get; init; }

    internal CancellationToken Cancellation { get; init; }

    internal Action<string>? Trace { get; init; }

    /// <summary>What OCSP says of the leaf, after the judgement; null if nobody looked.</summary>
    internal SslOcspResponse? Response { get; private set; }

    /// <exception cref="SslException">The anchors cannot be read.</exception>
    /// <exception cref="OperationCanceledException">Somebody stopped it while it fetched.</exception>
    internal ChainVerdict Judge(ChainRequest request)
    {
        ChainVerdict verdict = ChainVerifier.Verify(request);
        var fetcher = new HttpFetcher(s_longestFetch, Deadline, Cancellation);
        if (_options.FetchIssuer)
            verdict = IssuerFetcher.Complete(request, verdict, fetcher, Trace);

        // Of a chain that is not trusted nothing is fetched: its addresses may be anybody's.
        var sources = new RevocationSources(verdict.Trusted ? fetcher : null) { Staple = Staple, IsHandshake = IsHandshake, Trace = Trace };
        RevocationCheck check = RevocationCheck.Run(request, verdict.Path, _options, sources);
        Response = check.Response;
        IEnumerable<SslVerifyError> found = verdict.Trusted ? check.Faults : check.Faults.Where(f => f.Code == SslErrorCode.CertificateRevoked);
        return new ChainVerdict(verdict.Path, verdict.Errors.Concat(found).OrderBy(f => f.Depth < 0 ? int.MaxValue : f.Depth).ToArray());
    }
}
