using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>Judges the certificates of a peer: is there a chain from its own certificate to an anchor, without a single fault?</summary>
/// <remarks>
/// <para>The default check accepts a chain if and only if</para>
/// <list type="bullet">
/// <item>it ends at an anchor: one of the platform's, or one of the given certificates byte for byte (see <see
/// cref="TrustAnchors"/>);</item>
/// <item>the platform's chain engine (<see cref="X509Chain"/>) finds no fault in it: signatures, dates, authorities, path lengths, name
/// constraints, purposes. None of its statuses is forgiven, except that it knows nothing of the given anchors where it cannot be told of
/// them;</item>
/// <item>every certificate is valid at the time asked for, the anchor too;</item>
/// <item>every issuer is an authority by its basic constraints, except an anchor of X.509 version 1, may sign certificates by its key usage
/// if it has one, and has no more authorities below it than it may;</item>
/// <item>every certificate that has extended key usages, the anchor too, has the purpose among them ("any purpose" is not enough);
/// the leaf's key usage and its Netscape type, if it has them, have a use that TLS makes of keys in that part;</item>
/// <item>no certificate is a proxy (RFC 3820), has an extension twice, or a critical one that is not understood;
/// no wildcard reaches a DNS name that an authority must not certify;</item>
/// <item>no key is weak, and no signature but the anchor's own is made with MD5 or SHA-1 (see <see cref="WeakCryptography"/>).</item>
/// </list>
/// <para>
/// It does not ask: whether a certificate was revoked, whether the leaf is for the host (both are asked elsewhere), and what only the web
/// PKI's rules want (serial numbers, key identifiers, lifetimes, critical flags, the public trust's profile of leaf and root).
/// </para>
/// <para>
/// Nothing is fetched from the network. What the peer sent is bounded: 32 certificates, a megabyte in all, at most 8 ways tried within a
/// second.
/// </para>
/// </remarks>
internal static class ChainVerifier
{
    private const int MostSent = 32;
    private const int MostSentBytes = 1024 * 1024;
    private const int MostTries = 8;
    private static readonly TimeSpan s_longestSearch = TimeSpan.FromSeconds(1);

    /// <summary>The verdict. Faults of the peer's certificates never throw.</summary>
    /// <exception cref="SslException">The anchors, a directory or what the environment names, cannot be read.</exception>
    internal static ChainVerdict Verify(ChainRequest request)
    {
        try
        {
            return DistrustedAuthority.Check(Search(request), request);
        }
        catch (CryptographicException e)
        {
            // The platform reads parts of certificates late. What it cannot read is not trusted.
            return new ChainVerdict(new[] { request.Leaf }, new[]
            {
                new SslVerifyError(SslErrorCode.CertificateInvalid, -1, null, "a certificate of the chain cannot be read: "
                    + e.Message.TrimEnd('.'), "RFC 5280, 4.1"),
            });
        }
    }

    private static ChainVerdict Search(ChainRequest request)
    {
        List<X509Certificate2> sent = Usable(request);
        var finder = new PathFinder(request, sent);
        // All that was sent, and all anchors: it tells best what is wrong, and where names are compared more leniently than ours it finds
        // more.
        var everything = new PathCandidate(sent, request.Anchors.Certificates);

        // Of the platform's anchors only the platform knows, so it goes first. Of hundreds of given ones it need only see those in
        // question.
        ChainVerdict? first = null;
        if (request.Anchors.ArePlatforms)
        {
            first = Judge(request, everything);
            if (first.Errors.Any(PathEnd.IsAbout) && WindowsRoots.Update(request.Leaf, sent))
            {
                Release(first);
                first = Judge(request, everything);
            }

            if (first.Trusted)
                return first;
        }

        long started = Stopwatch.GetTimestamp();
        foreach (PathCandidate candidate in finder.Candidates().Take(MostTries))
        {
            if (first is not null && candidate.Intermediates.Count == sent.Count)
                continue;
            ChainVerdict other = Judge(request, candidate);
            if (other.Trusted)
                return other;
            Release(other);
            if (Stopwatch.GetTimestamp() - started > s_longestSearch.TotalSeconds * Stopwatch.Frequency)
                break;
        }

        return first ?? Judge(request, everything);
    }

    private static ChainVerdict Judge(ChainRequest request, PathCandidate candidate) =>
        ChainJudgement.Of(PlatformChain.Build(request, candidate), request);

    private static void Release(ChainVerdict verdict)
    {
        foreach (X509Certificate2 certificate in verdict.Path.Skip(1))
            certificate.Dispose();
    }

    /// <summary>What was sent, each once, without the leaf, as much of it as is worth the time.</summary>
    private static List<X509Certificate2> Usable(ChainRequest request)
    {
        var seen = new HashSet<byte[]>(ByteSequenceComparer.Instance) { request.Leaf.RawData };
        var usable = new List<X509Certificate2>();
        int bytes = 0;
        foreach (X509Certificate2 certificate in request.Sent.Take(MostSent + 1))
        {
            byte[] encoded = certificate.RawData;
            if (!seen.Add(encoded))
                continue;
            bytes += encoded.Length;
            if (usable.Count == MostSent || bytes > MostSentBytes)
                break;
            usable.Add(certificate);
        }

        return usable;
    }
}
