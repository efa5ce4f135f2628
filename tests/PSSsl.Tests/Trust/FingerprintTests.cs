using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;
using PSSsl.X509;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>Pins: how they are written, and what they fit.</summary>
public class FingerprintTests
{
    private static readonly X509Certificate2 s_one = TestCertificate.Root("CN=one").Certificate;
    private static readonly X509Certificate2 s_two = TestCertificate.Root("CN=two", new CertificateShape { Rsa = 2048 }).Certificate;

    public static TheoryData<string> Good => new()
    {
        "sha256$" + Hex(SHA256.HashData(s_one.RawData)),
        "SHA-256$" + Hex(SHA256.HashData(s_one.RawData)).ToLowerInvariant(),
        Hex(SHA256.HashData(s_one.RawData)),
        "  " + BitConverter.ToString(SHA256.HashData(s_one.RawData)).Replace('-', ':') + " ",
        Hex(SHA512.HashData(s_one.RawData)),
        Hex(SHA384.HashData(s_one.RawData)),
        "sha1$" + Hex(SHA1.HashData(s_one.RawData)),
        "pub$" + Hex(SHA256.HashData(s_one.PublicKey.ExportSubjectPublicKeyInfo())),
        "sha256$pub$" + Hex(SHA256.HashData(s_one.PublicKey.ExportSubjectPublicKeyInfo())),
        "sha512$PUB$" + Hex(SHA512.HashData(s_one.PublicKey.ExportSubjectPublicKeyInfo())),
        "sha256//" + Convert.ToBase64String(SHA256.HashData(s_one.PublicKey.ExportSubjectPublicKeyInfo())),
        // As the manual's successor makes them: the key without its algorithm.
        "sha256$pub$" + Hex(SHA256.HashData(s_one.PublicKey.EncodedKeyValue.RawData)),
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void APinFitsItsCertificateOnly(string pin)
    {
        Fingerprint parsed = Fingerprint.Parse(pin);
        Assert.True(parsed.Matches(ParsedCertificate.Read(s_one)));
        Assert.False(parsed.Matches(ParsedCertificate.Read(s_two)));
    }

    [Fact]
    public void TheDigestOfTheCertificateIsNotTakenForTheKeysAndTheOtherWayRound()
    {
        Assert.False(Fingerprint.Parse("sha256$pub$" + Hex(SHA256.HashData(s_one.RawData))).Matches(ParsedCertificate.Read(s_one)));
        Assert.False(Fingerprint.Parse("sha256$" + Hex(SHA256.HashData(s_one.PublicKey.ExportSubjectPublicKeyInfo())))
            .Matches(ParsedCertificate.Read(s_one)));
    }

    [Fact]
    public void AKeyKeepsItsPinInANewCertificate()
    {
        TestCertificate old = TestCertificate.Root("CN=one");
        TestCertificate renewed = TestCertificate.Root("CN=renewed", new CertificateShape { KeyOf = old });
        string pin = "sha256//" + Convert.ToBase64String(SHA256.HashData(old.Certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        Assert.True(Fingerprint.Parse(pin).Matches(ParsedCertificate.Read(renewed.Certificate)));
    }

    [Fact]
    public void ACurveOfTheCertificatesOwnDoesNotFitTheBareKey()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] bare = new PublicKey(key).EncodedKeyValue.RawData;
        // The platform makes no such certificate; that its parameters are not a name is all that counts here.
        var own = new PublicKey(new Oid("1.2.840.10045.2.1"), new AsnEncodedData(new byte[] { 0x30, 0x03, 0x02, 0x01, 0x01 }),
            new AsnEncodedData(bare));
        X509Certificate2 forged = new CertificateRequest(new X500DistinguishedName("CN=one"), own, HashAlgorithmName.SHA256)
            .Create(new X500DistinguishedName("CN=one"), X509SignatureGenerator.CreateForECDsa(key), DateTimeOffset.UtcNow,
                DateTimeOffset.UtcNow.AddDays(1), new byte[] { 1 });
        Assert.False(Fingerprint.Parse("sha256$pub$" + Hex(SHA256.HashData(bare))).Matches(ParsedCertificate.Read(forged)));
        Assert.False(Fingerprint.Parse("sha256//" + Convert.ToBase64String(SHA256.HashData(key.ExportSubjectPublicKeyInfo())))
            .Matches(ParsedCertificate.Read(forged)));
    }

    [Theory]
    [InlineData("00112233445566778899AABBCCDDEEFF", "MD5")]
    [InlineData("md5$00112233445566778899AABBCCDDEEFF", "MD5")]
    [InlineData("00112233445566778899AABBCCDDEEFF00112233", "sha1$")]
    [InlineData("sha256$00112233445566778899AABBCCDDEEFF00112233", "64 digits, not 40")]
    [InlineData("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=", "sha256//")]
    [InlineData("sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuA==", "32 bytes")]
    [InlineData("sha256//%%%", "not base64")]
    [InlineData("sha256//", "32 bytes")]
    [InlineData("sha3$00", "is not a digest")]
    [InlineData("", "not hexadecimal")]
    [InlineData("sha256$", "not hexadecimal")]
    [InlineData("sha256$pub$", "not hexadecimal")]
    [InlineData("pub$sha256$00", "too many")]
    [InlineData("a$b$c$d", "too many")]
    [InlineData("xyz", "not hexadecimal")]
    [InlineData("abc", "a digit is missing")]
    public void WhatIsNoPinIsToldWhy(string pin, string why)
    {
        SslException e = Assert.Throws<SslException>(() => Fingerprint.Parse(pin));
        Assert.Equal(SslErrorCode.InvalidOption, e.Code);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.RecommendedAction);
    }

    [Fact]
    public void AVeryLongPinIsRefused() => Assert.Throws<SslException>(() => Fingerprint.Parse(new string('a', 1 << 20)));

    [Fact]
    public void OneOfSeveralPinsIsEnoughAndAWrongOneShowsTheRightOnes()
    {
        Fingerprint one = Fingerprint.Parse(Hex(SHA256.HashData(s_one.RawData)));
        Fingerprint two = Fingerprint.Parse(Hex(SHA256.HashData(s_two.RawData)));
        Assert.Empty(Judge(s_one, one, two));
        Assert.Empty(Judge(s_two, one, two));
        SslVerifyError wrong = Assert.Single(Judge(s_one, two));
        Assert.Equal(SslErrorCode.FingerprintMismatch, wrong.Code);
        string shown = wrong.Message.Split(' ').First(w => w.StartsWith("sha256$", StringComparison.Ordinal)).TrimEnd(',');
        Assert.True(Fingerprint.Parse(shown).Matches(ParsedCertificate.Read(s_one)));
        string shownKey = wrong.Message.Split(' ').Last();
        Assert.True(Fingerprint.Parse(shownKey).Matches(ParsedCertificate.Read(s_one)));
    }

    private static IReadOnlyList<SslVerifyError> Judge(X509Certificate2 leaf, params Fingerprint[] pins) =>
        PeerVerifier.Verify(new PresentedChain(leaf, [leaf]), null, new TrustPolicy
            { Pins = pins, Anchors = TrustAnchors.None }, new HandshakeFacts()).Errors;

    private static string Hex(byte[] bytes) => Convert.ToHexString(bytes);
}
