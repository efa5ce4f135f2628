using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;

namespace PSSsl.Trust.Fetching;

/// <summary>
/// Fetches the intermediate certificates that a server forgot to send, from where the certificates it did send say that they are (RFC 5280,
/// 4.2.2.1, caIssuers). What comes is as little believed as what the server sends.
/// </summary>
internal static class IssuerFetcher
{
    private const int MostFetches = 4;
    private const int MostBytes = 64 * 1024;
    private const int MostCertificates = 10;
    private const int MostCached = 256;
    private const long MostCachedBytes = 4 * 1024 * 1024;

    private static readonly TimeSpan s_fresh = TimeSpan.FromHours(1);
    private static readonly BoundedCache<string, byte[][]> s_fetched = new(MostCached, MostCachedBytes, StringComparer.Ordinal);

    /// <summary>Judges again and again while a path ends where a fetched certificate may lead on.</summary>
    /// <returns>The verdict, with what could not be fetched as faults.</returns>
    internal static ChainVerdict Complete(ChainRequest request, ChainVerdict verdict, HttpFetcher fetcher, Action<string>? trace)
    {
        var failures = new List<string>();
        var asked = new HashSet<string>(StringComparer.Ordinal);
        while (asked.Count < MostFetches && verdict.Errors.FirstOrDefault(IsAboutAMissingIssuer) is { Certificate: { } last })
        {
            if (new CertificateExtensions(ParsedCertificate.Read(last)).CaIssuersUrls.FirstOrDefault(u =>
                u.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && asked.Add(u)) is not { } url)
                break;
            try
            {
                X509Certificate2[] found = Fetch(url, fetcher, trace);
                request = request.With(found);
                verdict = ChainVerifier.Verify(request);
            }
            catch (FetchException e)
            {
                failures.Add(e.Message);
            }
        }

        return failures.Count == 0 || verdict.Trusted ? verdict
            : new ChainVerdict(verdict.Path,
                verdict.Errors.Concat(failures.Select(f => new SslVerifyError(SslErrorCode.CertificateChainIncomplete, -1, null, f)))
                    .ToArray());
    }

    /// <summary>Whoever issued an authority that is not trusted may be one that is.</summary>
    private static bool IsAboutAMissingIssuer(SslVerifyError fault) => fault.Code == SslErrorCode.CertificateChainIncomplete
        || (fault is { Code: SslErrorCode.CertificateUntrusted, Certificate: { } certificate } && !SelfIssued.Is(certificate));

    private static X509Certificate2[] Fetch(string url, HttpFetcher fetcher, Action<string>? trace)
    {
        byte[][]? known = s_fetched.Find(url, DateTime.UtcNow);
        if (known is null)
        {
            trace?.Invoke($"fetching the issuer's certificate from {url}");
            known = Parse(url, fetcher.Get(url, MostBytes));
            s_fetched.Add(url, known, known.Sum(der => der.Length), DateTime.UtcNow + s_fresh);
        }

        return known.Select(CertificateBytes.Load).ToArray();
    }

    /// <summary>A certificate in DER, or PKCS#7 with several (RFC 5280, 4.2.2.1); PEM, which should not be there, is read too.</summary>
    private static byte[][] Parse(string url, byte[] content)
    {
        try
        {
            byte[][] certificates = KeyMaterialReader.ReadCertificates(content).Certificates.Take(MostCertificates).ToArray();
            foreach (byte[] der in certificates)
                CertificateBytes.Load(der).Dispose();
            return certificates.Length > 0 ? certificates : throw new FetchException($"{url} contains no certificate");
        }
        catch (Exception e) when (e is KeyMaterialException or CryptographicException)
        {
            throw new FetchException($"{url} contains no certificate: {e.Message.TrimEnd('.')}", e);
        }
    }
}
