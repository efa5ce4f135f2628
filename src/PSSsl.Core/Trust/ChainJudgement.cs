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
        int anchor = PathEnd.AnchorAt(chain, request);
        X509Certificate2[] path = anchor >= 0 ? chain.Path.Take(anchor + 1).ToArray() : chain.Path;
        bool endsAtAnchor = anchor >= 0 || (request.Anchors.ArePlatforms && chain.Built);

        var faults = new List<SslVerifyError>(ChainRules.Check(path, endsAtAnchor, request));
        bool forgiven = PlatformFaults.AddTo(faults, chain, path, request, anchor >= 0);
        if (chain.Failed && !faults.Any(f => f.Code == SslErrorCode.CertificateInvalid))
            faults.Add(new SslVerifyError(SslErrorCode.CertificateInvalid, 0, request.Leaf, Unbuilt(request)));
        else if (!chain.Failed && anchor < 0 && !request.Anchors.ArePlatforms)
            PathEnd.AddNoAnchor(faults, path, request);

        // Where a trusted certificate signed it all the same, what is broken says why the platform finds none.
        if (faults.Any(f => !PathEnd.IsAbout(f)) && IssuerSignature.IsTrusted(path[path.Length - 1], request))
            faults.RemoveAll(PathEnd.IsAbout);

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
}
