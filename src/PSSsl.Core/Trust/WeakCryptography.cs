using System;
using System.Collections.Generic;
using PSSsl.Certificates;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Keys;

namespace PSSsl.Trust;

/// <summary>
/// What is too weak to be believed: OpenSSL's security level 2, the default of its 3.2 and of Debian's and Ubuntu's builds. RSA keys below
/// 2048 bits, curves below 224 bits, signatures with MD5 or SHA-1; and DSA, which TLS has no more. Windows draws the line for RSA at 1024
/// bits; no public authority has certified less than 2048 since 2014 (CA/B Baseline Requirements, 6.1.5).
/// </summary>
internal static class WeakCryptography
{
    private const int SmallestModulus = 2048;
    private const int SmallestCurve = 224;

    /// <summary>What is wrong with its key; null if nothing is, or if it is of a kind without sizes.</summary>
    internal static string? Key(ParsedCertificate certificate)
    {
        byte[] key = certificate.Key;
        switch (certificate.KeyAlgorithm)
        {
            case Oids.Rsa or Oids.RsaPss:
                DerReader rsa = new DerReader(certificate.KeyBytes).Enter(DerReader.Sequence);
                int modulus = KeyDescription.Bits(rsa.Content(DerReader.Integer));
                byte[] exponent = rsa.Content(DerReader.Integer);
                if (modulus < SmallestModulus)
                    return $"an RSA key of {modulus} bits, {SmallestModulus} is the least";
                // With 1 every number is its own signature; an even one has no inverse.
                return KeyDescription.Bits(exponent) < 2 || (exponent[exponent.Length - 1] & 1) == 0
                    ? "an RSA key with an impossible exponent" : null;
            case Oids.Dsa:
                return "a DSA key, which is not accepted";
            case Oids.Ec when certificate.KeyParameters is not { } curve || curve[0] != DerReader.ObjectIdentifier:
                // RFC 5480, 2.1.1. Whoever chooses the generator can choose one that gives him the key to a known point (CVE-2020-0601).
                return "a curve that is not named but given by its numbers";
            case Oids.Ec when key.Length > 1:
                // Uncompressed: 4, x, y. Compressed: 2 or 3, x. P-521 has 66 bytes a coordinate.
                int coordinate = key[1] == 4 ? (key.Length - 2) / 2 : key.Length - 2;
                return coordinate * 8 < SmallestCurve ? $"a key on a curve of about {coordinate * 8} bits, {SmallestCurve} is the least"
                    : null;
            default:
                return null;
        }
    }
}
