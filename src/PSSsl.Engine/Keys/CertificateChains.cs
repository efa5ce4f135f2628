using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Utilities;

namespace PSSsl.Engine.Keys;

/// <summary>Puts certificates into the order in which they are sent (RFC 8446, 4.4.2), whatever the order in their file.</summary>
internal static class CertificateChains
{
    /// <returns>The chain whose first certificate belongs to the key; null if none does.</returns>
    internal static IReadOnlyList<byte[]>? Order(IEnumerable<byte[]> certificates, TlsPrivateKey key)
    {
        byte[][] all = certificates.ToArray();
        byte[]? own = all.FirstOrDefault(c => Fits(c, key));
        return own is null ? null : Order(own, all);
    }

    internal static IReadOnlyList<byte[]> Order(byte[] own, IEnumerable<byte[]> others)
    {
        var left = others.Where(c => !Arrays.AreEqual(c, own)).Select(c => (Encoded: c, Subject: CertificateParts.SubjectOf(c))).ToList();
        var chain = new List<byte[]> { own };
        X509Name? subject = CertificateParts.SubjectOf(own), issuer = CertificateParts.IssuerOf(own);
        while (issuer is not null && subject?.Equivalent(issuer) != true)
        {
            int next = left.FindIndex(c => c.Subject?.Equivalent(issuer) == true);
            if (next < 0)
                break;
            (byte[] last, subject) = left[next];
            left.RemoveAt(next);
            chain.Add(last);
            issuer = CertificateParts.IssuerOf(last);
        }

        return chain;
    }

    /// <summary>Whether a certificate is for this key.</summary>
    internal static bool Fits(byte[] certificate, TlsPrivateKey key) => new CertificateKey(certificate).IsOf(key);
}
