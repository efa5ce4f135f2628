using System;
using System.Linq;
using Org.BouncyCastle.Asn1;
using Org.BouncyCastle.Asn1.Nist;
using Org.BouncyCastle.Asn1.Pkcs;
using Org.BouncyCastle.Math;
using PSSsl.Engine.Keys;
using Xunit;

namespace PSSsl.Tests.Reading;

/// <summary>Numbers of a key file may be as long as the file: what is told of them is short, and soon told.</summary>
public sealed class LongNumbersTests
{
    [Theory]
    [InlineData(1, "to give a key of more than 2147483647 bytes, and its cipher has one of 32")]
    [InlineData(-1, "to give a key of no bytes, and its cipher has one of 32")]
    public void KeyLength(int sign, string expected)
    {
        // In decimal this one alone takes minutes.
        BigInteger length = BigInteger.One.ShiftLeft(3_000_000).Multiply(BigInteger.ValueOf(sign));
        KeyMaterialException e = Refused(PkcsObjectIdentifiers.IdPbkdf2,
            new DerSequence(new DerOctetString(new byte[8]), DerInteger.ValueOf(2048), new DerInteger(length)));
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ObjectIdentifier()
    {
        var digits = string.Concat(Enumerable.Repeat(".4294967295", 700));
        KeyMaterialException e = Refused(new DerObjectIdentifier("1.3" + digits), DerNull.Instance);
        Assert.InRange(e.Message.Length, 100, 600);
    }

    private static KeyMaterialException Refused(DerObjectIdentifier derivation, Asn1Encodable parameters)
    {
        var info = new DerSequence(
            new DerSequence(PkcsObjectIdentifiers.IdPbeS2, new DerSequence(
                new DerSequence(derivation, parameters),
                new DerSequence(NistObjectIdentifiers.IdAes256Cbc, new DerOctetString(new byte[16])))),
            new DerOctetString(new byte[64]));
        return Assert.Throws<KeyMaterialException>(() => KeyMaterialReader.Read(info.GetDerEncoded(), () => "secret".ToCharArray()));
    }
}
