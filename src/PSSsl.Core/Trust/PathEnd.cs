using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>Where the platform's path ends: at an anchor, or why not.</summary>
internal static class PathEnd
{
    /// <summary>
    /// Where the path meets a given certificate, byte for byte: one that is self-issued, or, with AllowPartialChain, any. -1 if it does
    /// not, or if the platform's own anchors decide.
    /// </summary>
    internal static int AnchorAt(PlatformChain chain, ChainRequest request) => request.Anchors.ArePlatforms
        ? -1
        : Array.FindIndex(chain.Path, c => request.Anchors.Contains(c)
            && (request.AllowPartialChain || (request.TryParse(c)?.IsSelfIssued ?? SelfIssued.Is(c))));

    /// <summary>Whether the platform found nothing wrong with where the path ends.</summary>
    internal static bool IsPlatforms(PlatformChain chain, ChainRequest request) =>
        request.Anchors.ArePlatforms && !chain.StatusesAt(chain.Path.Length - 1).Concat(chain.StatusesOfNoElement())
            .Any(s => IsAbout(s.Status));

    /// <summary>Whether a fault says that the path does not end at an anchor.</summary>
    internal static bool IsAbout(SslVerifyError fault) =>
        fault.Code is SslErrorCode.CertificateUntrusted or SslErrorCode.CertificateSelfSigned or SslErrorCode.CertificateChainIncomplete
            || fault.Reference == ChainFaults.PassedOver;

    internal static bool IsAbout(X509ChainStatusFlags status) =>
        status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain;

    /// <summary>
    /// Says once why the path ends where no anchor is. Of a certificate that cannot be read, which is said already, nothing is known of its
    /// issuer.
    /// </summary>
    internal static void AddNoAnchor(List<SslVerifyError> faults, X509Certificate2[] path, ChainRequest request)
    {
        if (faults.Any(IsAbout) || request.TryParse(path[path.Length - 1]) is null)
            return;
        SslVerifyError fault = ChainFaults.NoAnchor(path, request);
        if (!faults.Any(f => f.Depth == fault.Depth && f.Message == fault.Message))
            faults.Add(fault);
    }
}
