using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509;
using PSSsl.X509.Keys;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>What the platform's path is worth: where it ends, what the platform says of it, and what our own rules say.</summary>
internal static class ChainJudgement
{
    /// <summary>A verdict; what it does not keep of the path is freed.</summary>
    internal static ChainVerdict Of(PlatformChain chain, ChainRequest request)
    {
        int anchor = AnchorAt(chain, request);
        X509Certificate2[] path = anchor >= 0 ? chain.Path.Take(anchor + 1).ToArray() : chain.Path;
        bool endsAtAnchor = anchor >= 0 || (request.Anchors.ArePlatforms && chain.Built);

        var faults = new List<SslVerifyError>(ChainRules.Check(path, endsAtAnchor, request));
        bool forgiven = AddPlatformFaults(faults, chain, path, request, anchor >= 0);
        if (chain.Failed && !faults.Any(f => f.Code == SslErrorCode.CertificateInvalid))
            faults.Add(new SslVerifyError(SslErrorCode.CertificateInvalid, 0, request.Leaf, Unbuilt(request)));
        else if (!chain.Failed && anchor < 0 && !request.Anchors.ArePlatforms)
            AddNoAnchor(faults, path, request);

        // Where a trusted certificate signed it all the same, what is broken says why the platform finds none.
        if (faults.Any(f => !IsAboutTheEnd(f)) && IssuerSignature.IsTrusted(path[path.Length - 1], request))
            faults.RemoveAll(IsAboutTheEnd);

        // The platform said no and gave no reason that was understood: then no it is.
        if (faults.Count == 0 && !chain.Built && !forgiven)
            faults.Add(new SslVerifyError(SslErrorCode.CertificateInvalid, -1, null, "the platform refuses the chain without a reason"));
        chain.Release(path.Length);
        return new ChainVerdict(path, faults.OrderBy(f => f.Depth < 0 ? int.MaxValue : f.Depth).ToArray());
    }

    /// <summary>
    /// What the platform says itself is its own, so the cause is looked for here. Platforms that are a little older know no post-quantum
    /// signatures.
    /// </summary>
    private static string Unbuilt(ChainRequest request)
    {
        string name = ChainFaults.Name(request.Leaf);
        if (request.TryParse(request.Leaf) is { } leaf
            && new[] { leaf.SignatureAlgorithm, leaf.KeyAlgorithm }.FirstOrDefault(SignatureAlgorithms.IsPostQuantum) is { } algorithm)
        {
            return $"this platform does not verify {ObjectIdentifiers.LongName(algorithm)}, "
                + $"so no chain can be built for {name}; pin it with -Fingerprint";
        }

        string? known = request.Sent.Prepend(request.Leaf).Select(c => ChainFaults.Malformed(c, request))
            .FirstOrDefault(m => m is not null);
        return known ?? Resources(request) ?? $"the platform cannot build a chain for {name}: "
            + "it, or a certificate above it, has a part that the platform does not understand";
    }

    /// <summary>OpenSSL compares what RFC 3779 gives a certificate with what its issuer has; .NET has no status for it.</summary>
    private static string? Resources(ChainRequest request)
    {
        X509Certificate2? holder = request.Sent.Prepend(request.Leaf).FirstOrDefault(c => request.TryParse(c) is { } parsed
            && (parsed.Extension(Oids.AddressBlocks) ?? parsed.Extension(Oids.AutonomousSystems)) is not null);
        return holder is null ? null : $"{ChainFaults.Name(holder)} has IP address blocks or AS numbers (RFC 3779), "
            + "and the platform finds that its issuer does not have them";
    }

    /// <summary>A certificate is valid through the second of notAfter (RFC 5280, 4.1.2.5); OpenSSL takes it for expired in it.</summary>
    private static bool IsLastSecond(X509Certificate2 certificate, ChainRequest request)
    {
        DateTime time = request.Time.ToUniversalTime();
        return request.TryParse(certificate) is { } read && read.NotBefore <= time && time >= read.NotAfter
            && time - read.NotAfter < TimeSpan.FromSeconds(1);
    }

