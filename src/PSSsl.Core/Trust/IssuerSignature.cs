using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Trust.Revocation;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>
/// Who of those with the issuer's name signed a certificate, where the platform found none: it may have passed one over because something
/// else is wrong.
/// </summary>
internal static class IssuerSignature
{
    /// <summary>A peer may send many with one name; each costs a verification.</summary>
    private const int MostTried = 16;

    /// <summary>
    /// The one that signed the path's end: a given one, or one that was sent and is not in the path; null if none of them did.
    /// </summary>
    internal static X509Certificate2? Signer(X509Certificate2[] path, ChainRequest request)
    {
        X509Certificate2 last = path[path.Length - 1];
        if (request.Read(last).IssuerOrNull is not { } issuer)
            return null;
        IEnumerable<X509Certificate2> sent = request.Sent.Where(c => issuer.Equals(request.Read(c).SubjectOrNull)
            && !path.Any(p => ByteSequenceComparer.Instance.Equals(p.RawData, c.RawData)));
        return request.Anchors.Named(issuer).Select(a => a.Certificate).Concat(sent).Take(MostTried)
            .FirstOrDefault(i => SignatureCheck.Signed(i, request.Read(last)) == true);
    }

    /// <summary>
    /// Whether a given one signed it, or may have: a signature of a kind that is not known, or that cannot be read, is its own fault.
    /// </summary>
    internal static bool IsTrusted(X509Certificate2 certificate, ChainRequest request) =>
        request.Read(certificate).IssuerOrNull is { } issuer
            && request.Anchors.Named(issuer).Any(a => SignatureCheck.Signed(a.Certificate, request.Read(certificate)) != false);
}
