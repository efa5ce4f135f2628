using System;
using System.Management.Automation;
using Xunit;

namespace PSSsl.Tests;

/// <summary>Views before PowerShell 7.2: this program has the API of Windows PowerShell 5.1, which has no $PSStyle.</summary>
public class FormattingTests
{
    [Fact]
    public void IsPlainWithoutStyles()
    {
        Assert.Null(typeof(PSObject).Assembly.GetType("System.Management.Automation.PSStyle"));
        Assert.Equal("-1", Formatting.Days(-1));
        Assert.Equal("2026-01-31", Formatting.Date(new DateTime(2026, 1, 31), 3));
        Assert.Equal("False", Formatting.Verdict(false));
        Assert.Equal("NULL-SHA", Formatting.Suite("NULL-SHA", SslCipherStrength.None));
        Assert.Equal("Failed", Formatting.State(SslState.Failed));
    }

    [Theory]
    [InlineData("", 10, "")]
    [InlineData("one two three", 7, "one two\nthree")]
    [InlineData("one two three", 13, "one two three")]
    [InlineData("averylongword and more", 5, "averylongword\nand\nmore")]
    [InlineData("one\ntwo", 80, "one\ntwo")]
    public void BreaksBetweenWords(string text, int width, string expected) => Assert.Equal(expected, Formatting.Wrap(text, width));

    [Theory]
    [InlineData("RSA", 2048, null, "RSA 2048")]
    [InlineData("RSASSA-PSS", 3072, null, "RSASSA-PSS 3072")]
    [InlineData("EC", 256, "P-256", "EC P-256")]
    [InlineData("EC", 256, null, "EC 256")]
    [InlineData("ML-DSA-65", 1952, null, "ML-DSA-65")]
    [InlineData("Ed25519", 256, null, "Ed25519")]
    [InlineData("", 0, null, "")]
    public void NamesKeys(string algorithm, int size, string? curve, string expected) =>
        Assert.Equal(expected, Formatting.Key(algorithm, size, curve));

    [Theory]
    [InlineData("mail.example:993", "row", "CN=mail.example", null, "mail.example:993")]
    [InlineData("mail.example:993", "row", "CN=Root, O=Lab", 1, "  1 Root")]
    [InlineData(null, "certs/chain.pem", "CN=mail.example", null, "chain.pem")]
    [InlineData(null, null, "CN=mail.example, O=Lab", null, "mail.example")]
    [InlineData(null, null, "O=Lab", null, "O=Lab")]
    public void SaysWhereACertificateComesFrom(string? peer, string? target, string subject, int? depth, string expected) =>
        Assert.Equal(expected, Formatting.Place(peer, target, subject, depth));
}
