using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using Org.BouncyCastle.Math.EC.Rfc7748;
using PSSsl.Engine.Crypto.Curve25519;
using Xunit;

namespace PSSsl.Tests.Engine;

/// <summary>X25519 of our own: the RFC's vectors, and the library's for all others.</summary>
public class MontgomeryLadderTests
{
    private static readonly BigInteger s_modulus = (BigInteger.One << 255) - 19;

    public MontgomeryLadderTests() => Assert.SkipUnless(MontgomeryLadder.IsSupported, "This processor lacks the instructions.");

    // RFC 7748, 5.2.
    [Theory]
    [InlineData("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
        "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
        "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552")]
    [InlineData("4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
        "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
        "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957")]
    public void GivesTheResultsOfTheRfc(string scalar, string point, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(Multiply(Convert.FromHexString(scalar), Convert.FromHexString(point))));

    // RFC 7748, 5.2: the result is the next scalar, the scalar the next point.
    [Theory]
    [InlineData(1, "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079")]
    [InlineData(1000, "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51")]
    public void GivesTheResultsOfTheRfcRepeated(int times, string expected)
    {
        byte[] scalar = Number(9), point = Number(9);
        for (int i = 0; i < times; i++)
            (scalar, point) = (Multiply(scalar, point), scalar);
        Assert.Equal(expected, Convert.ToHexStringLower(scalar));
    }

    public static IEnumerable<TheoryDataRow<string>> OddPoints()
    {
        // Of low order (RFC 7748, 6.1), not reduced, and beside the ends of limbs.
        BigInteger[] odd =
        [
            0, 1, 2, s_modulus - 2, s_modulus - 1, s_modulus, s_modulus + 1, s_modulus + 18, (BigInteger.One << 255) - 1,
            Parse("325606250916557431795983626356110631294008115727848805560023387167927233504"),
            Parse("39382357235489614581723060781553021112529911719440698176882885853963445705823"),
        ];
        foreach (BigInteger one in odd)
        {
            yield return Convert.ToHexStringLower(Number(one));
            yield return Convert.ToHexStringLower(Number(one | (BigInteger.One << 255)));
        }
        for (int bit = 25; bit < 255; bit += 17)
        {
            yield return Convert.ToHexStringLower(Number((BigInteger.One << bit) - 1));
            yield return Convert.ToHexStringLower(Number(s_modulus - (BigInteger.One << bit)));
        }
    }

    [Theory]
    [MemberData(nameof(OddPoints))]
    public void GivesTheLibrarysResultForOddPoints(string point)
    {
        byte[] bytes = Convert.FromHexString(point);
        foreach (byte fill in new byte[] { 0, 1, 0x55, 0xAA, 0xFE, 0xFF })
        {
            var scalar = new byte[32];
            Array.Fill(scalar, fill);
            Assert.Equal(Convert.ToHexString(ByLibrary(scalar, bytes)), Convert.ToHexString(Multiply(scalar, bytes)));
        }
    }

    [Theory]
    [InlineData(25519)]
    [InlineData(null)]
    public void GivesTheLibrarysResultForAnyPoint(int? seed)
    {
        int chosen = seed ?? Random.Shared.Next();
        var random = new Random(chosen);
        byte[] scalar = new byte[32], point = new byte[32];
        for (int i = 0; i < 2000; i++)
        {
            random.NextBytes(scalar);
            random.NextBytes(point);
            // Long runs of ones and zeros carry furthest.
            if (i % 3 == 0)
                Array.Fill(point, (byte)(i % 2 == 0 ? 0xFF : 0), random.Next(16), random.Next(16));
            Assert.True(ByLibrary(scalar, point).AsSpan().SequenceEqual(Multiply(scalar, point)),
                $"seed {chosen}: scalar {Convert.ToHexString(scalar)}, point {Convert.ToHexString(point)}");
        }
    }

    private static byte[] Multiply(byte[] scalar, byte[] point)
    {
        var result = new byte[32];
        MontgomeryLadder.Multiply(scalar, point, result);
        return result;
    }

    private static byte[] ByLibrary(byte[] scalar, byte[] point)
    {
        var result = new byte[32];
        X25519.ScalarMult(scalar, 0, point, 0, result, 0);
        return result;
    }

    private static BigInteger Parse(string digits) => BigInteger.Parse(digits, CultureInfo.InvariantCulture);

    private static byte[] Number(BigInteger number)
    {
        var bytes = new byte[32];
        Assert.True(number.TryWriteBytes(bytes, out _, isUnsigned: true));
        return bytes;
    }
}
