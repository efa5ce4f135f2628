using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math.EC;
using Org.BouncyCastle.Utilities;

namespace PSSsl.Engine.Keys;

/// <summary>Puts certificates into the order in which they are sent (RFC 8446, 4.4.2), whatever the order in their file.</summary>
internal static class CertificateChains
{
    /// <returns>The chain whose first certificate belongs to the key; null if none does.</returns>
    internal static IReadOnlyList<byte[]>? Order(IEnumerable<byte[]> certificates, AsymmetricKeyParameter key)
    {
        byte[][] all = certificates.ToArray();
        byte[]? own = all.FirstOrDefault(c => Fits(X509CertificateStructure.GetInstance(c), key));
        return own is null ? null : Order(own, all);
    }

    internal static IReadOnlyList<byte[]> Order(byte[] own, IEnumerable<byte[]> others)
    {
        List<X509CertificateStructure> left = others.Where(c => !Arrays.AreEqual(c, own)).Select(X509CertificateStructure.GetInstance).ToList();
        var chain = new List<byte[]> { own };
        X509CertificateStructure last = X509CertificateStructure.GetInstance(own);
        while (!last.Subject.Equivalent(last.Issuer))
        {
            int next = left.FindIndex(c => c.Subject.Equivalent(last.Issuer));
            if (next < 0)
                break;
            last = left[next];
            left.RemoveAt(next);
            chain.Add(last.GetEncoded());
        }

        return chain;
    }

    private static bool Fits(X509CertificateStructure certificate, AsymmetricKeyParameter key)
    {
        byte[] bits = certificate.SubjectPublicKeyInfo.PublicKey.GetBytes();
        switch (key)
        {
            case RsaPrivateCrtKeyParameters rsa:
                RsaPublicKeyStructure structure;
                try
                {
                    structure = RsaPublicKeyStructure.GetInstance(bits);
                }
                catch (System.Exception e) when (e is System.ArgumentException or System.IO.IOException or System.InvalidCastException)
                {
                    return false;
                }

                return structure.Modulus.Equals(rsa.Modulus) && structure.PublicExponent.Equals(rsa.PublicExponent);
            case ECPrivateKeyParameters ec:
                ECPoint q = ec.Parameters.G.Multiply(ec.D).Normalize();
                return Arrays.AreEqual(bits, q.GetEncoded(false)) || Arrays.AreEqual(bits, q.GetEncoded(true));
            case Ed25519PrivateKeyParameters ed25519:
                return Arrays.AreEqual(bits, ed25519.GeneratePublicKey().GetEncoded());
            case Ed448PrivateKeyParameters ed448:
                return Arrays.AreEqual(bits, ed448.GeneratePublicKey().GetEncoded());
            case MLDsaPrivateKeyParameters mlDsa:
                return Arrays.AreEqual(bits, mlDsa.GetPublicKeyEncoded());
            default:
                return false;
        }
    }
}
