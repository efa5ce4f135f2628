using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Audit.Policies;
using PSSsl.Ciphers;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Audit;

/// <summary>Policies as data: each word in them means something, and each rule finds what is against it.</summary>
public class PoliciesTests
{
    private static readonly SslServerFeature[] s_features =
    [
        new() { Name = "Secure renegotiation", IsOn = true }, new() { Name = "Client-initiated renegotiation", IsOn = false },
        new() { Name = "Compression", IsOn = false }, new() { Name = "Heartbeat", IsOn = false },
        new() { Name = "Extended master secret", IsOn = true }, new() { Name = "Encrypt-then-MAC", IsOn = false },
    ];

    public static IEnumerable<TheoryDataRow<string>> Names() => AuditPolicies.All.Select(p => new TheoryDataRow<string>(p.Name));

    /// <summary>A suite that is misspelt would be a violation wherever it is offered.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void NamesNothingThatDoesNotExist(string name)
    {
        AuditPolicy policy = AuditPolicies.Named(name)!;
        SslCipher[] suites = SuiteRegistry.UpToTls12.Concat(SuiteRegistry.Tls13).Select(SuiteRegistry.ById).ToArray();
        Assert.DoesNotContain(policy.AllowedSuites ?? [], n => suites.All(s => s.Name != n && s.StandardName != n));
        string[] groups = NamedGroups.Registered.Select(NamedGroups.NameOf).ToArray();
        Assert.DoesNotContain(policy.AllowedGroups ?? [], n => !groups.Contains(n));
        string[] schemes = SignatureSchemes.Registered.Select(SignatureSchemes.NameOf).ToArray();
        Assert.DoesNotContain((policy.AllowedSignatures ?? []).Concat(policy.ForbiddenSignatures), n => !schemes.Contains(n));
        Assert.DoesNotContain(policy.Expires.Keys, n => policy.AllowedSuites?.Contains(n) != true && policy.AllowedSignatures?.Contains(n) != true);
        Assert.NotEmpty(policy.Source);
        Assert.NotEmpty(policy.Date);
    }

    /// <summary>A version that may be there may have any suite, group and scheme.</summary>
    [Fact]
    public void WhatAnUnknownVersionMayHaveLeavesItOpen()
    {
        SslPolicyResult result = new AuditPolicy { AllowedSuites = [.. Reports.Good.Suites.Select(s => s.Name)], LeastDhBits = 2048 }
            .Judge(Reports.Without("TLSv1_1"));
        Assert.Null(result.Met);
        Assert.Equal(["all of its cipher suites", "its groups"], result.Unknown);
    }

    [Fact]
    public void EachRuleHasItsSection() => Assert.All(new[] { "BSI-TR-02102-2", "NIST-SP-800-52r2" }, name =>
        Assert.All(Judge(name, Bad()).Violations, v => Assert.Matches(@"\(3\.[\d., ]+\)$", v)));

    [Fact]
    public void WhatIsAsTheyWantItIsMet() => Assert.All(new[] { "BSI-TR-02102-2", "NIST-SP-800-52r2" }, name =>
    {
        SslPolicyResult result = Judge(name, Good());
        Assert.Empty(result.Violations);
        Assert.Empty(result.Unknown);
        Assert.True(result.Met);
    });

