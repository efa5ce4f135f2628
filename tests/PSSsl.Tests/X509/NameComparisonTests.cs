using System;
using System.Linq;
using System.Text;
using PSSsl.X509;
using PSSsl.X509.Der;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.X509;

/// <summary>Names are the same by their value (RFC 5280, 7.1), not by how they are written.</summary>
public class NameComparisonTests
{
    private const string Organization = "2.5.4.10", CommonName = "2.5.4.3";
    private const int Utf8 = 0x0C, Printable = 0x13, Bmp = 0x1E, Universal = 0x1C;

    [Theory]
    [InlineData("Example CA", "Example CA")]
    [InlineData("Example CA", "example ca")]
    [InlineData("Example CA", "  Example   CA ")]
    [InlineData("Example CA", "Example\tCA")]
    [InlineData("Example CA", "Example\u00A0CA")]
    [InlineData("Büro", "bu\u0308RO")]
    [InlineData("ﬁrst", "First")]
    [InlineData("a\u00ADb", "AB")]
    public void TextCountsByItsValue(string one, string other)
    {
        Assert.Equal(Name((CommonName, Utf8, Encoding.UTF8.GetBytes(one))), Name((CommonName, Utf8, Encoding.UTF8.GetBytes(other))));
        Assert.Equal(Name((CommonName, Utf8, Encoding.UTF8.GetBytes(one))),
            Name((CommonName, Bmp, Encoding.BigEndianUnicode.GetBytes(other))));
        Assert.Equal(Name((CommonName, Utf8, Encoding.UTF8.GetBytes(one))),
            Name((CommonName, Universal, new UTF32Encoding(true, false).GetBytes(other))));
    }

    [Fact]
    public void AnAttributeHasOneValue()
    {
        byte[] two = DerWriter.Element(0x31, DerWriter.Sequence(DerWriter.Oid(Oids.CommonName), DerWriter.Utf8("a"), DerWriter.Utf8("b")));
        Assert.Throws<FormatException>(() => DistinguishedName.Read(two));
    }

    [Fact]
    public void TheStringTypeDoesNotCount()
    {
        DistinguishedName printable = Name((CommonName, Printable, "Lab CA"u8.ToArray())),
            utf8 = Name((CommonName, Utf8, "LAB CA"u8.ToArray()));
        Assert.Equal(printable, utf8);
        Assert.Equal(printable.GetHashCode(), utf8.GetHashCode());
    }

    [Theory]
    [InlineData("Example CA", "ExampleCA")]
    [InlineData("Example CA", "Example CA 2")]
    [InlineData("Example\0CA", "ExampleCA")]
    [InlineData("\uFF21\u0001", "A")]
    public void OtherTextsAreOthers(string one, string other) =>
        Assert.NotEqual(Name((CommonName, Utf8, Encoding.UTF8.GetBytes(one))), Name((CommonName, Utf8, Encoding.UTF8.GetBytes(other))));

    [Theory]
    [InlineData("FF41", "FE41")]
    [InlineData("FF41", "EFBFBD41")]
    [InlineData("C0AF", "2F")]
    [InlineData("EDA080", "EFBFBD")]
    public void BytesThatAreNoTextEqualNoOthers(string one, string other)
    {
        DistinguishedName name = Name((Organization, Utf8, Convert.FromHexString(one)));
        Assert.NotEqual(name, Name((Organization, Utf8, Convert.FromHexString(other))));
        Assert.NotEqual(name, Name((Organization, Utf8, Encoding.UTF8.GetBytes("#0C02" + one))));
    }

    [Fact]
    public void HalfASurrogatePairIsNoText() =>
        Assert.NotEqual(Name((Organization, Bmp, [0xD8, 0x00])), Name((Organization, Bmp, [0xD8, 0x01])));

    [Fact]
    public void TheAttributeAndTheOrderCount()
    {
        (string, int, byte[]) a = (Organization, Utf8, "a"u8.ToArray()), b = (CommonName, Utf8, "b"u8.ToArray());
        Assert.NotEqual(Name(a, b), Name(b, a));
        Assert.NotEqual(Name((Organization, Utf8, "a"u8.ToArray())), Name((CommonName, Utf8, "a"u8.ToArray())));
        Assert.Equal(OneSet(a, b), OneSet(b, a));
        Assert.NotEqual(OneSet(a, b), Name(a, b));
        // What looks like a separator in a value separates nothing.
        Assert.NotEqual(OneSet((Organization, Utf8, "a2.5.4.3=1:b"u8.ToArray())), OneSet(a, b));
        Assert.True(Name(a, b).IsWithin(Name(a)));
        Assert.False(Name(a).IsWithin(Name(a, b)));
    }

    private static DistinguishedName Name(params (string Oid, int Tag, byte[] Value)[] attributes) =>
        DistinguishedName.Read(attributes.SelectMany(a => DerWriter.Element(0x31, Attribute(a))).ToArray());

    private static DistinguishedName OneSet(params (string Oid, int Tag, byte[] Value)[] attributes) =>
        DistinguishedName.Read(DerWriter.Element(0x31, attributes.Select(Attribute).ToArray()));

    private static byte[] Attribute((string Oid, int Tag, byte[] Value) attribute) =>
        DerWriter.Sequence(DerWriter.Oid(attribute.Oid), DerWriter.Element(attribute.Tag, attribute.Value));
}
