using System;
using System.Text;
using PSSsl.X509.Der;
using Xunit;

namespace PSSsl.Tests.X509;

/// <summary>Dates as certificates and lists have them (RFC 5280, 4.1.2.5).</summary>
public class DerTimeTests
{
    private const int Utc = 0x17, Generalized = 0x18;

    [Theory]
    [InlineData(Utc, "260101000000Z", "2026-01-01T00:00:00")]
    [InlineData(Utc, "491231235959Z", "2049-12-31T23:59:59")]
    [InlineData(Utc, "500101000000Z", "1950-01-01T00:00:00")]
    [InlineData(Utc, "280229000000Z", "2028-02-29T00:00:00")]
    [InlineData(Generalized, "20500101000000Z", "2050-01-01T00:00:00")]
    [InlineData(Generalized, "99991231235959Z", "9999-12-31T23:59:59")]
    [InlineData(Generalized, "00010101000000Z", "0001-01-01T00:00:00")]
    public void WhatIsADateIsRead(int tag, string text, string time) =>
        Assert.Equal(DateTime.Parse(time, System.Globalization.CultureInfo.InvariantCulture), DerTime.Read(Reader(tag, text)));

    [Theory]
    [InlineData(Utc, "260101006000Z")]
    [InlineData(Utc, "260101000060Z")]
    [InlineData(Utc, "260101240000Z")]
    [InlineData(Utc, "260001000000Z")]
    [InlineData(Utc, "261301000000Z")]
    [InlineData(Utc, "260100000000Z")]
    [InlineData(Utc, "260229000000Z")]
    [InlineData(Utc, "260431000000Z")]
    [InlineData(Utc, "2601010000Z")]
    [InlineData(Utc, "260101000000")]
    [InlineData(Utc, "260101000000+0100")]
    [InlineData(Utc, "26010100000:Z")]
    [InlineData(Utc, "")]
    [InlineData(Generalized, "00000101000000Z")]
    [InlineData(Generalized, "20500101000000.5Z")]
    [InlineData(Generalized, "260101000000Z")]
    public void WhatIsNoneIsNot(int tag, string text) => Assert.Throws<FormatException>(() => DerTime.Read(Reader(tag, text)));

    [Theory]
    [InlineData(Generalized, "20491231235959Z", "is a GeneralizedTime before 2050")]
    [InlineData(Generalized, "20500101000000Z", null)]
    [InlineData(Utc, "2601010000Z", "is not in seconds and Zulu")]
    [InlineData(Utc, "260101000000+0100", "is not in seconds and Zulu")]
    [InlineData(Utc, "", "is not a date")]
    [InlineData(Utc, "260101006000Z", "is not a date")]
    public void WhatIsWrongIsNamed(int tag, string text, string? fault) => Assert.Equal(fault, DerTime.ReadAny(Reader(tag, text)).Fault);

    private static DerReader Reader(int tag, string text) => new(DerWriter.Element(tag, Encoding.ASCII.GetBytes(text)));
}
