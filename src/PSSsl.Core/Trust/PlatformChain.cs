using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>One path as the platform built and judged it. Nothing is fetched from the network, nothing is forgiven.</summary>
internal sealed class PlatformChain
{
    /// <summary>
    /// Stores of Windows and macOS say what each authority is trusted for. With OpenSSL .NET has nothing but its own reading of the
    /// certificates, by which a demand for policies (requireExplicitPolicy) is one for purposes too, and that of an anchor counts; purposes
    /// are looked at by <see cref="ChainRules"/>.
    /// </summary>
    private static readonly bool s_isOpenSsl = !RuntimeInformation.IsOSPlatform(OSPlatform.Windows)
        && !RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

    private readonly X509ChainStatus[][] _statuses;
    private readonly X509ChainStatus[] _overall;

    internal PlatformChain(X509Certificate2[] path, X509ChainStatus[][] statuses, X509ChainStatus[] overall, bool built)
    {
        Path = path;
        _statuses = statuses;
        _overall = overall;
        Built = built;
    }

    /// <summary>The leaf first; at least the leaf.</summary>
    internal X509Certificate2[] Path { get; }

    /// <summary>The platform's own answer.</summary>
    internal bool Built { get; }

    /// <summary>Whether OpenSSL verified it, which knows all algorithms that we do, and names the certificate that has the fault.</summary>
    internal bool IsOpenSsl { get; init; } = s_isOpenSsl;

    /// <summary>True if it could not even try.</summary>
    internal bool Failed { get; private init; }

    internal IReadOnlyList<X509ChainStatus> StatusesAt(int depth) => _statuses[depth];

    /// <summary>Statuses of the chain that none of its elements has.</summary>
    internal IEnumerable<X509ChainStatus> StatusesOfNoElement()
    {
        X509ChainStatusFlags told = _statuses.SelectMany(s => s).Aggregate(X509ChainStatusFlags.NoError, (all, s) => all | s.Status);
        return _overall.Where(s => (s.Status & ~told) != 0);
    }

    internal static PlatformChain Build(ChainRequest request, PathCandidate candidate)
    {
        using var chain = new X509Chain();
        Configure(chain.ChainPolicy, request, candidate);
        bool built;
        try
        {
            built = chain.Build(request.Leaf);
        }
        catch (CryptographicException)
        {
            return Nothing(request);
        }

        X509ChainElement[] elements = chain.ChainElements.Cast<X509ChainElement>().ToArray();
        if (elements.Length == 0 || !ByteSequenceComparer.Instance.Equals(elements[0].Certificate.RawData, request.Leaf.RawData))
        {
            Release(elements.Select(e => e.Certificate));
            return Nothing(request);
        }

        X509Certificate2[] path = elements.Select(e => e.Certificate).ToArray();
        path[0].Dispose();
        path[0] = request.Leaf;
        return new PlatformChain(path, elements.Select(e => e.ChainElementStatus).ToArray(), chain.ChainStatus, built);
    }

    /// <summary>Frees the path, but for the leaf, which is the caller's, and the first <paramref name="kept"/> certificates.</summary>
    internal void Release(int kept) => Release(Path.Skip(Math.Max(1, kept)));

    private static void Release(IEnumerable<X509Certificate2> certificates)
    {
        foreach (X509Certificate2 certificate in certificates)
            certificate.Dispose();
    }

    private static PlatformChain Nothing(ChainRequest request) =>
        new(new[] { request.Leaf }, new[] { Array.Empty<X509ChainStatus>() }, Array.Empty<X509ChainStatus>(), false) { Failed = true };

    private static void Configure(X509ChainPolicy policy, ChainRequest request, PathCandidate candidate)
    {
        policy.RevocationMode = X509RevocationMode.NoCheck;
        policy.VerificationTime = request.Time.ToLocalTime();
        policy.ExtraStore.AddRange(candidate.Intermediates.ToArray());
        if (request.Purpose != ChainPurpose.None && !s_isOpenSsl)
            policy.ApplicationPolicy.Add(new Oid(ChainFaults.PurposeOid(request.Purpose)));
        NoDownloads.Apply(policy);
        if (candidate.Anchors is null)
            return;
        X509Certificate2[] anchors = candidate.Anchors.ToArray();
        // One that is not self-signed can be no root to the platform; it takes it for an intermediate.
#if NET
        policy.ExtraStore.AddRange(anchors.Where(a => !SelfIssued.Is(a)).ToArray());
#else
        policy.ExtraStore.AddRange(anchors);
#endif
#if NET
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(anchors);
#else
        // This interface knows no roots but the machine's: it builds, and PathEnd looks where the path ends.
        policy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
#endif
    }
}