    /// <returns>
    /// True if something of the platform's was passed over: that the path does not end at one of its own anchors, where it does at a given
    /// one, and what it says of certificates beyond that.
    /// </returns>
    private static bool AddPlatformFaults(List<SslVerifyError> faults, PlatformChain chain, X509Certificate2[] path, ChainRequest request,
        bool isAnchored)
    {
        bool forgiven = path.Length < chain.Path.Length && chain.Path.Skip(path.Length).Select((_, i) => chain.StatusesAt(path.Length + i))
            .Any(s => s.Count > 0);
        int own = faults.Count;
        int depthOfPurpose = faults.Where(f => f.Code == SslErrorCode.CertificatePurpose).Select(f => f.Depth).DefaultIfEmpty(-1).First();
        for (int depth = path.Length - 1; depth >= 0; depth--)
        {
            foreach (X509ChainStatus status in chain.StatusesAt(depth))
            {
                if (status.Status == X509ChainStatusFlags.NoError)
                    continue;
                if (IsAboutTheEnd(status.Status))
                {
                    forgiven |= isAnchored;
                    if (!isAnchored)
                        AddNoAnchor(faults, path, request);
                    continue;
                }

                if (IsForgiven(status.Status, chain, path, depth, isAnchored, request))
                {
                    forgiven = true;
                    continue;
                }

                // What could not be read by ourselves is said already, in better words.
                if (request.TryParse(path[depth]) is null)
                    continue;

                // It is said of all elements when one is not for this purpose: once is enough.
                bool isPurpose = status.Status == X509ChainStatusFlags.NotValidForUsage;
                if (isPurpose && depthOfPurpose >= 0)
                    continue;
                int place = isPurpose ? depthOfPurpose = DepthOfPurpose(path, request, depth) : depth;
                SslVerifyError fault = status.Status == X509ChainStatusFlags.NotSignatureValid
                    ? new SslVerifyError(SslErrorCode.CertificateInvalid, depth, path[depth],
                        PlatformSignature.Fault(chain, depth, request)!, ChainFaults.Signature)
                    : ChainFaults.Explain(status.Status, status.StatusInformation, place, path[place], request);
                bool isSame(SslVerifyError f) => f.Reference is not null && f.Reference == fault.Reference;
                // Windows tells some faults of another certificate than the one that has them.
                if (!faults.Any(f => f.Depth == place && isSame(f)) && (chain.IsOpenSsl || !faults.Take(own).Any(isSame)))
                    faults.Add(fault);
            }
        }

        foreach (X509ChainStatus status in chain.StatusesOfNoElement())
        {
            if (!IsAboutTheEnd(status.Status))
                faults.Add(ChainFaults.Explain(status.Status, status.StatusInformation, -1, path[path.Length - 1], request));
            else if (isAnchored)
                forgiven = true;
            else
                AddNoAnchor(faults, path, request);
        }

        return forgiven;
    }

    /// <summary>What the platform says and is of no matter here.</summary>
    private static bool IsForgiven(X509ChainStatusFlags status, PlatformChain chain, X509Certificate2[] path, int depth, bool isAnchored,
        ChainRequest request) => status switch
    {
        // A leaf that is trusted for what it is need not be fit to sign itself (RFC 5280, 6.1: the anchor is not part of the path).
        X509ChainStatusFlags.InvalidBasicConstraints => path.Length == 1 && (isAnchored || EndsAtPlatforms(chain, request)),
        X509ChainStatusFlags.NotTimeValid => IsLastSecond(path[depth], request),
        X509ChainStatusFlags.NotSignatureValid => PlatformSignature.Fault(chain, depth, request) is null,
        _ => false,
    };

    /// <summary>
    /// Says once why the path ends where no anchor is. Of a certificate that cannot be read, which is said already, nothing is known of its
    /// issuer.
    /// </summary>
    private static void AddNoAnchor(List<SslVerifyError> faults, X509Certificate2[] path, ChainRequest request)
    {
        if (faults.Any(IsAboutTheEnd) || request.TryParse(path[path.Length - 1]) is null)
            return;
        SslVerifyError fault = ChainFaults.NoAnchor(path, request);
        if (!faults.Any(f => f.Depth == fault.Depth && f.Message == fault.Message))
            faults.Add(fault);
    }

    /// <summary>Whether the platform found nothing wrong with where the path ends.</summary>
    private static bool EndsAtPlatforms(PlatformChain chain, ChainRequest request) =>
        request.Anchors.ArePlatforms && !chain.StatusesAt(chain.Path.Length - 1).Concat(chain.StatusesOfNoElement())
            .Any(s => IsAboutTheEnd(s.Status));

    /// <summary>The certificate that does not name the purpose; the one that was told of if all do.</summary>
    private static int DepthOfPurpose(X509Certificate2[] path, ChainRequest request, int told)
    {
        int found = Array.FindIndex(path, c => request.TryParse(c)?.ExtendedKeyUsage is { } purposes
            && !purposes.Contains(ChainFaults.PurposeOid(request.Purpose)));
        return found >= 0 ? found : told;
    }

    /// <summary>
    /// Where the path meets a given certificate, byte for byte: one that is self-issued, or, with AllowPartialChain, any. -1 if it does
    /// not, or if the platform's own anchors decide.
    /// </summary>
    private static int AnchorAt(PlatformChain chain, ChainRequest request) => request.Anchors.ArePlatforms
        ? -1
        : Array.FindIndex(chain.Path, c => request.Anchors.Contains(c)
            && (request.AllowPartialChain || (request.TryParse(c)?.IsSelfIssued ?? SelfIssued.Is(c))));

    private static bool IsAboutTheEnd(X509ChainStatusFlags status) =>
        status is X509ChainStatusFlags.UntrustedRoot or X509ChainStatusFlags.PartialChain;

    internal static bool IsAboutTheEnd(SslVerifyError fault) =>
        fault.Code is SslErrorCode.CertificateUntrusted or SslErrorCode.CertificateSelfSigned or SslErrorCode.CertificateChainIncomplete
            || fault.Reference == ChainFaults.PassedOver;
}
