using System;
using System.Linq;
using PSSsl.Ciphers;
using PSSsl.Contexts;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Ciphers;

/// <summary>What cipher strings are refused for, and that nothing unsafe comes in unasked.</summary>
public sealed class CipherStringTests
{
    private static readonly SslVersion[] s_tls12 = [SslVersion.TLSv1_2];

    [Theory]
    [InlineData("HIGH:FOO", "'FOO' at character 6")]
    [InlineData("HIGH:!aNUL", "'aNUL' at character 7 is neither a word nor a suite (is aNULL meant?)")]
    [InlineData("high", "is HIGH meant")]
    [InlineData("ECDHE-RSA-AES128-GCM-SHA265", "is ECDHE-RSA-AES128-GCM-SHA256 meant")]
    [InlineData("ALL:DEFAULT", "'DEFAULT' at character 5 stands only at the beginning")]
    [InlineData("PROFILE=SYSTEM", "Linux distribution")]
    [InlineData("HIGH:PROFILE=SYSTEM", "Linux distribution")]
    [InlineData("TLS_AES_128_GCM_SHA256", "-CipherSuite")]
    [InlineData("HIGH:@SECLEVEL=6", "'@SECLEVEL=6' at character 6")]
    [InlineData("HIGH:@SECLEVEL", "@SECLEVEL=0 to @SECLEVEL=5")]
    [InlineData("HIGH:@SECLEVEL=1x", "@SECLEVEL=1x")]
    [InlineData("@FOO", "'@FOO' at character 1")]
    [InlineData("HIGH:!", "a word is missing")]
    [InlineData("kRSA+", "a word is missing")]
    [InlineData("HIGH=:%", "'HIGH=' at character 1")]
    [InlineData("HIGH%aNULL", "'%' at character 5 cannot follow a word")]
    [InlineData("ALL:TLSv1.3", "-CipherSuite")]
    [InlineData("DEFUALT", "is DEFAULT meant")]
    [InlineData("ALL:SUITEB128", "only at the beginning")]
    [InlineData("HIGH:%", "'%' at character 6")]
    [InlineData("HIGH:é", "'é' at character 6")]
    [InlineData("SUITEB128X", "SUITEB128X")]
    public void AFaultNamesTheWordAndItsPlace(string list, string expected)
    {
        SslException error = Assert.Throws<SslException>(() => CipherString.Parse(list));
        Assert.Equal(SslErrorCode.InvalidOption, error.Code);
        Assert.Contains("-CipherList", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ALL:!ALL", "selects no cipher suite")]
    [InlineData("RC4:EXP:LOW", "selects no cipher suite")]
    [InlineData("PSK", "-Psk")]
    [InlineData("ADH-AES128-SHA256", "@SECLEVEL=0")]
    [InlineData("NULL", "@SECLEVEL=0")]
    public void AListThatLeavesNothingSaysWhy(string list, string expected)
    {
        SslException error = Assert.Throws<SslException>(() => SuiteSelection.OfList(list, s_tls12, hasKey: false));
        Assert.Contains($"'{list}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AListForAnotherVersionNamesBoth()
    {
        SslException error = Assert.Throws<SslException>(() => SuiteSelection.OfList("AESGCM", [SslVersion.TLSv1_1], hasKey: false));
        Assert.Contains("AESGCM", error.Message, StringComparison.Ordinal);
        Assert.Contains("TLSv1_1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("DEFAULT")]
    [InlineData("ALL")]
    [InlineData("ALL:COMPLEMENTOFALL")]
    public void NothingUnsafeComesInUnasked(string list)
    {
        var context = new SslContext(new SslContextOptions { CipherList = list });
        Assert.DoesNotContain(context.Ciphers, c => c.Strength == SslCipherStrength.None
            || c.KeyExchange.Contains("PSK", StringComparison.Ordinal));
        if (list.Length == 0)
            Assert.All(context.Ciphers, c => Assert.Equal(SslCipherStrength.Recommended, c.Strength));
    }

    [Fact]
    public void WhatAVersionDoesNotUseIsReadAllTheSame()
    {
        Assert.Contains("HIHG",
            Assert.Throws<SslException>(() => new SslContext(new SslContextOptions { Version = ["TLSv1_3"], CipherList = "HIHG" })).Message,
            StringComparison.Ordinal);
        Assert.Contains("NOPE",
            Assert.Throws<SslException>(() => new SslContext(new SslContextOptions { Version = ["TLSv1_2"], CipherSuite = ["NOPE"] }))
                .Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StandardNamesAreSuitesToo()
    {
        Assert.Equal(["ECDHE-RSA-AES128-GCM-SHA256", "AES128-SHA"],
            CipherString.Parse("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256:TLS_RSA_WITH_AES_128_CBC_SHA").Selected.Select(s => s.Cipher.Name));
    }
}
