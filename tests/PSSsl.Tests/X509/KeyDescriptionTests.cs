using System;
using System.Linq;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Keys;
using Xunit;

namespace PSSsl.Tests.X509;

/// <summary>What cannot be a key is told, whatever the platform makes of it.</summary>
public class KeyDescriptionTests
{
    [Theory]
    // modulus, exponent, fault
    [InlineData("00C1", "03", null)]
    [InlineData("00C1", "010001", null)]
    [InlineData("00C0", "010001", "its modulus is even")]
    [InlineData("00C1", "01", "its exponent is impossible")]
    [InlineData("00C1", "00", "its exponent is impossible")]
    [InlineData("00C1", "04", "its exponent is impossible")]
    [InlineData("C1", "03", "its modulus or exponent is negative or missing")]
    [InlineData("00C1", "83", "its modulus or exponent is negative or missing")]
    [InlineData("", "03", "its modulus or exponent is negative or missing")]
    [InlineData("00C1", "", "its modulus or exponent is negative or missing")]
    public void AnRsaKeyIsTwoNumbersThatCanBeOne(string modulus, string exponent, string? fault) =>
        Assert.Equal(fault, Rsa(Numbers(modulus, exponent)).Fault);

    [Fact]
    public void NothingComesBehindTheNumbers()
    {
        Assert.Equal("there is something after its numbers", Rsa([.. Numbers("00C1", "03"), 5, 0]).Fault);
        byte[] three = DerWriter.Sequence(DerWriter.Integer(193), DerWriter.Integer(3), DerWriter.Integer(1));
        Assert.Equal("there is something after its numbers", Rsa(three).Fault);
    }

    [Fact]
    public void ItsSizeIsThatOfTheModulus()
    {
        Assert.Equal(8, Rsa(Numbers("00C1", "03")).Size);
        Assert.Equal(7, Rsa(Numbers("41", "03")).Size);
        Assert.Equal(9, Rsa(Numbers("0101", "03")).Size);
        Assert.Equal(0, KeyDescription.Bits([0, 0]));
        Assert.Equal(1, KeyDescription.Bits([0, 1]));
    }

    [Fact]
    public void AKeyIsARowOfBytes()
    {
        AlgorithmIdentifier algorithm = AlgorithmIdentifier.Read([.. DerWriter.Oid(Oids.Ed25519)]);
        byte[] key = new byte[32];
        Assert.Null(KeyDescription.Of(algorithm, [0, .. key]).Fault);
        Assert.Equal("it is not an octet string", KeyDescription.Of(algorithm, [1, .. key]).Fault);
        Assert.Equal("it is not an octet string", KeyDescription.Of(algorithm, [0]).Fault);
        Assert.Equal("it has 31 bytes and not 32", KeyDescription.Of(algorithm, [0, .. key.Skip(1)]).Fault);
        AlgorithmIdentifier parameters = AlgorithmIdentifier.Read([.. DerWriter.Oid(Oids.Ed25519), 5, 0]);
        Assert.Equal("its algorithm has parameters, which it must not have", KeyDescription.Of(parameters, [0, .. key]).Fault);
    }

    private static KeyDescription Rsa(byte[] key) => KeyDescription.Of(AlgorithmIdentifier.Read([.. DerWriter.Oid(Oids.Rsa), 5, 0]), [0, .. key]);

    private static byte[] Numbers(string modulus, string exponent) =>
        DerWriter.Sequence(DerWriter.Element(2, Convert.FromHexString(modulus)), DerWriter.Element(2, Convert.FromHexString(exponent)));
}
