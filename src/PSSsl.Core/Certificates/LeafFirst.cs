using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.X509;

namespace PSSsl.Certificates;

/// <summary>
/// Which of several certificates is meant, where their order says nothing: PKCS#7 is a set, PKCS#12 and collections are what programs made
/// of them, and bundles begin with whatever was put there first. It is the one that is above none of the others.
/// </summary>
internal static class LeafFirst
{
    /// <param name="certificates">At least one.</param>
    /// <param name="name">What holds them, in messages.</param>
    /// <returns>Each once, the one that is meant first.</returns>
    /// <exception cref="SslException">It could be one as well as another.</exception>
    internal static IReadOnlyList<X509Certificate2> Of(IReadOnlyList<X509Certificate2> certificates, string name)
    {
        Candidate[] all = Distinct(certificates);
        if (all.Length == 1)
            return certificates;
        Candidate[] ends = all.Where(c => !all.Any(other => other != c && Issued(c, other))).ToArray();
        Candidate[] leaves = Prefer(Prefer(ends, c => c.Parsed.IsAuthority != true), c => !c.IsSelfIssued);
        Candidate[] meant = Prefer(leaves, c => c.Certificate.HasPrivateKey);
        if (meant.Length != 1)
            throw Ambiguous(meant.Length == 0 ? all : meant, all.Length, name);
        return all.Where(c => c != meant[0]).Prepend(meant[0]).Select(c => c.Certificate).ToArray();
    }

    private static Candidate[] Distinct(IEnumerable<X509Certificate2> certificates)
    {
        var seen = new HashSet<byte[]>(ByteSequenceComparer.Instance);
        return certificates.Where(c => seen.Add(c.RawData)).Select(c => new Candidate(c, ParsedCertificate.Read(c))).ToArray();
    }

    /// <summary>By name, or by the key's identifier where names are written in two ways.</summary>
    private static bool Issued(Candidate issuer, Candidate other)
    {
        // What cannot be read has no name, and is above nothing. A renewed authority has the name of the old one: neither is above the
        // other.
        if (issuer.Parsed.SubjectOrNull is not { } name || name.Equals(other.Parsed.SubjectOrNull))
            return false;
        return name.Equals(other.Parsed.IssuerOrNull)
            || (other.Parsed.AuthorityKeyId is { } wanted && issuer.Parsed.SubjectKeyId is { } found
                && ByteSequenceComparer.Instance.Equals(wanted, found));
    }

    /// <summary>Those of a kind, if there are any.</summary>
    private static Candidate[] Prefer(Candidate[] candidates, Func<Candidate, bool> isLikelier)
    {
        Candidate[] likelier = candidates.Where(isLikelier).ToArray();
        return likelier.Length > 0 ? likelier : candidates;
    }

    private static SslException Ambiguous(Candidate[] candidates, int count, string name)
    {
        const int most = 3;
        string names = string.Join(", ", candidates.Take(most).Select(c => CertificateLabel.Of(c.Certificate)))
            + (candidates.Length > most ? ", …" : string.Empty);
        return SslException.Configuration(SslErrorCode.FileContent,
            $"{name} holds {count} certificates, and it is not clear which one is meant: {names}.",
            "Give that one by itself as -Certificate (Get-PeerCertificate -Path reads all of a file), those above it with -Intermediate.");
    }

    private sealed record Candidate(X509Certificate2 Certificate, ParsedCertificate Parsed)
    {
        internal bool IsSelfIssued => Parsed.SubjectOrNull is { } subject && subject.Equals(Parsed.IssuerOrNull);
    }
}
