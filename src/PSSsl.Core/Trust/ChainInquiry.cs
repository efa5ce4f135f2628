using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using PSSsl.Net;
using PSSsl.Trust.Fetching;
using PSSsl.Trust.Revocation;
using PSSsl.X509.Names;

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

    internal FetchWay Way { get; init; } = FetchWay.Direct;

    /// <summary>What OCSP says of the leaf, after the judgement; null without a response.</summary>
    internal SslOcspResponse? Response { get; private set; }

    private HttpFetcher Fetcher => new(Way, s_longestFetch, Deadline, Cancellation);

    /// <exception cref="SslException">The anchors cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled while it fetched.</exception>
    internal ChainVerdict Judge(ChainRequest request)
    {
        ChainVerdict verdict = Build(request);
        // Of a chain that is not trusted nothing is fetched: its addresses may be anybody's.
        RevocationCheck check = Check(request, verdict, verdict.Trusted ? Fetcher : null);
        IEnumerable<SslVerifyError> found = verdict.Trusted ? check.Faults : check.Faults.Where(IsRevoked);
        return new ChainVerdict(verdict.Path, verdict.Errors.Concat(found).OrderBy(f => f.Depth < 0 ? int.MaxValue : f.Depth).ToArray());
    }

    /// <summary>
    /// Revocation alone, of a certificate whose chain is not asked. The path is built all the same: without the issuer there is no answer.
    /// </summary>
    /// <param name="request">What is asked.</param>
    /// <param name="trust">Whose word counts.</param>
    /// <param name="path">The path that was built.</param>
    internal IReadOnlyList<SslVerifyError> AskRevocation(ChainRequest request, IssuerTrust trust, out ChainVerdict path)
    {
        path = Build(request);
        RevocationCheck check = Check(request, path, path.Trusted || trust == IssuerTrust.Given ? Fetcher : null);
        if (path.Trusted || trust != IssuerTrust.MustBeTrusted)
            return check.Faults;
        List<SslVerifyError> faults = check.Faults.Where(IsRevoked).ToList();
        if (faults.Count == 0 && (_options.CheckCrl != SslCrlCheck.None || _options.MustBeGood))
        {
            faults.Add(new SslVerifyError(SslErrorCode.RevocationUnknown, 0, request.Leaf,
                $"whether {ChainFaults.Name(request.Leaf)} has been revoked could not be found out: its chain ends at no trusted "
                    + $"authority, "
                + "and with a fingerprint of its key alone only one that is trusted can tell",
                CrlCheck.Reference));
        }

        return faults;
    }

    private ChainVerdict Build(ChainRequest request)
    {
        ChainVerdict verdict = ChainVerifier.Verify(request);
        return _options.FetchIssuer ? IssuerFetcher.Complete(request, verdict, Fetcher, Trace) : verdict;
    }

    private RevocationCheck Check(ChainRequest request, ChainVerdict verdict, HttpFetcher? fetcher)
    {
        var sources = new RevocationSources(fetcher) { Staple = Staple, IsHandshake = IsHandshake, Trace = Trace };
        RevocationCheck check = RevocationCheck.Run(request, verdict, _options, sources);
        Response = check.Response;
        return check;
    }

    private static bool IsRevoked(SslVerifyError fault) => fault.Code == SslErrorCode.CertificateRevoked;
}
