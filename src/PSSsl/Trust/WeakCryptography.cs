using System;
using System.Collections.Generic;
using PSSsl.Certificates;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>
/// What is too weak to be believed: OpenSSL's security level 2, the default of its 3.2 and of Debian's and Ubuntu's builds. RSA and DSA keys below 2048
/// bits, curves below 224 bits, signatures with MD5 or SHA-1. Windows draws the line for RSA at 1024 bits; no public authority has
/// certified less than 2048 since 2014 (CA/B Baseline Requirements, 6.1.5).
/// </summary>
internal static class WeakCryptography
{
    private const int SmallestModulus = 2048;
    private const int SmallestCurve = 224;

    private const string RsaPss = "1.2.840.113549.1.1.10";
    private const string RsaKey = "1.2.840.113549.1.1.1";
    private const string DsaKey = "1.2.840.10040.4.1";
    private const string EcKey = "1.2.840.10045.2.1";

    private static readonly Dictionary<string, string> s_signatures = new()
    {
        ["1.2.840.113549.1.1.2"] = "MD2",
        ["1.2.840.113549.1.1.3"] = "MD4",
        ["1.2.840.113549.1.1.4"] = "MD5",
        ["1.2.840.113549.1.1.5"] = "SHA-1",
        ["1.3.14.3.2.3"] = "MD5",
        ["1.3.14.3.2.13"] = "SHA-1",
        ["1.3.14.3.2.15"] = "SHA-1",
        ["1.3.14.3.2.27"] = "SHA-1",
        ["1.3.14.3.2.29"] = "SHA-1",
        ["1.2.840.10040.4.3"] = "SHA-1",
        ["1.2.840.10045.4.1"] = "SHA-1",
    };

    private static readonly Dictionary<string, string> s_hashes = new()
    {
        ["1.2.840.113549.2.5"] = "MD5",
        ["1.3.14.3.2.26"] = "SHA-1",
    };

    /// <summary>The broken hash that it is signed with; null if it is none.</summary>
    internal static string? Signature(ParsedCertificate certificate)
    {
        if (certificate.SignatureAlgorithm != RsaPss)
            return s_signatures.TryGetValue(certificate.SignatureAlgorithm, out string? broken) ? broken : null;
        // RFC 4055, 3.1: the hash is [0]; without it, it is SHA-1.
        DerReader? hash = certificate.SignatureParameters is { } der ? new DerReader(der).Enter(DerReader.Sequence).TryEnter(0xA0) : null;
        return hash is null ? "SHA-1" : s_hashes.TryGetValue(hash.Enter(DerReader.Sequence).Oid(), out string? name) ? name : null;
    }

    /// <summary>What is wrong with its key; null if nothing is, or if it is of a kind without sizes.</summary>
    internal static string? Key(ParsedCertificate certificate)
    {
        byte[] key = certificate.Key;
        switch (certificate.KeyAlgorithm)
        {
            case RsaKey or RsaPss:
                DerReader rsa = Content(key).Enter(DerReader.Sequence);
                int modulus = KeyDescription.Bits(rsa.Content(DerReader.Integer));
                byte[] exponent = rsa.Content(DerReader.Integer);
                if (modulus < SmallestModulus)
                    return $"an RSA key of {modulus} bits, {SmallestModulus} is the least";
                // With 1 every number is its own signature; an even one has no inverse.
                return KeyDescription.Bits(exponent) < 2 || (exponent[exponent.Length - 1] & 1) == 0 ? "an RSA key with an impossible exponent" : null;
            case DsaKey when certificate.KeyParameters is { } parameters:
                int prime = KeyDescription.Bits(new DerReader(parameters).Enter(DerReader.Sequence).Content(DerReader.Integer));
                return prime < SmallestModulus ? $"a DSA key of {prime} bits, {SmallestModulus} is the least" : null;
            case EcKey when certificate.KeyParameters is not { } curve || curve[0] != DerReader.ObjectIdentifier:
                // RFC 5480, 2.1.1. Whoever chooses the generator can choose one that gives him the key to a known point (CVE-2020-0601).
                return "a curve that is not named but given by its numbers";
            case EcKey when key.Length > 1:
                // Uncompressed: 4, x, y. Compressed: 2 or 3, x. P-521 has 66 bytes a coordinate.
                int coordinate = key[1] == 4 ? (key.Length - 2) / 2 : key.Length - 2;
                return coordinate * 8 < SmallestCurve ? $"a key on a curve of about {coordinate * 8} bits, {SmallestCurve} is the least" : null;
            default:
                return null;
        }
    }

    private static DerReader Content(byte[] bitString)
    {
        if (bitString.Length < 2 || bitString[0] != 0)
            throw new FormatException("a public key that is no row of bytes");
        var content = new byte[bitString.Length - 1];
        Buffer.BlockCopy(bitString, 1, content, 0, content.Length);
        return new DerReader(content);
    }
}
