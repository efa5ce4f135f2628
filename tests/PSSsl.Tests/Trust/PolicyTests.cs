using System;
using System.Formats.Asn1;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Trust;
using PSSsl.X509;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>Certificate policies where an authority demands one (RFC 5280, 6.1).</summary>
public class PolicyTests
{
    private const string One = "1.3.6.1.4.1.55555.1", Two = "1.3.6.1.4.1.55555.2", Any = "2.5.29.32.0";

    private static readonly X509Extension s_demand = Constraints(0, null);

    [Fact]
    public void NobodyDemandsOneSoNoneIsNeeded() => Assert.True(Judge([Policies(One)], [], []));

    [Fact]
    public void OneThatHoldsAllTheWayIsEnough() => Assert.True(Judge([s_demand, Policies(One, Two)], [Policies(Two)], [Policies(Two)]));

    [Fact]
    public void NoneIsNotEnough()
    {
        Assert.False(Judge([s_demand, Policies(One)], [Policies(One)], []));
        Assert.False(Judge([s_demand], [Policies(One)], [Policies(One)]));
    }

    [Fact]
    public void AnotherOneIsNotEnough() => Assert.False(Judge([s_demand, Policies(One)], [Policies(One)], [Policies(Two)]));

    [Fact]
    public void AnyPolicyStandsForAll() => Assert.True(Judge([s_demand, Policies(Any)], [Policies(Any)], [Policies(Two)]));

    [Fact]
    public void AnyPolicyCanBeInhibited()
    {
        Assert.False(Judge([s_demand, Inhibit(0), Policies(One)], [Policies(Any)], [Policies(One)]));
        Assert.True(Judge([s_demand, Inhibit(1), Policies(One)], [Policies(Any)], [Policies(One)]));
    }

    [Fact]
    public void MappedPoliciesHoldUnderTheirNewName()
    {
        Assert.True(Judge([s_demand, Policies(One), Mapping(One, Two)], [Policies(Two)], [Policies(Two)]));
        Assert.False(Judge([s_demand, Policies(One), Mapping(One, Two)], [Policies(One)], [Policies(One)]));
        Assert.False(Judge([Constraints(0, 0), Policies(One)], [Policies(One), Mapping(One, Two)], [Policies(Two)]));
        Assert.False(Judge([s_demand, Policies(Any), Mapping(Any, Two)], [Policies(Two)], [Policies(Two)]));
    }

    [Fact]
    public void TheDemandMayBeginFurtherDown()
    {
        // RFC 5280, 6.1.5 (a): the leaf counts twice, once as a certificate and once as the end.
        Assert.True(Judge([Constraints(3, null)], [], []));
        Assert.False(Judge([Constraints(2, null)], [], []));
        Assert.False(Judge([], [], [Constraints(0, null)]));
    }

    [Fact]
    public void NonsenseIsRefused() => Assert.False(Judge([new X509Extension("2.5.29.36", [0x30, 0x03, 0x80, 0x01, 0xFF], true)], [], []));

    /// <summary>Two intermediates and a leaf with these extensions below an anchor.</summary>
    private static bool Judge(X509Extension[] upper, X509Extension[] lower, X509Extension[] leaf)
    {
        TestCertificate root = TestCertificate.Root();
        TestCertificate first = root.Authority("CN=Upper", new CertificateShape { Extensions = upper });
        TestCertificate second = first.Authority("CN=Lower", new CertificateShape { Extensions = lower });
        TestCertificate end = second.Leaf("CN=leaf", new CertificateShape { Extensions = leaf });
        X509Certificate2[] path = new[] { end, second, first, root }.Select(c => c.Certificate).ToArray();
        var findings = new ChainFindings(path);
        PolicyRules.Check(path.Select(ParsedCertificate.Of).ToArray(), endsAtAnchor: true, findings);
        // The whole verdict agrees: whatever the platform thinks of it, ours counts.
        bool trusted = ChainVerifier.Verify(new ChainRequest(path[0], path, TrustAnchors.From([path[3]]))).Trusted;
        Assert.True(findings.Faults.Count > 0 ? !trusted : trusted);
        return findings.Faults.Count == 0;
    }

    private static X509Extension Policies(params string[] policies) => Make("2.5.29.32", false, w =>
    {
        using (w.PushSequence())
        {
            foreach (string policy in policies)
            {
                using (w.PushSequence())
                    w.WriteObjectIdentifier(policy);
            }
        }
    });

    private static X509Extension Mapping(string from, string to) => Make("2.5.29.33", true, w =>
    {
        using (w.PushSequence())
        using (w.PushSequence())
        {
            w.WriteObjectIdentifier(from);
            w.WriteObjectIdentifier(to);
        }
    });

    private static X509Extension Constraints(int? explicitPolicy, int? mapping) => Make("2.5.29.36", true, w =>
    {
        using (w.PushSequence())
        {
            if (explicitPolicy is { } e)
                w.WriteInteger(e, new Asn1Tag(TagClass.ContextSpecific, 0));
            if (mapping is { } m)
                w.WriteInteger(m, new Asn1Tag(TagClass.ContextSpecific, 1));
        }
    });

    private static X509Extension Inhibit(int count) => Make("2.5.29.54", true, w => w.WriteInteger(count));

    private static X509Extension Make(string oid, bool critical, Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return new X509Extension(oid, writer.Encode(), critical);
    }
}
