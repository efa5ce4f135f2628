using System;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Tests.Making;
using PSSsl.Trust;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>
/// A platform that verifies neither Ed25519 nor ML-DSA says of such signatures that they are not valid, as of forged ones: Windows does.
/// What it says is given here by hand.
/// </summary>
public class PlatformSignatureTests
{
    [Theory]
    [InlineData("Ed25519")]
    [InlineData("Ed448")]
    [InlineData("ML-DSA-65")]
    public void WhatThePlatformCannotVerifyIsVerifiedByOurselves(string algorithm)
    {
        (X509Certificate2 leaf, X509Certificate2 root) = Chain(algorithm);
        Assert.Empty(Judge(leaf, root, isOpenSsl: false).Errors);
        Assert.True(Judge(leaf, root, isOpenSsl: false).Trusted);
    }

    [Fact]
    public void AForgedOneIsForgedAllTheSame()
    {
        (X509Certificate2 leaf, X509Certificate2 root) = Chain("Ed25519");
        byte[] changed = leaf.RawData;
        changed[^1] ^= 1;
        SslVerifyError error = Assert.Single(Judge(CertificateBytes.Load(changed), root, isOpenSsl: false).Errors);
        Assert.Contains("it was changed", error.Message, StringComparison.Ordinal);
        (X509Certificate2 _, X509Certificate2 other) = Chain("Ed25519");
        Assert.Contains("another key", Assert.Single(Judge(leaf, other, isOpenSsl: false).Errors).Message, StringComparison.Ordinal);
    }

    /// <summary>There the word of the platform holds, whatever we find.</summary>
    [Fact]
    public void WhatThePlatformVerifiesItDecides()
    {
        (X509Certificate2 leaf, X509Certificate2 root) = Chain("Ed25519");
        Assert.Single(Judge(leaf, root, isOpenSsl: true).Errors);
        TestCertificate authority = TestCertificate.Root();
        Assert.Single(Judge(authority.Leaf().Certificate, authority.Certificate, isOpenSsl: false).Errors);
    }

    private static ChainVerdict Judge(X509Certificate2 leaf, X509Certificate2 root, bool isOpenSsl)
    {
        var unverified = new X509ChainStatus { Status = X509ChainStatusFlags.NotSignatureValid };
        X509ChainStatus[][] statuses = [[unverified], []];
        var chain = new PlatformChain([leaf, root], statuses, [unverified], built: false) { IsOpenSsl = isOpenSsl };
        return ChainJudgement.Of(chain, new ChainRequest(leaf, [leaf], TrustAnchors.From([root])));
    }

    private static (X509Certificate2 Leaf, X509Certificate2 Root) Chain(string algorithm)
    {
        SslCertificate root = Made.Root(algorithm);
        return (Made.Server(root, "ECDSA P-256").Certificate, root.Certificate);
    }
}