    [Theory]
    [InlineData("BSI-TR-02102-2", "TLSv1 is offered (3.2)")]
    [InlineData("BSI-TR-02102-2", "TLSv1_2 ECDHE-ECDSA-CHACHA20-POLY1305 is offered (3.3.1, 3.4.4)")]
    [InlineData("BSI-TR-02102-2", "TLSv1_3 x25519 is offered (3.3.2, 3.4.2)")]
    [InlineData("BSI-TR-02102-2", "TLSv1_3 ffdhe2048 is offered (3.3.2, 3.4.2)")]
    [InlineData("BSI-TR-02102-2", "TLSv1_3 ffdhe2048 is offered, and 3000 bits are wanted (3.6.1)")]
    [InlineData("BSI-TR-02102-2", "TLSv1_2 rsa_pkcs1_sha256 is offered, which was allowed up to 2025 (3.3.3, 3.4.3)")]
    [InlineData("BSI-TR-02102-2", "TLSv1_2 rsa_pkcs1_sha1 is offered (3.3.3, 3.4.3)")]
    [InlineData("BSI-TR-02102-2", "Heartbeat is offered (3.3.4.6, 3.4.5.1)")]
    [InlineData("BSI-TR-02102-2", "Extended master secret is missing (3.3.4.7)")]
    [InlineData("BSI-TR-02102-2", "Encrypt-then-MAC is missing (3.3.4.5)")]
    [InlineData("BSI-TR-02102-2", "the key of 'CN=www.example.org' has 2048 bits, and 3000 are wanted (3.6.1)")]
    [InlineData("NIST-SP-800-52r2", "TLSv1 is offered (3.1)")]
    [InlineData("NIST-SP-800-52r2", "TLSv1_2 ECDHE-ECDSA-CHACHA20-POLY1305 is offered (3.3.1)")]
    [InlineData("NIST-SP-800-52r2", "TLSv1_2 rsa_pkcs1_sha1 is offered (3.2.1)")]
    public void WhatIsNotIsTold(string policy, string violation) => Assert.Contains(violation, Judge(policy, Bad()).Violations);

    [Fact]
    public void NistWantsTls13() => Assert.Contains("TLSv1_3 is not offered (3.1)", Judge("NIST-SP-800-52r2", Reports.With(["TLSv1_2"])).Violations);

    /// <summary>What was not asked is not met.</summary>
    [Theory]
    [InlineData("BSI-TR-02102-2")]
    [InlineData("NIST-SP-800-52r2")]
    public void WhatIsNotKnownIsNotMet(string policy)
    {
        var report = new SslServerReport { Host = "x", Port = 1, Protocols = Good().Protocols };
        Assert.Null(Judge(policy, report).Met);
        Assert.NotEmpty(Judge(policy, report).Unknown);
    }

    private static SslPolicyResult Judge(string policy, SslServerReport report) => AuditPolicies.Named(policy)!.Judge(report);

    private static SslServerReport Good() => With(["TLSv1_2", "TLSv1_3"], [("TLSv1_2", 0xC02B), ("TLSv1_3", 0x1301)],
        [Group("secp256r1", 23)], ["ecdsa_secp256r1_sha256"], Certificates.Make(days: 90), s_features);

    private static SslServerReport Bad() => With(["TLSv1", "TLSv1_2", "TLSv1_3"], [("TLSv1_2", 0xCCA9), ("TLSv1_2", 0xC023), ("TLSv1_3", 0x1303)],
        [Group("x25519", 29), Group("ffdhe2048", 256, 2048)], ["rsa_pkcs1_sha1", "rsa_pkcs1_sha256"], Certificates.Make(rsaBits: 2048),
        [.. s_features.Where(f => f.Name is not ("Heartbeat" or "Extended master secret")), new() { Name = "Heartbeat", IsOn = true },
            new() { Name = "Extended master secret", IsOn = false }]);

    private static SslServerGroup Group(string name, int id, int bits = 0) => new() { Protocol = "TLSv1_3", Name = name, Id = id, Bits = bits };

    private static SslServerReport With(string[] versions, (string, int)[] suites, SslServerGroup[] groups, string[] schemes,
        PeerCertificate certificate, SslServerFeature[] features)
    {
        SslServerReport made = Reports.With(versions, suites, groups, [certificate], features);
        return new SslServerReport
        {
            Host = made.Host, Port = made.Port, Checks = made.Checks, Protocols = made.Protocols, Suites = made.Suites, Groups = made.Groups,
            Certificates = made.Certificates, Features = made.Features, Time = new DateTime(2026, 6, 1),
            SignatureSchemes = schemes.Select(s => new SslServerSignature { Protocol = "TLSv1_2", Name = s }).ToArray(),
        };
    }
}
