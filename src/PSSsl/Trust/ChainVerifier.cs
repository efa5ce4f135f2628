using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Trust;

/// <summary>
/// Judges chains by the platform's chain engine, then by rules of our own where platforms are lax. Nothing is fetched from the network. A
/// chain is trusted if it ends, without a single fault, at an anchor: one of the platform's, or one of the given certificates byte for byte.
/// </summary>
internal static class ChainVerifier
{
    private const int MostSent = 32;
    private const int MostTries = 8;

    internal static ChainVerdict Verify(ChainRequest request)
    {
        List<X509Certificate2> sent = request.Sent.Skip(1).Take(MostSent).ToList();
        ChainVerdict first = VerifyOnce(request, sent);
        if (first.Trusted)
            return first;
        // What a server sends along can lead astray, an expired cross-certificate for instance: try without one of them.
        for (int left = 0; left < Math.Min(sent.Count, MostTries); left++)
        {
            ChainVerdict other = VerifyOnce(request, sent.Where((_, i) => i != left).ToList());
            if (other.Trusted)
                return other;
        }

        return first;
    }

    private static ChainVerdict VerifyOnce(ChainRequest request, List<X509Certificate2> sent)
    {
        using var chain = new X509Chain();
        Configure(chain.ChainPolicy, request, sent);
        try
        {
            chain.Build(request.Leaf);
        }
        catch (CryptographicException e)
        {
            return new ChainVerdict(new[] { request.Leaf }, new[]
            {
                new SslVerifyError(SslErrorCode.CertificateInvalid, 0, request.Leaf, $"the chain cannot be built: {e.Message}"),
            });
        }

        return Judge(chain, request);
    }

    private static void Configure(X509ChainPolicy policy, ChainRequest request, List<X509Certificate2> sent)
    {
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.VerificationTime = request.Time;
        policy.UrlRetrievalTimeout = TimeSpan.FromMilliseconds(1);
        policy.ExtraStore.AddRange(sent.ToArray());
        if (request.Purpose != ChainPurpose.None)
            policy.ApplicationPolicy.Add(new Oid(PurposeOid(request.Purpose)));
#if NET
        policy.DisableCertificateDownloads = true;
        if (request.Anchors.Certificates is { } anchors)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(anchors.ToArray());
        }
#else
        if (request.Anchors.Certificates is { } anchors)
        {
            // The engine there knows no roots but the machine's: it builds, and Judge looks where the path ends.
            policy.ExtraStore.AddRange(anchors.ToArray());
            policy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        }
#endif
    }

    private static ChainVerdict Judge(X509Chain chain, ChainRequest request)
    {
        X509ChainElement[] elements = chain.ChainElements.Cast<X509ChainElement>().ToArray();
        if (elements.Length == 0)
        {
            return new ChainVerdict(new[] { request.Leaf }, new[]
            {
                new SslVerifyError(SslErrorCode.CertificateInvalid, 0, request.Leaf, "the platform built no chain: " + string.Join(" ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()))),
            });
        }

        int anchored = AnchorAt(elements, request);
        X509Certificate2[] path = elements.Take(anchored >= 0 ? anchored + 1 : elements.Length).Select(e => e.Certificate).ToArray();
        var errors = new List<SslVerifyError>();
        for (int depth = 0; depth < path.Length; depth++)
        {
            foreach (X509ChainStatus status in elements[depth].ChainElementStatus)
            {
                if (status.Status == X509ChainStatusFlags.NoError || (anchored >= 0 && IsAboutTheEnd(status.Status)))
                    continue;
                errors.Add(ChainFaults.Explain(status, depth, path, request));
            }
        }

        if (anchored < 0 && request.Anchors.Certificates is not null && !errors.Any(e => IsAboutTheEnd(e.Code)))
            errors.Add(ChainFaults.NoAnchor(path, request));
        errors.AddRange(ChainRules.Check(path, request.Purpose).Where(own => !errors.Any(e => e.Depth == own.Depth && e.Code == own.Code)));
        return new ChainVerdict(path, errors);
    }

    /// <summary>
    /// Where the path meets a given certificate: one that is self-signed, or, with AllowPartialChain, any. -1 if it does not, or if the platform's
    /// own anchors decide.
    /// </summary>
    private static int AnchorAt(X509ChainElement[] elements, ChainRequest request)
    {
        if (request.Anchors.Certificates is null)
            return -1;
        return Array.FindIndex(elements, e => request.Anchors.Contains(e.Certificate) && (request.AllowPartialChain || IsSelfIssued(e.Certificate)));
    }

    internal static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.SequenceEqual(certificate.IssuerName.RawData);

    private static bool IsAboutTheEnd(X509ChainStatusFlags status) =>
        status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain;

    private static bool IsAboutTheEnd(SslErrorCode code) =>
        code is SslErrorCode.CertificateUntrusted or SslErrorCode.CertificateSelfSigned or SslErrorCode.CertificateChainIncomplete;

    private static string PurposeOid(ChainPurpose purpose) => purpose == ChainPurpose.ServerAuth ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2";
}
