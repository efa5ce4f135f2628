using Org.BouncyCastle.Asn1.X509;
using Org.BouncyCastle.Utilities;

namespace PSSsl.Engine.Keys;

/// <summary>The public key of a certificate, read once: a file may hold many keys that are compared with many certificates.</summary>
internal sealed class CertificateKey
{
    private readonly string? _algorithm;
    private readonly byte[]? _bits;

    /// <param name="certificate">DER; one that cannot be read is of no key.</param>
    internal CertificateKey(byte[] certificate)
    {
        if (CertificateParts.KeyOf(certificate) is not { } key)
            return;
        _algorithm = PublicKeys.NameOf(key.Algorithm);
        _bits = key.PublicKey.GetBytes();
    }

    /// <summary>Whether it belongs to this key. A point of a curve may be written compressed in one and not in the other.</summary>
    internal bool IsOf(TlsPrivateKey key)
    {
        if (_bits is null || key.PublicKeyBits is not { } bits
            || (_algorithm != key.Algorithm && !(key.Algorithm == "RSA" && _algorithm == "RSASSA-PSS")))
            return false;
        return Arrays.AreEqual(_bits, bits) || (key.Algorithm == "EC" && Arrays.AreEqual(_bits, Compress(bits)));
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
