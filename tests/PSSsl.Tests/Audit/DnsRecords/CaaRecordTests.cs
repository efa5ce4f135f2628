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

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("0000")]
    [InlineData("0005697373")]
    [InlineData("00051B5B6D6565")]
    public void WhatIsMalformedIsRefused(string data) => Assert.Throws<FormatException>(() => CaaRecord.Read(Convert.FromHexString(data)));
}
