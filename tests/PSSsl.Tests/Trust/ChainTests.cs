using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Formats.Asn1;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>Chains, good ones and each kind of bad one: the verdict has all faults and no other.</summary>
public class ChainTests
{
    private const string ServerAuth = "1.3.6.1.5.5.7.3.1";
    private const string ClientAuth = "1.3.6.1.5.5.7.3.2";

    private static readonly TestCertificate s_root = TestCertificate.Root();
    private static readonly TestCertificate s_intermediate = s_root.Authority();
    private static readonly TestCertificate s_leaf = s_intermediate.Leaf();

    [Fact]
    public void AGoodChainIsTrusted()
    {
        ChainVerdict verdict = Verify(s_leaf, s_intermediate);
        Expect(verdict);
        Assert.Equal(new[] { "CN=leaf", "CN=Intermediate", "CN=Root" }, verdict.Path.Select(c => c.Subject));
        Assert.Same(s_leaf.Certificate, verdict.Path[0]);
    }

    [Fact]
    public void OrderRepetitionsAndStrangersDoNotMatter() =>
        Expect(Verify(s_leaf, s_root, TestCertificate.Root("CN=Stranger"), s_leaf, s_intermediate, s_intermediate,
            TestCertificate.Root("CN=Other").Leaf()));

    [Fact]
    public void AMissingIntermediateIsNamed()
    {
        TrustAnchors anchors = TrustAnchors.From([s_root.Certificate]);
        ChainVerdict shaken = ChainVerifier.Verify(new ChainRequest(s_leaf.Certificate, [s_leaf.Certificate], anchors)
            { IsHandshake = true, Purpose = ChainPurpose.ServerAuth });
        Expect(shaken, "0 CertificateChainIncomplete");
        Assert.Contains("the server did not send the certificate of 'CN=Intermediate'", shaken.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("-CAFile", shaken.Errors[0].Message, StringComparison.Ordinal);
        // Of a file no server is to blame.
        ChainVerdict read = Verify(s_leaf);
        Expect(read, "0 CertificateChainIncomplete");
        Assert.Contains("'CN=Intermediate'", read.Errors[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("server", read.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ARootThatIsNotSentIsNoFaultOfTheServers()
    {
        TrustAnchors anchors = TrustAnchors.From([TestCertificate.Root("CN=Another").Certificate]);
        ChainVerdict verdict = ChainVerifier.Verify(new ChainRequest(s_leaf.Certificate, [s_leaf.Certificate, s_intermediate.Certificate],
            anchors) { IsHandshake = true, Purpose = ChainPurpose.ServerAuth });
        Expect(verdict, "1 CertificateUntrusted");
        Assert.Contains("this machine does not trust 'CN=Root'", verdict.Errors[0].Message, StringComparison.Ordinal);
        Assert.Contains("-CAFile", verdict.Errors[0].Message, StringComparison.Ordinal);
        Assert.DoesNotContain("server", verdict.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheRightOneOfManyAuthoritiesWithOneNameIsFoundByItsSignature()
    {
        var shape = new CertificateShape { KeyIds = false };
        TestCertificate[] same = Enumerable.Range(0, 12).Select(_ => s_root.Authority("CN=Same", shape)).ToArray();
        foreach (TestCertificate authority in new[] { same[0], same[8], same[11] })
            Expect(ChainVerifier.Verify(Request(authority.Leaf("CN=leaf", shape), new[] { s_root }, same)));
    }

    [Fact]
    public void ADemandForPoliciesIsNoneForPurposes()
    {
        // policyConstraints with requireExplicitPolicy 0, and certificatePolicies, in an authority without purposes.
        var demand = new X509Extension("2.5.29.36", [0x30, 0x03, 0x80, 0x01, 0x00], critical: true);
        var policies = new X509Extension("2.5.29.32", [0x30, 0x08, 0x30, 0x06, 0x06, 0x04, 0x2A, 0x03, 0x04, 0x05], critical: false);
        TestCertificate authority = s_root.Authority("CN=Demanding", new CertificateShape { Extensions = [demand, policies] });
        Expect(Verify(authority.Leaf("CN=leaf", new CertificateShape { Extensions = [policies] }), authority));
        ChainVerdict without = Verify(authority.Leaf("CN=leaf"), authority);
        Expect(without, "0 CertificateInvalid");
        Assert.Contains("demands a certificate policy", without.Errors[0].Message, StringComparison.Ordinal);
        // An anchor's own extensions are not part of the path.
        TestCertificate root = TestCertificate.Root("CN=Demanding root", new CertificateShape { Extensions = [demand, policies] });
        Expect(ChainVerifier.Verify(Request(root.Leaf("CN=leaf"), new[] { root })));
    }

    [Fact]
    public void AnIntermediateInTheAnchorsFillsTheGap() => Expect(ChainVerifier.Verify(Request(s_leaf, new[] { s_root, s_intermediate })));

    [Fact]
    public void AnUnknownRootIsNotTrustedThoughItIsSent() =>
        Expect(ChainVerifier.Verify(Request(s_leaf, new[] { TestCertificate.Root("CN=Another") }, s_intermediate, s_root)),
            "2 CertificateUntrusted");

    [Fact]
    public void NothingIsTrustedWithoutAnchors() =>
        Expect(ChainVerifier.Verify(new ChainRequest(s_leaf.Certificate, new[] { s_intermediate.Certificate, s_root.Certificate },
            TrustAnchors.None)), "2 CertificateUntrusted");

    [Fact]
    public void ThePlatformDoesNotTrustAStrangersRoot()
    {
        Expect(ChainVerifier.Verify(new ChainRequest(s_leaf.Certificate, new[] { s_intermediate.Certificate, s_root.Certificate },
            TrustAnchors.System()) { Purpose = ChainPurpose.ServerAuth }), "2 CertificateUntrusted");
        Expect(ChainVerifier.Verify(new ChainRequest(s_leaf.Certificate, new[] { s_intermediate.Certificate }, TrustAnchors.System())
            { AllowPartialChain = true }), "1 CertificateUntrusted");
    }

    [Fact]
    public void ThePlatformTrustsItsOwn()
    {
        using var store = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        store.Open(OpenFlags.ReadOnly);
        X509Certificate2? root = store.Certificates.FirstOrDefault(c => c.NotAfter > DateTime.Now && SelfIssued.Is(c));
        if (root is null)
            Assert.Skip("this machine trusts nobody");
        Expect(ChainVerifier.Verify(new ChainRequest(root, Array.Empty<X509Certificate2>(), TrustAnchors.System())));
        Expect(ChainVerifier.Verify(new ChainRequest(root, Array.Empty<X509Certificate2>(), TrustAnchors.None)), "0 CertificateSelfSigned");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void AnExpiredOneIsToldAtItsPlace(int depth)
    {
        TestCertificate[] chain = Chain(depth, new CertificateShape { Until = DateTimeOffset.UtcNow.AddDays(-1) });
        Expect(ChainVerifier.Verify(Request(chain[0], new[] { chain[2] }, chain[1])), $"{depth} CertificateExpired");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void OneOfTheFutureIsToldAtItsPlace(int depth)
    {
        TestCertificate[] chain = Chain(depth, new CertificateShape { From = DateTimeOffset.UtcNow.AddHours(1) });
        Expect(ChainVerifier.Verify(Request(chain[0], new[] { chain[2] }, chain[1])), $"{depth} CertificateNotYetValid");
    }

    [Fact]
    public void TheTimeAskedForCounts()
    {
        DateTime late = DateTime.UtcNow.AddDays(11);
        foreach (DateTime time in new[] { late, late.ToLocalTime(), DateTime.SpecifyKind(late.ToLocalTime(), DateTimeKind.Unspecified) })
        {
            Expect(ChainVerifier.Verify(new ChainRequest(s_leaf.Certificate, new[] { s_intermediate.Certificate }, Anchors(s_root))
                { Time = time }),
                "0 CertificateExpired", "1 CertificateExpired", "2 CertificateExpired");
        }
    }

    [Fact]
    public void ASelfSignedLeafIsTrustedOnlyAsAnAnchor()
    {
        TestCertificate self = TestCertificate.Make("CN=self", null, new CertificateShape());
        TestCertificate impostor = TestCertificate.Make("CN=self", null, new CertificateShape());
        Expect(Verify(self), "0 CertificateSelfSigned");
        Expect(ChainVerifier.Verify(Request(self, new[] { self })));
        // Same name, other key.
        Expect(ChainVerifier.Verify(Request(impostor, new[] { self })), "0 CertificateSelfSigned");
    }

    [Fact]
    public void TheSameRootWithOtherContentIsNoAnchor()
    {
        // Same name and same key, but not the certificate that was given: the platform finds the given one all the same.
        TestCertificate twin = TestCertificate.Root("CN=Root", new CertificateShape { KeyOf = s_root });
        ChainVerdict verdict = ChainVerifier.Verify(Request(s_leaf, new[] { twin }, s_intermediate, s_root));
        Expect(verdict);
        Assert.Equal(twin.Certificate.RawData, verdict.Path[2].RawData);
    }

    [Theory]
    [InlineData(0, "0 CertificatePurpose")]
    [InlineData(1, "1 CertificatePurpose")]
    public void TheWrongPurposeIsRefused(int depth, string expected)
    {
        TestCertificate[] chain = Chain(depth, new CertificateShape { Purposes = new[] { ClientAuth } });
        Expect(ChainVerifier.Verify(Request(chain[0], new[] { chain[2] }, chain[1])), expected);
        Expect(ChainVerifier.Verify(new ChainRequest(chain[0].Certificate, new[] { chain[1].Certificate }, Anchors(chain[2]))
            { Purpose = ChainPurpose.ClientAuth }));
        Expect(ChainVerifier.Verify(new ChainRequest(chain[0].Certificate, new[] { chain[1].Certificate }, Anchors(chain[2]))));
    }

    [Fact]
    public void TheRightPurposeAmongOthersIsAccepted() =>
        Expect(Verify(s_intermediate.Leaf("CN=leaf", new CertificateShape { Purposes = new[] { ClientAuth, ServerAuth } }),
            s_intermediate));

    [Fact]
    public void AKeyForSomethingElseThanTlsIsRefused() =>
        Expect(Verify(s_intermediate.Leaf("CN=leaf", new CertificateShape { Usage = X509KeyUsageFlags.CrlSign }), s_intermediate),
            "0 CertificatePurpose");

    [Theory]
    [InlineData(false)]
    [InlineData(null)]
    public void ALeafCannotCertify(bool? authority)
    {
        TestCertificate stolen = TestCertificate.Make("CN=stolen", s_root, new CertificateShape { Authority = authority });
        Refused(Verify(stolen.Leaf(), stolen));
        Refused(Verify(TestCertificate.Make("CN=victim", stolen, new CertificateShape { KeyIds = false }), stolen));
    }

    [Fact]
    public void AnAuthorityWithoutTheRightToSignCannot()
    {
        TestCertificate authority = s_root.Authority("CN=Mute", new CertificateShape { Usage = X509KeyUsageFlags.DigitalSignature });
        Refused(Verify(authority.Leaf(), authority));
    }

    [Fact]
    public void ThePathLengthIsKept()
    {
        TestCertificate root = TestCertificate.Root("CN=Root", new CertificateShape { PathLength = 0 });
        TestCertificate intermediate = root.Authority();
        Expect(ChainVerifier.Verify(Request(intermediate.Leaf(), new[] { root }, intermediate)), "2 CertificateInvalid");
        Expect(ChainVerifier.Verify(Request(root.Leaf(), new[] { root })));
    }

    [Fact]
    public void NameConstraintsAreKept()
    {
        X509Extension onlyExample = NameConstraints(permitted: "example.com", excluded: null);
        TestCertificate authority = s_root.Authority("CN=Constrained", new CertificateShape { Extensions = new[] { onlyExample } });
        Expect(Verify(authority.Leaf("CN=leaf", new CertificateShape { DnsNames = new[] { "www.example.com" } }), authority));
        Expect(Verify(authority.Leaf("CN=leaf", new CertificateShape { DnsNames = new[] { "www.example.com", "www.example.org" } }),
            authority), "0 CertificateInvalid");
    }

    [Theory]
    [InlineData("secret.example.com", false)]
    [InlineData("www.secret.example.com", false)]
    [InlineData("*.example.com", false)]
    [InlineData("*.EXAMPLE.com", false)]
    [InlineData("www.example.com", true)]
    [InlineData("*.example.org", true)]
    [InlineData("*.www.example.com", true)]
    public void AWildcardDoesNotReachAnExcludedName(string name, bool trusted)
    {
        TestCertificate authority =
            s_root.Authority("CN=Constrained", new CertificateShape { Extensions = new[] { NameConstraints(null, "secret.example.com") } });
        ChainVerdict verdict = Verify(authority.Leaf("CN=leaf", new CertificateShape { DnsNames = new[] { name } }), authority);
        Expect(verdict, trusted ? Array.Empty<string>() : new[] { "0 CertificateInvalid" });
    }

    [Fact]
    public void Sha1IsRefusedExceptOnTheAnchor()
    {
        TestCertificate root = TestCertificate.Root("CN=Root", new CertificateShape { Hash = HashAlgorithmName.SHA1 });
        TestCertificate good = root.Authority();
        Expect(ChainVerifier.Verify(Request(good.Leaf(), new[] { root }, good)));
        TestCertificate weak = root.Authority("CN=Weak", new CertificateShape { Hash = HashAlgorithmName.SHA1 });
        Expect(ChainVerifier.Verify(Request(weak.Leaf(), new[] { root }, weak)), "1 CertificateInvalid");
        Expect(ChainVerifier.Verify(Request(good.Leaf("CN=leaf", new CertificateShape { Hash = HashAlgorithmName.SHA1 }), new[] { root },
            good)), "0 CertificateInvalid");
        // A leaf that has its issuer's name is not an anchor.
        Refused(ChainVerifier.Verify(
            Request(root.Leaf("CN=Root", new CertificateShape { Hash = HashAlgorithmName.SHA1 }), new[] { root })));
    }

    [Fact]
    public void Sha1InsideOfPssIsSeen()
    {
        TestCertificate root = TestCertificate.Root("CN=Root", new CertificateShape { Rsa = 2048 });
        Expect(ChainVerifier.Verify(
            Request(root.Leaf("CN=leaf", new CertificateShape { Padding = RSASignaturePadding.Pss }), new[] { root })));
        Expect(ChainVerifier.Verify(Request(root.Leaf("CN=leaf", new CertificateShape
            { Padding = RSASignaturePadding.Pss, Hash = HashAlgorithmName.SHA1 }), new[] { root })), "0 CertificateInvalid");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void ShortRsaKeysAreRefused(int depth)
    {
        TestCertificate[] chain = Chain(depth, new CertificateShape { Rsa = 1024 });
        ChainVerdict verdict = ChainVerifier.Verify(Request(chain[0], new[] { chain[2] }, chain[1]));
        Expect(verdict, $"{depth} CertificateInvalid");
        Assert.Contains("1024", verdict.Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CriticalExtensionsMustBeUnderstood()
    {
        var unknown = new X509Extension("1.2.3.4.5", new byte[] { 5, 0 }, critical: true);
        var harmless = new X509Extension("1.2.3.4.5", new byte[] { 5, 0 }, critical: false);
        Expect(Verify(s_intermediate.Leaf("CN=leaf", new CertificateShape { Extensions = new[] { unknown } }), s_intermediate),
            "0 CertificateInvalid");
        Expect(Verify(s_intermediate.Leaf("CN=leaf", new CertificateShape { Extensions = new[] { harmless } }), s_intermediate));
        // A pre-certificate of Certificate Transparency (RFC 6962, 3.1) is none.
        Expect(Verify(s_intermediate.Leaf("CN=leaf", new CertificateShape
            { Extensions = new[] { new X509Extension("1.3.6.1.4.1.11129.2.4.3", new byte[] { 5, 0 }, true) } }), s_intermediate),
                "0 CertificateInvalid");
    }

    [Fact]
    public void AnExtensionTwiceIsRefused()
    {
        TestCertificate leaf = s_intermediate.Leaf("CN=leaf", new CertificateShape
        {
            Extensions = new[] { new X509Extension("1.2.3.4.5", new byte[] { 5, 0 }, false),
                new X509Extension("1.2.3.4.6", new byte[] { 5, 0 }, false) },
        });
        X509Certificate2 doubled =
            leaf.Rewritten(s_intermediate, tbs => tbs[tbs.AsSpan().IndexOf(new byte[] { 0x06, 0x04, 0x2A, 0x03, 0x04, 0x06 }) + 5] = 0x05);
        ChainVerdict verdict = ChainVerifier.Verify(new ChainRequest(doubled, new[] { s_intermediate.Certificate }, Anchors(s_root))
            { Purpose = ChainPurpose.ServerAuth });
        Expect(verdict, "0 CertificateInvalid");
        Assert.Contains("twice", verdict.Errors[0].Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.5.29.19")]
    [InlineData("2.5.29.15")]
    [InlineData("2.5.29.37")]
    [InlineData("2.5.29.30")]
    [InlineData("2.5.29.17")]
    public void RubbishInAnExtensionNeverThrows(string oid)
    {
        foreach (byte[] rubbish in new[] { Array.Empty<byte>(), new byte[] { 0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF },
            new byte[] { 0x30, 0x80 }, new byte[] { 0x1F, 0x81, 0x80 }, new byte[] { 0x30, 0x03, 0x02, 0x01, 0xFF } })
        {
            var extension = new X509Extension(oid, rubbish, critical: true);
            TestCertificate authority =
                TestCertificate.Make("CN=Rubbish", s_root, new CertificateShape { Extensions = new[] { extension } });
            Refused(Verify(authority.Leaf(), authority));
            Verify(TestCertificate.Make("CN=leaf", s_root, new CertificateShape { Extensions = new[] { extension } }));
        }
    }

    [Fact]
    public void RandomChangesAreNeverTrusted()
    {
        byte[] original = s_leaf.Certificate.RawData;
        var random = new Random(1);
        int read = 0;
        for (int i = 0; i < 300; i++)
        {
            byte[] changed = (byte[])original.Clone();
            changed[random.Next(4, changed.Length)] ^= (byte)(1 << random.Next(8));
            X509Certificate2 leaf;
            try
            {
                leaf = X509CertificateLoader.LoadCertificate(changed);
            }
            catch (CryptographicException)
            {
                continue;
            }

            read++;
            Refused(ChainVerifier.Verify(new ChainRequest(leaf, new[] { s_intermediate.Certificate }, Anchors(s_root, s_intermediate))
                { AllowPartialChain = i % 2 == 0, Purpose = ChainPurpose.ServerAuth }));
            leaf.Dispose();
        }

        Assert.True(read > 50);
    }

    [Fact]
    public void AForgedSignatureIsRefusedWhereverTheChainEnds()
    {
        TestCertificate mallory = TestCertificate.Root("CN=Mallory");
        TestCertificate forged = s_intermediate.Leaf("CN=victim", new CertificateShape { SignedBy = mallory });
        Expect(Verify(forged, s_intermediate), "0 CertificateInvalid");
        Expect(ChainVerifier.Verify(Partial(forged, new[] { s_intermediate }, s_intermediate)), "0 CertificateInvalid");
        Expect(ChainVerifier.Verify(Partial(forged, new[] { s_intermediate, s_root })), "0 CertificateInvalid");
        TestCertificate forgedAuthority = s_root.Authority("CN=Forged", new CertificateShape { SignedBy = mallory });
        Expect(Verify(forgedAuthority.Leaf(), forgedAuthority), "1 CertificateInvalid");
        Refused(ChainVerifier.Verify(Partial(forgedAuthority.Leaf(), new[] { s_root, s_leaf, s_intermediate }, forgedAuthority, mallory)));
    }

    [Fact]
    public void AChainMayEndAtAGivenIntermediateOrLeafOnlyIfAllowed()
    {
        Expect(ChainVerifier.Verify(Request(s_leaf, new[] { s_intermediate }, s_intermediate)), "1 CertificateUntrusted");
        Expect(ChainVerifier.Verify(Partial(s_leaf, new[] { s_intermediate })));
        Expect(ChainVerifier.Verify(Partial(s_leaf, new[] { s_intermediate }, s_intermediate, s_root)));
        ChainVerdict refused = ChainVerifier.Verify(Request(s_leaf, new[] { s_leaf }, s_intermediate));
        Expect(refused, "0 CertificateUntrusted");
        Assert.Contains("-AllowPartialChain", refused.Errors[0].Message, StringComparison.Ordinal);
        ChainVerdict leafOnly = ChainVerifier.Verify(Partial(s_leaf, new[] { s_leaf }, s_intermediate));
        Expect(leafOnly);
        Assert.Single(leafOnly.Path);
    }

    [Fact]
    public void AGivenLeafMustStillBeGood()
    {
        TestCertificate expired = s_intermediate.Leaf("CN=leaf", new CertificateShape
            { Until = DateTimeOffset.UtcNow.AddDays(-1), Purposes = new[] { ClientAuth } });
        Expect(ChainVerifier.Verify(Partial(expired, new[] { expired })), "0 CertificateExpired", "0 CertificatePurpose");
        TestCertificate self = TestCertificate.Make("CN=self", null, new CertificateShape { Until = DateTimeOffset.UtcNow.AddDays(-1) });
        Expect(ChainVerifier.Verify(Request(self, new[] { self })), "0 CertificateExpired");
    }

    [Fact]
    public void AllFaultsAreToldAtOnce()
    {
        TestCertificate root = TestCertificate.Root("CN=Root", new CertificateShape { PathLength = 0 });
        TestCertificate intermediate =
            root.Authority("CN=Intermediate", new CertificateShape { Until = DateTimeOffset.UtcNow.AddDays(-1) });
        TestCertificate leaf = intermediate.Leaf("CN=leaf", new CertificateShape
            { Rsa = 1024, Purposes = new[] { ClientAuth }, From = DateTimeOffset.UtcNow.AddDays(1) });
        Expect(ChainVerifier.Verify(Request(leaf, new[] { s_root }, intermediate, root)),
            "0 CertificateInvalid", "0 CertificateNotYetValid", "0 CertificatePurpose", "1 CertificateExpired", "2 CertificateInvalid",
            "2 CertificateUntrusted");
    }

    [Fact]
    public void AnExpiredCrossCertificateDoesNotMislead()
    {
        TestCertificate old = TestCertificate.Root("CN=Old", new CertificateShape { Until = DateTimeOffset.UtcNow.AddDays(-1) });
        TestCertificate cross =
            old.Authority("CN=Root", new CertificateShape { KeyOf = s_root, Until = DateTimeOffset.UtcNow.AddDays(-1) });
        Expect(Verify(s_leaf, s_intermediate, cross, old));
        Expect(ChainVerifier.Verify(Request(s_leaf, new[] { old, s_root }, s_intermediate, cross)));
    }

    [Fact]
    public void OneOfTwoIntermediatesWithTheSameKeyIsEnough()
    {
        TestCertificate bad = TestCertificate.Root("CN=Unknown")
            .Authority("CN=Intermediate", new CertificateShape { KeyOf = s_intermediate });
        TestCertificate expired =
            s_root.Authority("CN=Intermediate", new CertificateShape { KeyOf = s_intermediate, Until = DateTimeOffset.UtcNow.AddDays(-1) });
        Expect(Verify(s_leaf, bad, expired, s_intermediate));
        Expect(Verify(s_leaf, s_intermediate, expired, bad));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void IssuersOfOneNameAndSeveralKeysAreTriedInTurn(bool keyIds)
    {
        var shape = new CertificateShape { KeyIds = keyIds };
        TestCertificate[] roots = Enumerable.Range(0, 3).Select(_ => TestCertificate.Root("CN=Same root", shape)).ToArray();
        TestCertificate[] authorities = roots.Select(r => r.Authority("CN=Same", shape)).ToArray();
        foreach (TestCertificate authority in authorities)
        {
            TestCertificate leaf = authority.Leaf("CN=leaf", shape);
            Expect(ChainVerifier.Verify(Request(leaf, new[] { roots[Array.IndexOf(authorities, authority)] }, authorities)));
        }

        foreach (TestCertificate root in roots)
            Expect(ChainVerifier.Verify(Request(root.Leaf("CN=leaf", shape), roots)));
    }

    [Fact]
    public void ATrustedNameWithAnotherKeyIsTold()
    {
        TestCertificate impostor = TestCertificate.Root("CN=Root");
        ChainVerdict verdict = Verify(impostor.Leaf());
        Expect(verdict, "0 CertificateUntrusted");
        Assert.Contains("no trusted certificate with the name 'CN=Root'", verdict.Errors[0].Message, StringComparison.Ordinal);
        Refused(Verify(TestCertificate.Make("CN=leaf", impostor, new CertificateShape { KeyIds = false })));
    }

    [Fact]
    public void ACircleEnds()
    {
        TestCertificate a = TestCertificate.Root("CN=A");
        TestCertificate b = a.Authority("CN=B");
        TestCertificate aByB = b.Authority("CN=A", new CertificateShape { KeyOf = a });
        Expect(Verify(b.Leaf(), aByB, b), "2 CertificateChainIncomplete");
        Expect(ChainVerifier.Verify(new ChainRequest(b.Leaf().Certificate, new[] { aByB.Certificate, b.Certificate },
            TrustAnchors.System())), "2 CertificateChainIncomplete");
    }

    [Fact]
    public void AThousandCertificatesAreNotAThousandTimesTheWork()
    {
        TestCertificate[] twins = Enumerable.Range(0, 1000)
            .Select(_ => TestCertificate.Make("CN=Intermediate", s_root, new CertificateShape { Authority = true, KeyIds = false }))
            .ToArray();
        TestCertificate leaf = s_intermediate.Leaf("CN=leaf", new CertificateShape { KeyIds = false });
        var watch = Stopwatch.StartNew();
        Refused(Verify(leaf, twins));
        Expect(Verify(s_leaf, twins.Prepend(s_intermediate).ToArray()));
        Refused(ChainVerifier.Verify(
            new ChainRequest(leaf.Certificate, twins.Select(t => t.Certificate).ToArray(), TrustAnchors.System())));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(3), watch.Elapsed.ToString());
    }

    [Fact]
    public void ElementsGoFromRootToLeafWithTheirFaults()
    {
        TestCertificate leaf = s_intermediate.Leaf("CN=leaf", new CertificateShape
            { Until = DateTimeOffset.UtcNow.AddDays(-1), Purposes = new[] { ClientAuth } });
        ChainVerdict verdict = Verify(leaf, s_intermediate);
        IReadOnlyList<SslVerifyElement> elements = verdict.Elements(verdict.Errors);
        Assert.Equal(new[] { (2, "CN=Root", true), (1, "CN=Intermediate", true), (0, "CN=leaf", false) },
            elements.Select(e => (e.Depth, e.Subject, e.Ok)));
        Assert.Contains("expired", elements[2].Error, StringComparison.Ordinal);
        Assert.Contains("; ", elements[2].Error, StringComparison.Ordinal);
    }

    [Fact]
    public void WhoeverDisposesAPathDoesNoHarmToTheAnchors()
    {
        TrustAnchors anchors = Anchors(s_root);
        for (int i = 0; i < 3; i++)
        {
            ChainVerdict verdict =
                ChainVerifier.Verify(new ChainRequest(s_leaf.Certificate, new[] { s_intermediate.Certificate }, anchors));
            Expect(verdict);
            verdict.Path[1].Dispose();
            verdict.Path[2].Dispose();
        }
    }

    private static TestCertificate[] Chain(int depth, CertificateShape shape)
    {
        CertificateShape At(int place) => place == depth ? shape : new CertificateShape();
        TestCertificate root = TestCertificate.Root("CN=Root", At(2));
        TestCertificate intermediate = root.Authority("CN=Intermediate", At(1));
        return new[] { intermediate.Leaf("CN=leaf", At(0)), intermediate, root };
    }

    private static ChainVerdict Verify(TestCertificate leaf, params TestCertificate[] sent) =>
        ChainVerifier.Verify(Request(leaf, new[] { s_root }, sent));

    private static ChainRequest Request(TestCertificate leaf, TestCertificate[] anchors, params TestCertificate[] sent) =>
        new(leaf.Certificate, sent.Select(c => c.Certificate).Prepend(leaf.Certificate).ToArray(), Anchors(anchors))
            { Purpose = ChainPurpose.ServerAuth };

    private static ChainRequest Partial(TestCertificate leaf, TestCertificate[] anchors, params TestCertificate[] sent) =>
        new(leaf.Certificate, sent.Select(c => c.Certificate).ToArray(), Anchors(anchors))
            { Purpose = ChainPurpose.ServerAuth, AllowPartialChain = true };

    private static TrustAnchors Anchors(params TestCertificate[] anchors) =>
        TrustAnchors.From(anchors.Select(a => a.Certificate).ToArray());

    private static X509Extension NameConstraints(string? permitted, string? excluded)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            foreach ((string? name, int tag) in new[] { (permitted, 0), (excluded, 1) })
            {
                if (name is null)
                    continue;
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, tag)))
                using (writer.PushSequence())
                    writer.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, 2));
            }
        }

        return new X509Extension("2.5.29.30", writer.Encode(), critical: true);
    }

    private static void Refused(ChainVerdict verdict) => Assert.False(verdict.Trusted);

    private static void Expect(ChainVerdict verdict, params string[] faults)
    {
        Assert.True(faults.OrderBy(f => f, StringComparer.Ordinal)
            .SequenceEqual(verdict.Errors.Select(e => $"{e.Depth} {e.Code}").OrderBy(f => f, StringComparer.Ordinal)),
            $"expected: {string.Join(", ", faults)}\nfound: "
                + $"{string.Join("\n", verdict.Errors.Select(e => $"{e.Depth} {e.Code}: {e.Message} ({e.Reference})"))}");
        Assert.Equal(faults.Length == 0, verdict.Trusted);
    }
}
