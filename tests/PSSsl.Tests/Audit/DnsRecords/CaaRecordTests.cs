using System;
using PSSsl.Audit.DnsRecords;
using Xunit;

namespace PSSsl.Tests.Audit.DnsRecords;

public sealed class CaaRecordTests
{
    [Theory]
    [InlineData("00056973737565", "0 issue \"\"")]
    [InlineData("8005697373756563612E6578616D706C65", "128 issue \"ca.example\"")]
    [InlineData("000569737375651B5B6D225C", "0 issue \"\\027[m\\\"\\\\\"")]
    public void StandsAsInMasterFiles(string data, string text) => Assert.Equal(text, CaaRecord.Read(Convert.FromHexString(data)).ToString());

    /// <summary>RFC 8659, 4.1 and 4.2: only some properties keep authorities from issuing.</summary>
    [Theory]
    [InlineData("00056973737565", true)]
    [InlineData("00054953535545", true)]
    [InlineData("0005696F646566", false)]
    [InlineData("8005696F646566", false)]
    [InlineData("0009697373756577696C64", false)]
    [InlineData("00056F74686572", false)]
    [InlineData("80056F74686572", true)]
    public void SomeBindAuthorities(string data, bool binds) =>
        Assert.Equal(binds, CaaRecord.Read(Convert.FromHexString(data)).BindsAuthorities);

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0000")]
    [InlineData("0005697373")]
    [InlineData("00051B5B6D6565")]
    public void WhatIsMalformedIsRefused(string data) => Assert.Throws<FormatException>(() => CaaRecord.Read(Convert.FromHexString(data)));
}
