using System;
using System.Formats.Asn1;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>
/// An authority with name constraints tries to certify what it must not: the whole verdict counts, chain and host name together.
/// </summary>
public class AttackNameTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root();

    /// <summary>A name with white space is not a host's (RFC 9525, 6.3), and an exclusion is not got round by it.</summary>
    [Theory]
    [InlineData("secret.example ")]
    [InlineData(" secret.example")]
    [InlineData("secret.example\n")]
    [InlineData("secret.example.\t")]
    public void WhiteSpaceDoesNotHideAnExcludedName(string name)
    {
        TestCertificate authority = s_root.Authority("CN=Constrained", new CertificateShape
            { Extensions = [Constraints(permitted: false, (2, "secret.example"u8.ToArray()))] });
        PeerVerdict verdict = Judge(authority.Leaf("CN=leaf", new CertificateShape { Extensions = [Dns(name)] }), authority,
            "secret.example", HostnameScheme.Default);
        Assert.False(verdict.HostnameMatch);
        Assert.Contains(verdict.Errors, e => e.Reference == ChainFaults.NameConstraints);
    }

    [Theory]
    [InlineData("imap", "secret.example", "secret.example")]
    [InlineData("smtp", "secret.example", "secret.example")]
    [InlineData("http", "*.example.org", "secret.example.org")]
    public void TheCommonNameIsConstrainedWhereItCounts(string scheme, string commonName, string host)
    {
        TestCertificate authority = s_root.Authority("CN=Constrained", new CertificateShape
            { Extensions = [Constraints(permitted: true, (2, "good.example"u8.ToArray()))] });
        // OpenSSL constrains a common name only if there is no DNS name, and only one without a star.
        string[] names = scheme == "http" ? [] : ["www.good.example"];
        Expect(Judge(authority.Leaf("CN=" + commonName, new CertificateShape { DnsNames = names }), authority, host,
            HostnameScheme.Parse(scheme)), trusted: false);
        Expect(Judge(authority.Leaf("CN=www.good.example", new CertificateShape { DnsNames = names }), authority, "www.good.example",
            HostnameScheme.Parse(scheme)), trusted: true);
    }

    [Fact]
    public void AnAddressInTheCommonNameIsConstrainedWhereItCounts()
    {
        TestCertificate authority = s_root.Authority("CN=Constrained", new CertificateShape
            { Extensions = [Constraints(permitted: true, (7, [192, 0, 2, 0, 255, 255, 255, 0]))] });
        Expect(Judge(authority.Leaf("CN=10.0.0.1"), authority, "10.0.0.1", HostnameScheme.Parse("http")), trusted: false);
        Expect(Judge(authority.Leaf("CN=192.0.2.7"), authority, "192.0.2.7", HostnameScheme.Parse("http")), trusted: true);
    }

    [Fact]
    public void ACommonNameThatNobodyComparesIsNotConstrained()
    {
        TestCertificate authority = s_root.Authority("CN=Constrained", new CertificateShape
            { Extensions = [Constraints(permitted: true, (2, "good.example"u8.ToArray()))] });
        TestCertificate leaf = authority.Leaf("CN=shop.example", new CertificateShape { DnsNames = ["www.good.example"] });
        Expect(Judge(leaf, authority, "www.good.example", HostnameScheme.Default), trusted: true);
    }

    private static PeerVerdict Judge(TestCertificate leaf, TestCertificate authority, string host, HostnameScheme scheme)
    {
        var policy = new TrustPolicy { Anchors = TrustAnchors.From([s_root.Certificate]), Scheme = scheme };
        return PeerVerifier.Verify(new PresentedChain(leaf.Certificate, [leaf.Certificate, authority.Certificate]), host, policy,
            new HandshakeFacts());
    }

    private static void Expect(PeerVerdict verdict, bool trusted)
    {
        Assert.True(verdict.HostnameMatch);
        Assert.True(trusted == verdict.IsTrusted, string.Join("; ", verdict.Errors.Select(e => e.ToString())));
    }

    private static X509Extension Constraints(bool permitted, params (int Form, byte[] Name)[] trees)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, permitted ? 0 : 1)))
        {
            foreach ((int form, byte[] name) in trees)
            {
                using (writer.PushSequence())
                    writer.WriteOctetString(name, new Asn1Tag(TagClass.ContextSpecific, form));
            }
        }

        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);
    }

    private static X509Extension Dns(string name)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            writer.WriteOctetString(Encoding.ASCII.GetBytes(name), new Asn1Tag(TagClass.ContextSpecific, 2));
        return new X509Extension("2.5.29.17", writer.Encode(), critical: false);
    }
}
