using System;
using System.Linq;
using System.Text;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.Tests.Making;
using Xunit;

namespace PSSsl.Tests.Reading;

/// <summary>PEM text is read whole, or refused: nothing in it is passed over.</summary>
public sealed class PemBlocksTests
{
    private static readonly string s_one = Made.Root("ECDSA P-256").Certificate.ExportCertificatePem(),
        s_two = Made.Root("ECDSA P-256").Certificate.ExportCertificatePem();

    [Theory]
    [InlineData("joined")]
    [InlineData("in one line")]
    [InlineData("with text between")]
    [InlineData("behind much text")]
    [InlineData("with blanks")]
    [InlineData("with CR alone")]
    [InlineData("in UTF-16")]
    [InlineData("behind a word")]
    public void AllOfThem(string how)
    {
        string text = how switch
        {
            "joined" => s_one + s_two,
            "in one line" => (s_one + " " + s_two).Replace('\n', ' '),
            "with text between" => $"Bag Attributes\n{s_one}\nsubject=CN=a-b -- c\n{s_two}\nthe end",
            "behind much text" => new string('x', 100_000) + "\n" + s_one + "\n" + s_two,
            "with blanks" => "  " + s_one.Replace("\n", " \r\n  ", StringComparison.Ordinal) + "\t\n" + s_two,
            "with CR alone" => (s_one + "\n" + s_two).Replace('\n', '\r'),
            "behind a word" => $"cert: {s_one}\nnext: {s_two}",
            _ => "\uFEFF" + s_one + "\n" + s_two,
        };
        byte[] content = how == "in UTF-16" ? Encoding.Unicode.GetBytes(text) : Encoding.ASCII.GetBytes(text);
        Assert.Equal(2, KeyMaterialReader.Read(content, null).Certificates.Count);
    }

