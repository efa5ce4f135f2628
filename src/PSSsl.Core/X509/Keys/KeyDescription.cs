using System;
using System.Linq;
using PSSsl.X509.Der;
using PSSsl.X509.Names;

namespace PSSsl.X509.Keys;

/// <summary>
/// A public key (RFC 5280, 4.1.2.7) without the platform: kind, size, curve, its numbers, and what is wrong with it. Nothing is computed
/// with it.
/// </summary>
internal sealed class KeyDescription
{
    private KeyDescription(string algorithm, int size)
    {
        Algorithm = algorithm;
        Size = size;
    }

    /// <summary>RSA, RSASSA-PSS, EC, DSA, Ed25519, ML-DSA-65, …; the object identifier of a kind without name.</summary>
    internal string Algorithm { get; }

    /// <summary>In bits: of the modulus, of the curve's order, of the prime, of the encoded key; 0 if that is not known.</summary>
    internal int Size { get; private set; }

    /// <summary>Null for other keys than those on curves, and for curves given by numbers.</summary>
    internal string? Curve { get; private set; }

    /// <summary>Why it cannot be a key.</summary>
    internal string? Fault { get; private set; }

    internal byte[]? Modulus { get; private set; }

    internal byte[]? Exponent { get; private set; }

    /// <summary>Null if there is none to be found in it.</summary>
    internal static KeyDescription? Of(ParsedCertificate certificate) =>
        certificate.KeyAlgorithmOrNull is { } algorithm && certificate.KeyOrNull is { } bits ? Of(algorithm, bits) : null;

    internal static KeyDescription Of(AlgorithmIdentifier algorithm, byte[] bitString)
    {
        var key = new KeyDescription(NameOf(algorithm.Oid), 0);
        try
        {
            if (bitString.Length < 2 || bitString[0] != 0)
                throw new FormatException("it is not an octet string");
            key.Read(algorithm, bitString.Skip(1).ToArray());
        }
        catch (FormatException e)
        {
            key.Fault = e.Message;
        }

        return key;
    }

    /// <summary>How many bits a number has; what is negative counts as large as its digits.</summary>
    internal static int Bits(byte[] number)
    {
        int start = 0;
        while (start < number.Length && number[start] == 0)
            start++;
        if (start == number.Length)
            return 0;
        int bits = (number.Length - start) * 8;
        for (int mask = 0x80; (number[start] & mask) == 0; mask >>= 1)
            bits--;
        return bits;
    }

    private static string NameOf(string oid) => oid switch
    {
        Oids.Rsa => "RSA",
        Oids.RsaPss => "RSASSA-PSS",
        Oids.Ec => "EC",
        Oids.Dsa => "DSA",
        Oids.Ed25519 => "Ed25519",
        Oids.Ed448 => "Ed448",
        _ => ObjectIdentifiers.ShortName(oid),
    };

    private void Read(AlgorithmIdentifier algorithm, byte[] key)
    {
        switch (algorithm.Oid)
        {
            case Oids.Rsa or Oids.RsaPss:
                ReadRsa(new DerReader(key));
                break;
            case Oids.Ec:
                ReadEc(algorithm, key);
                break;
            case Oids.Dsa:
                if (algorithm.Meaning is { } parameters)
                    Size = Bits(Positive(new DerReader(parameters).Enter(DerReader.Sequence)));
                Positive(new DerReader(key));
                break;
            default:
                if (FixedLength(Algorithm) is not { } bytes)
                    break;
                Size = bytes * 8;
                if (bytes != key.Length)
                    throw new FormatException($"it has {key.Length} bytes and not {bytes}");
                if (algorithm.Parameters is not null)
                    throw new FormatException("its algorithm has parameters, which it must not have");
                break;
        }
    }

    private void ReadRsa(DerReader der)
    {
        DerReader numbers = der.Enter(DerReader.Sequence);
        Modulus = numbers.Content(DerReader.Integer);
        Size = Bits(Modulus);
        Exponent = numbers.Content(DerReader.Integer);
        if (numbers.HasMore || der.HasMore)
            throw new FormatException("there is something after its numbers");
        if (Modulus.Length == 0 || Exponent.Length == 0 || (Modulus[0] & 0x80) != 0 || (Exponent[0] & 0x80) != 0)
            throw new FormatException("its modulus or exponent is negative or missing");
        if ((Modulus[Modulus.Length - 1] & 1) == 0)
            throw new FormatException("its modulus is even");
        // With 1 every number is its own signature; an even exponent has no inverse.
        if (Bits(Exponent) < 2 || (Exponent[Exponent.Length - 1] & 1) == 0)
            throw new FormatException("its exponent is impossible");
    }

    private void ReadEc(AlgorithmIdentifier algorithm, byte[] point)
    {
        byte[] parameters = algorithm.Meaning ?? throw new FormatException("it names no curve");
        if (parameters[0] == DerReader.ObjectIdentifier)
        {
            string oid = new DerReader(parameters).Oid();
            EllipticCurve? curve = EllipticCurve.Find(oid);
            Curve = curve?.Nist ?? curve?.Name ?? oid;
            Size = curve?.Bits ?? 0;
            if (curve is not null && !IsPoint(point, curve.FieldBytes))
                throw new FormatException($"its point is not on the curve {Curve}");
            return;
        }

        Size = Bits(ExplicitCurve.Read(parameters).Order);
        // RFC 5480, 2.1.1: CVE-2020-0601 is what comes of trusting such curves.
        throw new FormatException("its curve is not named but given by its numbers");
    }

    /// <summary>SEC 1, 2.3.3: 4, x, y; or 2 or 3, x.</summary>
    private static bool IsPoint(byte[] point, int field) => point[0] switch
    {
        4 => point.Length == 1 + (2 * field),
        2 or 3 => point.Length == 1 + field,
        _ => false,
    };

    private static byte[] Positive(DerReader der)
    {
        byte[] number = der.Content(DerReader.Integer);
        return number.Length > 0 && (number[0] & 0x80) == 0 ? number
            : throw new FormatException("one of its numbers is negative or missing");
    }

    /// <summary>
    /// In bytes. RFC 8410, 3; FIPS 204, 4; FIPS 205, 11; FIPS 203, 8: it follows from the kind of key; null for other kinds.
    /// </summary>
    private static int? FixedLength(string algorithm) => algorithm switch
    {
        "Ed25519" or "X25519" => 32,
        "Ed448" => 57,
        "X448" => 56,
        "ML-DSA-44" => 1312,
        "ML-DSA-65" => 1952,
        "ML-DSA-87" => 2592,
        "ML-KEM-512" => 800,
        "ML-KEM-768" => 1184,
        "ML-KEM-1024" => 1568,
        _ when algorithm.StartsWith("SLH-DSA-", StringComparison.Ordinal) =>
            algorithm.Contains("-128") ? 32 : algorithm.Contains("-192") ? 48 : 64,
        _ => null,
    };
}
