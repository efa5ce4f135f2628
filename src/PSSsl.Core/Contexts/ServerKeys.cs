using System.Collections.Generic;
using System.Linq;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Keys;
using PSSsl.X509.Names;

namespace PSSsl.Contexts;

/// <summary>Whether a client can come at all to what a server has to show.</summary>
internal static class ServerKeys
{
    /// <summary>Refuses keys on curves that clients do not offer, where there are no others.</summary>
    /// <exception cref="SslException">All are such.</exception>
    internal static void Check(IReadOnlyList<TlsIdentity> identities)
    {
        if (identities.Count == 0 || identities.Any(i => i.RareCurve is null))
            return;
        string curve = identities[0].RareCurve!;
        string name = curve.Length == 0 ? "a curve without a name" : "the curve " + (EllipticCurve.Find(curve)?.Name ?? curve);
        throw new SslException(SslErrorCode.KeyUnusable, SslPhase.Configuration,
            $"The certificate's key is on {name}, which clients do not offer: none could connect.")
        {
            RecommendedAction = "Use a key on P-256, P-384 or P-521, or an RSA key, beside it or in its place.",
        };
    }
}
