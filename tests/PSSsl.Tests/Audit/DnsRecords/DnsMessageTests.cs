using System;
using System.Globalization;
using System.Linq;
using System.Text;
using PSSsl.Audit.DnsRecords;
using Xunit;

namespace PSSsl.Tests.Audit.DnsRecords;

/// <summary>Answers of a resolver, as they should be and as an attacker writes them.</summary>
public sealed class DnsMessageTests
{
    private const int Id = 0x1234;

    private static readonly DnsName s_name = DnsName.Of("www.example.org")!;

    [Fact]
    public void AsksWithTheWishToHearOfDnssec() => Assert.Equal(
        "123401200001000000000001" + "03777777076578616D706C65036F726700" + "00340001" + "00002904D0000000000000",
        Convert.ToHexString(DnsMessage.Ask(Id, s_name, DnsType.Tlsa)));

    [Theory]
    [InlineData(0x81A0, true)]
    [InlineData(0x8180, false)]
    public void ReadsRecordsOfTheName(int flags, bool isAuthenticated)
    {
        DnsMessage read = Read(Answer(flags, Record("C00C", DnsType.Tlsa, "03010155")));
        Assert.Equal("03010155", Convert.ToHexString(read.Of(DnsType.Tlsa).Single().Data));
        Assert.Equal(isAuthenticated, read.IsAuthenticated);
        Assert.Null(read.Failure);
    }

    [Fact]
    public void FollowsAliases()
    {
        // www.example.org -> a.example.org -> b.example.org, in no order.
        string a = "0161C010", b = "0162C010";
        DnsMessage read = Read(Answer(0x8180, Record(b, DnsType.Tlsa, "03010155"), Record(a, DnsType.Alias, b), Record("C00C", DnsType.Alias, a)));
        Assert.Equal("b.example.org", read.Final.ToString());
        Assert.Single(read.Of(DnsType.Tlsa));
    }

    [Fact]
    public void WhatBelongsToAnotherNameIsNotTaken() =>
        Assert.Empty(Read(Answer(0x8180, Record("0161C010", DnsType.Tlsa, "03010155"))).Of(DnsType.Tlsa));

    [Fact]
    public void AliasesThatGoRoundEnd()
    {
        string a = "0161C010";
        DnsMessage read = Read(Answer(0x8180, Record(a, DnsType.Alias, "C00C"), Record("C00C", DnsType.Alias, a)));
        Assert.Empty(read.Of(DnsType.Tlsa));
    }

    [Theory]
    [InlineData(0x8182, "SERVFAIL")]
    [InlineData(0x8185, "REFUSED")]
    [InlineData(0x818B, "code 11")]
    [InlineData(0x8183, null)]
    public void SaysWhyThereIsNoAnswer(int flags, string? failure) => Assert.Equal(failure, Read(Answer(flags)).Failure);

    [Theory]
    [InlineData("another id", "1235", "8180", "0001", "0000", "")]
    [InlineData("no answer", "1234", "0100", "0001", "0000", "")]
    [InlineData("cut off", "1234", "8380", "0001", "0000", "")]
    [InlineData("another operation", "1234", "A980", "0001", "0000", "")]
    [InlineData("no question", "1234", "8180", "0000", "0000", "")]
    [InlineData("fewer records than it says", "1234", "8180", "0001", "FFFF", "")]
    [InlineData("a record beyond the end", "1234", "8180", "0001", "0001", "C00C00340001000000000064AA")]
    [InlineData("a name that points at itself", "1234", "8180", "0001", "0001", "C02100340001000000000001AA")]
    [InlineData("a name that points forward", "1234", "8180", "0001", "0001", "C0FF00340001000000000001AA")]
    [InlineData("a label of another kind", "1234", "8180", "0001", "0001", "4161C00C00340001000000000001AA")]
    [InlineData("an alias shorter than it says", "1234", "8180", "0001", "0001", "C00C00050001000000000004C00C0000")]
    public void WhatIsNoAnswerIsRefused(string what, string id, string flags, string questions, string answers, string records)
    {
        string question = "03777777076578616D706C65036F726700" + "00340001";
        byte[] message = Convert.FromHexString(id + flags + questions + answers + "00000000" + question + records);
        Assert.True(Throws(message), what);
    }

    [Fact]
    public void AnotherQuestionIsNotAnswered()
    {
        byte[] message = Answer(0x8180);
        message[13] = (byte)'x';
        Assert.True(Throws(message));
        message[13] = (byte)'W';
        Assert.False(Throws(message));
    }

    /// <summary>A message of pointers, each to the one before it: long, and of no length.</summary>
    [Fact]
    public void AChainOfPointersEnds()
    {
        var chain = new StringBuilder();
        int first = 12 + 17 + 4;
        for (int i = 0; i < 2000; i++)
            chain.AppendFormat(CultureInfo.InvariantCulture, "{0:X4}", 0xC000 | (i == 0 ? 12 : first + (2 * (i - 1))));
        byte[] message = Convert.FromHexString("123481800001000100000000" + "03777777076578616D706C65036F726700" + "00340001" + chain);
        Assert.True(Throws(message));
    }

    private static bool Throws(byte[] message)
    {
        try
        {
            Read(message);
            return false;
        }
        catch (FormatException)
        {
            return true;
        }
    }

    private static DnsMessage Read(byte[] message) => DnsMessage.Read(message, Id, s_name, DnsType.Tlsa);

    private static string Record(string owner, int type, string data) => $"{owner}{type:X4}000100000000{data.Length / 2:X4}{data}";

    private static byte[] Answer(int flags, params string[] records) => Convert.FromHexString(
        $"{Id:X4}{flags:X4}0001{records.Length:X4}00000000" + "03777777076578616D706C65036F726700" + "00340001" + string.Concat(records));
}
