using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using PSSsl.Hostnames;
using PSSsl.Trust;
using PSSsl.Trust.Fetching;
using PSSsl.Trust.Revocation;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>What a policy is made of, and that sessions can tell any two apart that could judge a peer differently.</summary>
public class TrustPolicyTests
{
    private static readonly TestCertificate s_root = TestCertificate.Root();
    private static readonly TestCertificate s_leaf = s_root.Leaf();
    private static readonly TrustPolicy s_policy = TrustPolicy.Default with { Anchors = TrustAnchors.None };

    /// <summary>Another value for each property; how something is fetched changes no verdict.</summary>
    private static readonly Dictionary<string, TrustPolicy> s_others = new()
    {
        [nameof(TrustPolicy.Mode)] = s_policy with { Mode = SslVerifyMode.None },
        [nameof(TrustPolicy.Anchors)] = s_policy with { Anchors = TrustAnchors.From([s_root.Certificate]) },
        [nameof(TrustPolicy.AllowPartialChain)] = s_policy with { AllowPartialChain = true },
        [nameof(TrustPolicy.Scheme)] = s_policy with { Scheme = HostnameScheme.Parse("http") },
        [nameof(TrustPolicy.Pins)] = s_policy with { Pins = [Fingerprint.Parse(new string('a', 64))] },
        [nameof(TrustPolicy.Revocation)] = s_policy with { Revocation = new RevocationOptions { Ocsp = SslOcspMode.Must } },
        [nameof(TrustPolicy.Callback)] = s_policy with { Callback = _ => true },
        [nameof(TrustPolicy.AllMustHold)] = s_policy with { AllMustHold = true },
        [nameof(TrustPolicy.Strict)] = s_policy with { Strict = true },
        [nameof(TrustPolicy.MaxPathLength)] = s_policy with { MaxPathLength = 1 },
        [nameof(TrustPolicy.Time)] = s_policy with { Time = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) },
    };

    [Fact]
    public void EveryPropertyIsInTheKey()
    {
        string[] properties = typeof(TrustPolicy).GetProperties(BindingFlags.Instance | BindingFlags.NonPublic).Where(p => p.CanWrite)
            .Select(p => p.Name).ToArray();
        Assert.Equal(properties.Where(p => p != nameof(TrustPolicy.Way)).Order(), s_others.Keys.Order());
        Assert.Equal(s_policy.Key, (s_policy with { Way = new FetchWay(null, null) }).Key);
        foreach ((string name, TrustPolicy other) in s_others)
            Assert.False(s_policy.Key == other.Key, name);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("fetch")]
    [InlineData("ocsp")]
    [InlineData("issuer")]
    public void SoIsAllOfRevocation(string what)
    {
        RevocationOptions other = what switch
        {
            "list" => new RevocationOptions { CheckCrl = SslCrlCheck.Leaf },
            "fetch" => new RevocationOptions { FetchCrl = true },
            "ocsp" => new RevocationOptions { Ocsp = SslOcspMode.Off },
            _ => new RevocationOptions { FetchIssuer = true },
        };
        Assert.NotEqual(s_policy.Key, (s_policy with { Revocation = other }).Key);
    }

    [Fact]
    public void WhatIsGivenWinsOverWhatStoodThere()
    {
        TrustPolicy basis = s_policy with { AllowPartialChain = true, Revocation = new RevocationOptions
            { Ocsp = SslOcspMode.Must }, Pins = [Fingerprint.Parse(new string('a', 64))] };
        TrustPolicy made =
            TrustPolicy.Of(new SslTrustOptions { VerifyScheme = HostnameScheme.Parse("http"), CheckCrl = SslCrlCheck.Chain }, basis);
        Assert.Same(basis.Anchors, made.Anchors);
        Assert.True(made.AllowPartialChain);
        Assert.Equal((SslOcspMode.Must, SslCrlCheck.Chain), (made.Revocation.Ocsp, made.Revocation.CheckCrl));
        Assert.Equal("http", made.Scheme.Name);
        Assert.Same(basis.Pins, made.Pins);
        Assert.Same(TrustAnchors.None, TrustPolicy.Of(new SslTrustOptions { NoAuthorities = true }).Anchors);
        Assert.Single(TrustPolicy.Of(new SslTrustOptions { NoAuthorities = true, Authorities = [s_root.Certificate] })
            .Anchors.Certificates!);
    }

    [Fact]
    public void APinSettlesTheRestUnlessAllMustHold()
    {
        TrustPolicy pinned =
            s_policy with { Pins =
                [Fingerprint.Parse(Fingerprint.Hex(System.Security.Cryptography.SHA256.HashData(s_leaf.Certificate.RawData)))] };
        Assert.True(Judge(pinned).IsTrusted);
        Assert.False(Judge(pinned with { AllMustHold = true }).IsTrusted);
        Assert.False(Judge(pinned with { Revocation = new RevocationOptions { CheckCrl = SslCrlCheck.Leaf } }).IsTrusted);
    }

    [Fact]
    public void ACallbackForgivesUnlessAllMustHold()
    {
        TrustPolicy asked = s_policy with { Callback = _ => true };
        Assert.True(Judge(asked).IsTrusted);
        Assert.Equal(SslErrorCode.CertificateChainIncomplete, Assert.Single(Judge(asked with { AllMustHold = true }).Errors).Code);
        Assert.Equal(SslErrorCode.CallbackRefused,
            Assert.Single(Judge(s_policy with { Anchors = TrustAnchors.From([s_root.Certificate]), Callback = e => e.Depth > 0,
                AllMustHold = true }).Errors).Code);
    }

    [Fact]
    public void WhereNothingTellsWhoItIsThereIsNoTrust() =>
        Assert.Null(Judge(s_policy with { Mode = SslVerifyMode.None, Revocation = new RevocationOptions { Ocsp = SslOcspMode.Try } })
            .IsTrusted);

    private static PeerVerdict Judge(TrustPolicy policy) =>
        PeerVerifier.Verify(new PresentedChain(s_leaf.Certificate, [s_leaf.Certificate]), null, policy, new HandshakeFacts());
}
