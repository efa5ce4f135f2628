using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Trust.Revocation;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>
/// Finds ways from the leaf to an anchor by names and key identifiers, the likeliest first. Platforms follow one way and give up where it
/// fails, so what a server sends along, an expired cross-certificate for instance, can lead them astray. Each way is only proposed to the
/// platform, which verifies it. Depth, number and work are bounded, whatever was sent.
/// </summary>
internal sealed class PathFinder
{
    private const int MostIntermediates = 10;
    private const int MostSteps = 500;
    private const int MostSignatures = 64;

    private readonly ChainRequest _request;
    private readonly ParsedCertificate[] _sent;
    private readonly ParsedCertificate? _leaf;
    private int _steps;
    private int _signatures;

    internal PathFinder(ChainRequest request, IEnumerable<X509Certificate2> sent)
    {
        _request = request;
        _leaf = request.TryParse(request.Leaf);
        _sent = sent.Select(request.TryParse).OfType<ParsedCertificate>().ToArray();
    }

    internal IEnumerable<PathCandidate> Candidates() =>
        _leaf is null ? Enumerable.Empty<PathCandidate>() : Extend(new List<ParsedCertificate>(), _leaf);

    private IEnumerable<PathCandidate> Extend(List<ParsedCertificate> way, ParsedCertificate last)
    {
        if (++_steps > MostSteps)
            yield break;
        foreach (IReadOnlyList<X509Certificate2>? end in Ends(last))
            yield return new PathCandidate(way.Select(c => c.Certificate).ToArray(), end);
        if (way.Count == MostIntermediates)
            yield break;
        foreach (ParsedCertificate issuer in IssuersOf(last, way))
        {
            way.Add(issuer);
            foreach (PathCandidate candidate in Extend(way, issuer))
                yield return candidate;
            way.RemoveAt(way.Count - 1);
        }
    }

    /// <summary>The anchors that could come next; the platform's own, which are not known here, always could.</summary>
    private IEnumerable<IReadOnlyList<X509Certificate2>?> Ends(ParsedCertificate last)
    {
        if (_request.Anchors.ArePlatforms)
            return new IReadOnlyList<X509Certificate2>?[] { null };
        if (_request.Anchors.Contains(last.Certificate) && MayEnd(last))
            return new[] { new[] { last.Certificate } };
        return Likeliest(_request.Anchors.Named(last.Issuer).Where(MayEnd), last).Select(a => new[] { a.Certificate });
    }

    private bool MayEnd(ParsedCertificate anchor) => anchor.IsSelfIssued || _request.AllowPartialChain;

    private IEnumerable<ParsedCertificate> IssuersOf(ParsedCertificate last, List<ParsedCertificate> way)
    {
        // Given certificates that are not anchors are as good as sent ones.
        IEnumerable<ParsedCertificate> given = _request.Anchors.Named(last.Issuer).Where(a => !MayEnd(a));
        IEnumerable<ParsedCertificate> named = _sent.Where(c => c.Subject.Equals(last.Issuer)).Concat(given);
        // Neither twice the same certificate nor twice the same key under the same name: that is a circle.
        return Likeliest(named.Where(c => c.IsAuthority != false && !way.Append(_leaf!).Any(w => IsSameEntity(w, c))), last).ToArray();
    }

    private IEnumerable<ParsedCertificate> Likeliest(IEnumerable<ParsedCertificate> issuers, ParsedCertificate subject)
    {
        ParsedCertificate[] all = issuers.ToArray();
        if (all.Length < 2)
            return all;
        DateTime time = _request.Time.ToUniversalTime();
        // Names can be the same for many keys: then the signature tells which one it was, at a cost that the sender does not choose.
        return all
            .OrderBy(i => _signatures++ < MostSignatures && SignatureCheck.Signed(i.Certificate, subject) == true ? 0 : 1)
            .ThenBy(i => KeyFits(i, subject) switch { true => 0, null => 1, false => 2 })
            .ThenBy(i => i.NotBefore <= time && time <= i.NotAfter ? 0 : 1)
            .ThenByDescending(i => i.NotAfter);
    }

    private static bool? KeyFits(ParsedCertificate issuer, ParsedCertificate subject) =>
        issuer.SubjectKeyId is null || subject.AuthorityKeyId is null ? null
            : ByteSequenceComparer.Instance.Equals(issuer.SubjectKeyId, subject.AuthorityKeyId);

    private static bool IsSameEntity(ParsedCertificate one, ParsedCertificate other) =>
        one.Subject.Equals(other.Subject) && ByteSequenceComparer.Instance.Equals(one.Key, other.Key);
}