    [Theory]
    [InlineData("no end")]
    [InlineData("another's end")]
    [InlineData("no beginning")]
    [InlineData("a dash less")]
    [InlineData("a dash less at both ends")]
    [InlineData("small letters")]
    [InlineData("a block within a block")]
    [InlineData("no base64")]
    [InlineData("no content")]
    [InlineData("something else")]
    [InlineData("cut off")]
    public void OrAnError(string what)
    {
        string damaged = what switch
        {
            "no end" => s_two.Replace("-----END CERTIFICATE-----", string.Empty, StringComparison.Ordinal),
            "another's end" => s_two.Replace("END CERTIFICATE", "END X509 CRL", StringComparison.Ordinal),
            "no beginning" => s_two.Replace("-----BEGIN CERTIFICATE-----", string.Empty, StringComparison.Ordinal),
            "a dash less" => s_two.Replace("-----BEGIN", "----BEGIN", StringComparison.Ordinal),
            "a dash less at both ends" => s_two.Replace("-----", "----", StringComparison.Ordinal),
            "small letters" =>
                s_two.Replace("CERTIFICATE", "certificate", StringComparison.Ordinal).Replace("BEGIN", "begin",
                StringComparison.Ordinal).Replace("END", "end", StringComparison.Ordinal),
            "a block within a block" => s_two.Insert(60, s_one),
            "no base64" => s_two.Insert(60, "*"),
            "no content" => "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----",
            "something else" => "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----",
            _ => s_two[..^30],
        };
        foreach (string text in new[] { s_one + "\n" + damaged + "\n", damaged + "\n" + s_one + "\n" })
        {
            KeyMaterialException e = Assert.Throws<KeyMaterialException>(() => KeyMaterialReader.Read(Encoding.ASCII.GetBytes(text), null));
            Assert.Equal(KeyMaterialFault.Malformed, e.Fault);
            Assert.DoesNotContain("Parameter", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("-END TRUSTED", 20_000)]
    [InlineData("-----BEGIN \u001b[2Jx", 1)]
    public void WhatAMessageQuotesIsShortAndHarmless(string mark, int times)
    {
        string text = $"{s_one}\n{mark}{new string('.', times)} CERTIFICATE-----\nAAAA\n";
        var e = Assert.Throws<KeyMaterialException>(() => KeyMaterialReader.Read(Encoding.ASCII.GetBytes(text), null));
        Assert.True(e.Message.Length < 400, e.Message);
        Assert.DoesNotContain(e.Message, char.IsControl);
    }

    /// <summary>What a library throws at them is one error here; and numbers of any length are bounded before they are used or
    /// shown.</summary>
    [Theory]
    [InlineData("-----BEGIN TRUSTED CERTIFICATE-----\n-----END TRUSTED CERTIFICATE-----", KeyMaterialFault.Malformed)]
    [InlineData("-----BEGIN PRIVATE KEY-----\nMBUCAQAwCwYHKoZIzj0CAQUABAMAAAA=\n-----END PRIVATE KEY-----", KeyMaterialFault.Malformed)]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMBEwDQYJKoZIhvcNAQUNBQAEAA==\n-----END ENCRYPTED PRIVATE KEY-----",
        KeyMaterialFault.Malformed)]
    [InlineData("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMBIwDAYKKoZIhvcNAQwBIAUABAA=\n-----END ENCRYPTED PRIVATE KEY-----",
        KeyMaterialFault.Malformed)]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC\n\nAAAA\n-----END RSA PRIVATE KEY-----",
        KeyMaterialFault.Malformed)]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END RSA PRIVATE KEY-----",
        KeyMaterialFault.Malformed)]
    [InlineData("-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: GOST89,0011223344556677\n\nAAAA\n-----END RSA PRIVATE KEY-----",
        KeyMaterialFault.Unknown)]
    [InlineData(
        "-----BEGIN RSA PRIVATE KEY-----\nDEK-Info: AES-128-CBC,00112233445566778899AABBCCDDEEFF\n\nAAAA\n-----END RSA PRIVATE KEY-----",
        KeyMaterialFault.Malformed)]
    public void KeysThatAreMalformed(string text, KeyMaterialFault fault) =>
        Assert.Equal(fault,
            Assert.Throws<KeyMaterialException>(() =>
            KeyMaterialReader.Read(Encoding.ASCII.GetBytes(text), () => "x".ToCharArray())).Fault);

    [Fact]
    public void ANumberOfIterationsOfThousandsOfDigits()
    {
        byte[] number = [0x7F, .. Enumerable.Repeat((byte)0xFF, 60_000)];
        byte[] parameters = Tlv(0x30, [.. Tlv(0x04, new byte[8]), .. Tlv(0x02, number)]);
        byte[] derivation = Tlv(0x30, [.. Oid("2a864886f70d01050c"), .. parameters]),
            cipher = Tlv(0x30, [.. Oid("60864801650304012a"), .. Tlv(0x04, new byte[16])]);
        byte[] scheme = Tlv(0x30, [.. Oid("2a864886f70d01050d"), .. Tlv(0x30, [.. derivation, .. cipher])]);
        KeyMaterialException e = Assert.Throws<KeyMaterialException>(() =>
            KeyMaterialReader.Read(Tlv(0x30, [.. scheme, .. Tlv(0x04, new byte[16])]), () => "x".ToCharArray()));
        Assert.Equal(KeyMaterialFault.Malformed, e.Fault);
        Assert.True(e.Message.Length < 200);
    }

    /// <summary>What the caller's own code throws when it is asked for a password is the caller's.</summary>
    [Fact]
    public void APasswordsSourceMayThrow()
    {
        byte[] encrypted = TlsKeyStore.EncryptKey(Made.Key("Ed25519"), "x".ToCharArray());
        Assert.Throws<ArithmeticException>(() => KeyMaterialReader.Read(encrypted, () => throw new ArithmeticException()));
    }

    private static byte[] Oid(string hex) => Tlv(0x06, Convert.FromHexString(hex));

    private static byte[] Tlv(byte tag, byte[] content) => content.Length < 0x80 ? [tag, (byte)content.Length, .. content]
        : [tag, 0x83, (byte)(content.Length >> 16), (byte)(content.Length >> 8), (byte)content.Length, .. content];
}
