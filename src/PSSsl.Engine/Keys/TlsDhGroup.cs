using System;
using System.Collections.Generic;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Math;
using Org.BouncyCastle.Tls;
using Org.BouncyCastle.Tls.Crypto;

namespace PSSsl.Engine.Keys;

/// <summary>Parameters of a Diffie-Hellman group: a prime and a generator.</summary>
public sealed class TlsDhGroup
{
    /// <summary>The least size of the prime: 112 bits of security (RFC 9325, 4.4; NIST SP 800-131A).</summary>
    public const int LeastBits = 2048;

    /// <summary>The greatest size of the prime: beyond it a handshake takes seconds.</summary>
    internal const int MostBits = 8192;

    /// <summary>Twice the bits of security that 2048 bits give (RFC 7919, 5.2).</summary>
    private const int LeastExponentBits = 225;

    /// <summary>The least size of a subgroup (RFC 5114; NIST SP 800-56A).</summary>
    private const int LeastSubgroupBits = 224;

    /// <summary>
    /// Eight rounds of Miller and Rabin's test: one deceiving number in 65,000 passes, and it would be in a file of the user's own. Some
    /// seconds at 8192 bits.
    /// </summary>
    private const int PrimeCertainty = 16;

    private const string PemType = "DH PARAMETERS", X942PemType = "X9.42 DH PARAMETERS";

    private TlsDhGroup(DHGroup group) => Group = group;

    internal DHGroup Group { get; }

    /// <summary>Bits of the prime.</summary>
    public int Bits => Group.P.BitLength;

    /// <summary>Reads parameters: PEM or DER, PKCS#3 or X9.42 (RFC 3279, 2.3.3).</summary>
    /// <exception cref="KeyMaterialException">They are none, or not safe.</exception>
    public static TlsDhGroup Read(byte[] content)
    {
        try
        {
            return Check(Integers(PemBlocks.AreIn(content) ? FromPem(content) : content));
        }
        catch (Exception e) when (e is not (KeyMaterialException or OutOfMemoryException or OperationCanceledException))
        {
            throw new KeyMaterialException(KeyMaterialFault.Malformed, "they are not encoded as their form demands", e);
        }
    }

    private static byte[] FromPem(byte[] content)
    {
        var others = new List<string>();
        // A file of OpenSSL's age often has certificate, key and parameters together.
        foreach (PemBlock block in PemBlocks.Of(content))
        {
            if (block.Label is PemType or X942PemType)
                return block.Decode();
            others.Add(block.Label);
        }

        throw Wrong(others.Count == 0 ? "it contains none" : $"it contains none, but {string.Join(", ", others.Distinct())}");
    }

    private static BigInteger[] Integers(byte[] der)
    {
        if (der.Length == 0 || der[0] != 0x30)
            throw Wrong("it is neither PEM nor DER");
        // PKCS#3: p, g, the length of the exponent. X9.42: p, g, q, then a cofactor and how the prime was made.
        BigInteger[] integers = Asn1Sequence.GetInstance(der).OfType<DerInteger>().Select(i => i.Value).ToArray();
        return integers.Length >= 2 ? integers : throw Wrong("prime or generator is missing");
    }

    private static TlsDhGroup Check(BigInteger[] integers)
    {
        BigInteger p = integers[0], g = integers[1], one = BigInteger.One;
        if (p.BitLength is < LeastBits or > MostBits)
            throw Wrong($"the prime has {p.BitLength} bits; allowed are {LeastBits} to {MostBits}");
        if (p.SignValue <= 0 || !p.TestBit(0))
            throw Wrong("the modulus is not prime");
        if (g.CompareTo(BigInteger.Two) < 0 || g.CompareTo(p.Subtract(BigInteger.Two)) > 0)
            throw Wrong("the generator is not between 2 and p - 2");
        if (TlsDHUtilities.GetStandardGroupForDHParameters(p, g) is { } standard)
            return new TlsDhGroup(standard);
        BigInteger? third = integers.Length > 2 ? integers[2] : null;
        bool isSubgroup = third is not null && third.BitLength > 64;
        BigInteger? q = isSubgroup ? third : null;
        if (q is not null
            && (q.BitLength < LeastSubgroupBits || q.SignValue <= 0 || q.CompareTo(p) >= 0
                || !p.Subtract(one).Mod(q).Equals(BigInteger.Zero) || !g.ModPow(q, p).Equals(one)))
            throw Wrong("the subgroup's order does not fit the prime and the generator, or is too small");
        if (!p.IsProbablePrime(PrimeCertainty))
            throw Wrong("the modulus is not prime");
        // A short exponent in a file would be a trap; without a length the engine has its own.
        int length = third is { BitLength: <= 16 } && third.IntValue >= LeastExponentBits && third.IntValue < p.BitLength ? third.IntValue
            : 0;
        return new TlsDhGroup(new DHGroup(p, q, g, length));
    }

    private static KeyMaterialException Wrong(string message) => new(KeyMaterialFault.Malformed, message);
}
