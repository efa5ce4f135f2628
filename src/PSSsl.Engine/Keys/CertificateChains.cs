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

    /// <summary>Whether a certificate is for this key. A point of a curve may be written compressed in one and not in the other.</summary>
    internal static bool Fits(byte[] certificate, TlsPrivateKey key)
    {
        if (key.PublicKeyInfo is not { } own || CertificateParts.KeyOf(certificate) is not { } theirs)
            return false;
        SubjectPublicKeyInfo ours = SubjectPublicKeyInfo.GetInstance(own);
        byte[] left = theirs.PublicKey.GetBytes(), right = ours.PublicKey.GetBytes();
        if (PublicKeys.NameOf(theirs.Algorithm) != key.Algorithm
            && !(key.Algorithm == "RSA" && PublicKeys.NameOf(theirs.Algorithm) == "RSASSA-PSS"))
            return false;
        return Arrays.AreEqual(left, right) || (key.Algorithm == "EC" && Arrays.AreEqual(left, Compress(right)));
    }

    /// <summary>SEC 1, 2.3.3: x alone, with y's last bit in the first byte.</summary>
    private static byte[] Compress(byte[] point)
    {
        if (point.Length < 3 || point[0] != 4)
            return point;
        byte[] compressed = Arrays.CopyOf(point, 1 + (point.Length / 2));
        compressed[0] = (byte)(2 + (point[point.Length - 1] & 1));
        return compressed;
    }
}
