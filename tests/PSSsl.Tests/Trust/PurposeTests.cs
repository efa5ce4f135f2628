using System;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>What each certificate of a chain may be used for, and what must be understood of it.</summary>
public sealed class PurposeTests
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";
    private const string Any = "2.5.29.37.0";
    private const string Netscape = "2.16.840.1.113730.1.1";
    private const string Proxy = "1.3.6.1.5.5.7.1.14";
    private const string ProxyValue = "300C300A06082B06010505071501";

    /// <summary>The anchor restricts what is below it, and "any" is not the one that is wanted.</summary>
    [Theory]
    [InlineData(0, ClientAuth)]
    [InlineData(1, ClientAuth)]
    [InlineData(2, ClientAuth)]
    [InlineData(0, Any)]
    [InlineData(1, Any)]
    [InlineData(2, Any)]
    [InlineData(0, ClientAuth, Any)]
    public void ExtendedUsagesNameIt(int depth, params string[] purposes)
    {
        ChainVerdict verdict = Judge(depth, new CertificateShape { Purposes = purposes });
        SslVerifyError error = Assert.Single(verdict.Errors);
        Assert.Equal((SslErrorCode.CertificatePurpose, depth), (error.Code, error.Depth));
        Assert.Empty(Judge(depth, new CertificateShape { Purposes = [.. purposes, ServerAuth] }).Errors);
    }

    [Fact]
    public void OfALeafThatIsItsOwnAnchorToo()
    {
        X509Certificate2 own = TestCertificate.Make("CN=own", null, new CertificateShape { Purposes = [ClientAuth] }).Certificate;
        var request = new ChainRequest(own, [], TrustAnchors.From([own])) { Purpose = ChainPurpose.ServerAuth };
        ChainVerdict verdict = ChainVerifier.Verify(request);
        Assert.Equal(SslErrorCode.CertificatePurpose, Assert.Single(verdict.Errors).Code);
    }

    [Theory]
    [InlineData("03020780", false, true)]
    [InlineData("03020640", true, false)]
    [InlineData("030206C0", true, true)]
    [InlineData("03020204", false, false)]
    [InlineData("030100", false, false)]
    public void NetscapesTypeAllowsIt(string value, bool server, bool client)
    {
        foreach (bool critical in new[] { false, true })
        {
            var shape = new CertificateShape { Extensions = [new X509Extension(Netscape, Convert.FromHexString(value), critical)] };
            Assert.Equal(server, Judge(0, shape).Trusted);
            Assert.Equal(client, Judge(0, shape, ChainPurpose.ClientAuth).Trusted);
        }
    }

    [Fact]
    public void ANetscapeTypeThatCannotBeReadIsAFault()
    {
        var shape = new CertificateShape { Extensions = [new X509Extension(Netscape, [4, 1, 0x40], false)] };
        Assert.Contains(Judge(0, shape).Errors, e => e.Code == SslErrorCode.CertificateInvalid);
    }

    /// <summary>What a client does with its key is to sign, or to agree on one; it decrypts nothing.</summary>
    [Theory]
    [InlineData(X509KeyUsageFlags.DigitalSignature, true, true)]
    [InlineData(X509KeyUsageFlags.KeyAgreement, true, true)]
    [InlineData(X509KeyUsageFlags.KeyEncipherment, true, false)]
    [InlineData(X509KeyUsageFlags.DataEncipherment, false, false)]
    [InlineData(X509KeyUsageFlags.KeyCertSign, false, false)]
    public void KeyUsagesAllowIt(X509KeyUsageFlags usage, bool server, bool client)
    {
        var shape = new CertificateShape { Usage = usage };
        Assert.Equal(server, Judge(0, shape).Trusted);
        Assert.Equal(client, Judge(0, shape, ChainPurpose.ClientAuth).Trusted);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    [InlineData(1, false)]
    public void AProxyIsRefusedInOurOwnWords(int depth, bool critical)
    {
        var shape = new CertificateShape { Extensions = [new X509Extension(Proxy, Convert.FromHexString(ProxyValue), critical)] };
        SslVerifyError[] errors = Judge(depth, shape).Errors.ToArray();
        Assert.All(errors, e => Assert.Equal(SslErrorCode.CertificateInvalid, e.Code));
        Assert.Contains(errors, e => e.Message.Contains("proxy certificate", StringComparison.Ordinal));
        Assert.DoesNotContain(errors, e => e.Message.Contains("mapping function", StringComparison.Ordinal));
    }

    /// <summary>RFC 3779: whoever has fewer cannot certify more, in words that tell what it is about.</summary>
    [Fact]
    public void AddressBlocksThatTheIssuerDoesNotHave()
    {
        byte[] blocks = Convert.FromHexString("300E300C0402000130060304000A0000");
        ChainVerdict verdict = Judge(0, new CertificateShape { Extensions = [new X509Extension("1.3.6.1.5.5.7.1.7", blocks, true)] });
        Assert.False(verdict.Trusted);
        Assert.DoesNotContain(verdict.Errors, e => e.Message.Contains("mapping function", StringComparison.Ordinal));
        if (OperatingSystem.IsLinux())
            Assert.Contains("RFC 3779", Assert.Single(verdict.Errors).Message, StringComparison.Ordinal);
    }

    /// <summary>What RFC 5280 says must not be critical is looked at by nobody who meets it there.</summary>
    [Theory]
    [InlineData("1.3.6.1.5.5.7.1.24", "3003020105")]
    [InlineData("2.5.29.18", "300D820B6C61622E6578616D706C65")]
    [InlineData("1.3.6.1.5.5.7.48.1.5", "0500")]
    [InlineData("2.5.29.16", "3000")]
    [InlineData("1.2.3.4.5.6", "0500")]
    public void ACriticalExtensionThatNothingLooksAt(string oid, string value)
    {
        var shape = new CertificateShape { Extensions = [new X509Extension(oid, Convert.FromHexString(value), true)] };
        SslVerifyError error = Assert.Single(Judge(0, shape).Errors);
        Assert.Equal(SslErrorCode.CertificateInvalid, error.Code);
        Assert.Contains($"the critical extension {oid}", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A chain of three, one of them in this shape.</summary>
    private static ChainVerdict Judge(int depth, CertificateShape shape, ChainPurpose purpose = ChainPurpose.ServerAuth)
    {
        TestCertificate root = TestCertificate.Root("CN=Root", depth == 2 ? shape : null);
        TestCertificate authority = root.Authority("CN=Intermediate", depth == 1 ? shape : null);
        TestCertificate leaf = authority.Leaf("CN=leaf", depth == 0 ? shape : null);
        var anchors = TrustAnchors.From([root.Certificate]);
        return ChainVerifier.Verify(new ChainRequest(leaf.Certificate, [authority.Certificate], anchors) { Purpose = purpose });
    }
}
