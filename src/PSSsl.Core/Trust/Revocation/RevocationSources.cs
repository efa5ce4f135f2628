using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.Trust.Fetching;
using PSSsl.X509;
using PSSsl.X509.Names;
using PSSsl.X509.Revocation;

namespace PSSsl.Trust.Revocation;

/// <summary>
/// Where responses and lists come from for one chain: what the server stapled, and, when asked for, the network. What was fetched is kept
/// until it is stale.
/// </summary>
internal sealed class RevocationSources
{
    private const int LargestResponse = 64 * 1024;
    private const int LargestList = 16 * 1024 * 1024;
    private const int MostUrls = 3;
    private const int MostKept = 200;
    private const long MostKeptBytes = 64 * 1024 * 1024;

    /// <summary>News may come before it is due.</summary>
    private static readonly TimeSpan s_longestKept = TimeSpan.FromHours(24);

    private static readonly BoundedCache<string, byte[]> s_responses = new(MostKept, MostKept * LargestResponse, StringComparer.Ordinal);
    private static readonly BoundedCache<string, RevocationList> s_lists = new(MostKept, MostKeptBytes, StringComparer.Ordinal);

    private readonly HttpFetcher? _fetcher;

    /// <param name="fetcher">Null fetches nothing.</param>
    internal RevocationSources(HttpFetcher? fetcher) => _fetcher = fetcher;

    /// <summary>True if what is missing is looked for in the network.</summary>
    internal bool Fetches => _fetcher is not null;

    /// <summary>The response that came in the handshake.</summary>
    internal byte[]? Staple { get; init; }

    /// <summary>True where a server could have stapled one.</summary>
    internal bool IsHandshake { get; init; }

    internal Action<string>? Trace { get; init; }

    /// <summary>Why nothing could be had, by the certificate's depth.</summary>
    internal Dictionary<int, string> Failures { get; } = new();

    internal SslOcspResponse? FetchOcsp(ParsedCertificate certificate, X509Certificate2 issuer, ParsedCertificate parsedIssuer, int depth,
        DateTime time)
    {
        SslOcspResponse? last = null;
        foreach (string url in Http(new CertificateExtensions(certificate).OcspUrls, "responder", depth))
        {
            string key = url + " " + Convert.ToBase64String(OcspCertificateId.Encode(certificate, parsedIssuer));
            if (s_responses.Find(key, time) is { } kept)
                return OcspJudge.Judge(kept, stapled: false, certificate, issuer, parsedIssuer, time, nonce: null);
            try
            {
                Trace?.Invoke($"asking {url} for the status of {ChainFaults.Name(certificate.Certificate)}");
                var request = new OcspRequest(certificate, parsedIssuer);
                byte[] answer = request.Ask(url, _fetcher!, LargestResponse);
                last = OcspJudge.Judge(answer, stapled: false, certificate, issuer, parsedIssuer, time, request.Nonce);
                if (last.Fault is not null)
                    continue;
                if (last is { Status: SslOcspStatus.Good or SslOcspStatus.Revoked, NextUpdate: { } next })
                    s_responses.Add(key, answer, answer.Length, Until(next));
                return last;
            }
            catch (FetchException e)
            {
                Fail(depth, e.Message);
            }
        }

        return last;
    }

    /// <param name="certificate">Whose lists are wanted.</param>
    /// <param name="depth">Its place in the path.</param>
    /// <param name="counts">Whether a list can be used. Only one that can is kept: whoever sits on the way must not put a false one in the
    /// place of all that come later.</param>
    internal IReadOnlyList<RevocationList> FetchLists(ParsedCertificate certificate, int depth, Func<RevocationList, bool> counts)
    {
        foreach (string url in Http(ListUrls(certificate, depth), "revocation list", depth))
        {
            if (s_lists.Find(url, DateTime.UtcNow) is { } kept)
                return new[] { kept };
            try
            {
                Trace?.Invoke($"fetching the revocation list {url}");
                byte[] content = _fetcher!.Get(url, LargestList);
                IReadOnlyList<RevocationList> lists = RevocationListFile.Parse(content);
                if (lists.Count == 1 && lists[0].NextUpdate is { } next && counts(lists[0]))
                    s_lists.Add(url, lists[0], content.Length, Until(next));
                if (lists.Count > 0)
                    return lists;
                Fail(depth, $"{url} contains no revocation list");
            }
            catch (FormatException e)
            {
                Fail(depth, $"{url} contains no revocation list: {e.Message}");
            }
            catch (FetchException e)
            {
                Fail(depth, e.Message);
            }
        }

        return Array.Empty<RevocationList>();
    }

    private IReadOnlyList<string> ListUrls(ParsedCertificate certificate, int depth)
    {
        try
        {
            return DistributionPoint.UrlsOf(certificate);
        }
        catch (FormatException e)
        {
            Fail(depth, $"where the certificate says that its revocation list is cannot be read: {e.Message}");
            return Array.Empty<string>();
        }
    }

    private string[] Http(IReadOnlyList<string> urls, string what, int depth)
    {
        string[] http = urls.Where(u => u.StartsWith("http://", StringComparison.OrdinalIgnoreCase)).Take(MostUrls).ToArray();
        if (http.Length == 0 && _fetcher is not null)
            Fail(depth, urls.Count == 0 ? $"the certificate names no {what}" : $"the certificate names no {what} that can be had by http");
        return _fetcher is null ? Array.Empty<string>() : http;
    }

    private void Fail(int depth, string why)
    {
        Trace?.Invoke(why);
        // The first failure tells most.
        Failures[depth] = Failures.TryGetValue(depth, out string? first) ? first : why;
    }

    private static DateTime Until(DateTime nextUpdate)
    {
        DateTime latest = DateTime.UtcNow + s_longestKept;
        return nextUpdate < latest ? nextUpdate : latest;
    }
}
