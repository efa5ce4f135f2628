using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;
using PSSsl.X509;
using Xunit;

namespace PSSsl.Tests.X509;

/// <summary>A certificate is read once, whoever asks: who describes it, who judges it, who compares its names.</summary>
public class ParsedCertificatesTests
{
    [Fact]
    public void ReadsACertificateOnce()
    {
        using X509Certificate2 certificate = CertificateLab.SelfSigned("CN=one");
        var all = new ParsedCertificates();
        Assert.Same(all.Read(certificate), all.Read(certificate));
    }

    [Fact]
    public void KnowsTheSameBytesInAnotherObjectAndKeepsItsOwnObject()
    {
        using X509Certificate2 second = CertificateLab.SelfSigned("CN=one");
        var all = new ParsedCertificates();
        ParsedCertificate read;
        using (X509Certificate2 first = X509CertificateLoader.LoadCertificate(second.RawData))
            read = all.Read(first);
        ParsedCertificate again = all.Read(second);
        // The names are the very object that was made when it was read first.
        Assert.Same(read.Subject, again.Subject);
        Assert.Equal(second.RawData, again.Certificate.RawData);
    }

    [Fact]
    public void WhatIsReadInPassingIsNotKept()
    {
        using X509Certificate2 kept = CertificateLab.SelfSigned("CN=one"), passing = CertificateLab.SelfSigned("CN=two");
        using X509Certificate2 copy = X509CertificateLoader.LoadCertificate(kept.RawData);
        var lasting = new ParsedCertificates();
        ParsedCertificate read = lasting.Read(kept);
        var judgement = new ParsedCertificates(lasting);
        Assert.Same(read, judgement.Read(kept));
        Assert.Same(read.Subject, judgement.Read(copy).Subject);
        Assert.Same(judgement.Read(passing), judgement.Read(passing));
        Assert.NotSame(judgement.Read(passing).Subject, lasting.Read(passing).Subject);
    }

    [Fact]
    public void TakesWhatWasReadElsewhere()
    {
        using X509Certificate2 certificate = CertificateLab.SelfSigned("CN=one");
        var known = ParsedCertificate.Read(certificate);
        Assert.Same(known, new ParsedCertificates().Read(certificate, bytes => known));
    }

    [Fact]
    public void TheVerdictAndTheDescriptionShareOneReading()
    {
        using X509Certificate2 leaf = CertificateLab.SelfSigned("CN=www.example.org");
        var chain = new PresentedChain(leaf, new[] { leaf });
        ParsedCertificate read = chain.Parsed.Read(leaf);
        var policy = new TrustPolicy { Anchors = TrustAnchors.From([leaf]) };
        PeerVerdict verdict = PeerVerifier.Verify(chain, "www.example.org", policy, new HandshakeFacts());
        Assert.NotNull(PeerCertificate.Of(chain, null).With(verdict).Subject);
        Assert.Same(read, chain.Parsed.Read(leaf));
    }
}
