using System;
using System.Collections.Generic;
using System.Globalization;
using System.Security.Authentication;
using PSSsl.Expectations;
using Xunit;

namespace PSSsl.Tests.Expectations;

/// <summary>What stands behind the operators: times, versions, suites.</summary>
public class ArgumentTests
{
    private static readonly DateTime s_now = new(2026, 5, 1, 12, 0, 0, DateTimeKind.Utc);

    public static TheoryData<object, double> Times => new()
    {
        { 30, 30 },
        { 0, 0 },
        { 1.5, 1.5 },
        { "30", 30 },
        { TimeSpan.FromHours(12), 0.5 },
        { s_now.AddDays(2), 2 },
        { new DateTimeOffset(s_now).ToOffset(TimeSpan.FromHours(5)).AddDays(3), 3 },
        { "2026-05-11T12:00:00Z", 10 },

        // Now, as it was when a run began.
        { s_now.AddHours(-3), 0 },
    };

    public static TheoryData<object?> NoTimes =>
        [(object?)null, -1, -0.5, "-7", "soon", "", "32.13.2026", TimeSpan.FromDays(-1), s_now.AddDays(-2), "2020-01-01", double.NaN,
            double.PositiveInfinity, 1e9, true, TimeSpan.MaxValue];

    [Theory]
    [MemberData(nameof(Times))]
    public void TimesAreRead(object given, double days) => Assert.Equal(s_now.AddDays(days), ExpiryTime.Read(given, s_now));

    [Theory]
    [MemberData(nameof(NoTimes))]
    public void WhatIsNoTimeToComeIsAnError(object? given) => Check(Assert.Throws<SslException>(() => ExpiryTime.Read(given, s_now)));

    [Theory]
    [InlineData("TLSv1_2", SslVersion.TLSv1_2)]
    [InlineData("tlsv1.2", SslVersion.TLSv1_2)]
    [InlineData("TLS 1.3", SslVersion.TLSv1_3)]
    [InlineData("1.1", SslVersion.TLSv1_1)]
    [InlineData(1.0, SslVersion.TLSv1)]
    [InlineData(1.3, SslVersion.TLSv1_3)]
    [InlineData(SslVersion.SSLv3, SslVersion.SSLv3)]
    [InlineData("SSLv3", SslVersion.SSLv3)]
    [InlineData(SslProtocols.Tls12, SslVersion.TLSv1_2)]
    public void VersionsAreRead(object given, SslVersion version) => Assert.Equal([version], ExpectedVersions.Read([given]));

    [Fact]
    public void VersionsAreReadInAnyLanguage()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        try
        {
            Assert.Equal([SslVersion.TLSv1_3, SslVersion.TLSv1_2], ExpectedVersions.Read([1.3, "TLSv1_2,1.3"]));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("TLS")]
    [InlineData("SSLv23")]
    [InlineData("!TLSv1")]
    [InlineData("TLSv1_4")]
    [InlineData("SSLv2")]
    [InlineData("2")]
    [InlineData(SslProtocols.None)]
    [InlineData(SslProtocols.Tls12 | SslProtocols.Tls13)]
    [InlineData("TLSv1_2 TLSv1_3")]
    public void WhatIsNoVersionIsAnError(object given) => Check(Assert.Throws<SslException>(() => ExpectedVersions.Read([given])));

    [Fact]
    public void NoVersionIsAnError()
    {
        Check(Assert.Throws<SslException>(() => ExpectedVersions.Read([])));
        Check(Assert.Throws<SslException>(() => ExpectedVersions.Read([null, ""])));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AES512")]
    [InlineData("TLS_AES_999")]
    public void WhatIsNoCipherIsAnError(string word) =>
        Check(Assert.Throws<SslException>(() => new CipherExpectation(new List<string> { word })));

    private static void Check(SslException error)
    {
        Assert.Equal(SslErrorCode.InvalidOption, error.Code);
        Assert.False(string.IsNullOrEmpty(error.RecommendedAction));
    }
}
