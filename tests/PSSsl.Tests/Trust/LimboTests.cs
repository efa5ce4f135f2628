using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using PSSsl.Hostnames;
using PSSsl.Trust;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>The sample of x509-limbo that lies beside the repository: chains made to be wrong in one particular way.</summary>
public class LimboTests
{
    /// <summary>What the default check lets pass though the sample would not, and why.</summary>
    private static readonly string[] s_lenient =
    {
        // Faults of form in certificates that only a trusted authority could have made. They are for the strict check.
        "rfc5280::aki::cross-signed-root-missing-aki", "rfc5280::nc::invalid-dnsname-leading-period",
            "rfc5280::nc::nc-permits-invalid-dns-san", "rfc5280::pc::ica-noncritical-pc",
        "rfc5280::serial::negative", "rfc5280::ski::root-missing-ski", "rfc5280::ca-empty-subject",
        "rfc5280::root-non-critical-basic-constraints",
        "webpki::nc::intermediate-permitted-excluded-subtrees-both-null",
        "webpki::nc::intermediate-permitted-excluded-subtrees-both-empty-sequences",
        // Rules of the web PKI alone, which private authorities and self-signed servers break every day.
        "rfc5280::leaf-ku-keycertsign", "webpki::ee-basicconstraints-ca", "webpki::eku::ee-critical-eku",
        "webpki::aki::root-with-aki-missing-keyidentifier", "webpki::aki::root-with-aki-authoritycertissuer",
        "webpki::aki::root-with-aki-authoritycertserialnumber",
        "webpki::cn::ipv4-hex-mismatch", "webpki::cn::ipv4-leading-zeros-mismatch", "webpki::cn::ipv6-non-rfc5952-mismatch",
        "webpki::cn::punycode-not-in-san", "webpki::cn::not-in-san",
        // Of the public suffixes only the registries' own are guarded.
        "webpki::san::public-suffix-private-namespace-wildcard-san",
    };

    /// <summary>What the strict check lets pass, and why.</summary>
    private static readonly string[] s_strictlyLenient =
    {
        // A wildcard below a suffix that a company, not a registry, gives names under: sites in use have such certificates, and the
        // Baseline Requirements (3.2.2.6) speak of registries only.
        "webpki::san::public-suffix-private-namespace-wildcard-san",
        // An anchor that somebody else signed need not say who: nobody looks further. Another case of the sample, cve-2024-0567, has such
        // an anchor and accepts it.
        "rfc5280::aki::cross-signed-root-missing-aki",
    };

    [Fact]
    public void TheDefaultCheckDiffersFromTheSampleOnlyWhereItIsMeantTo() => Compare(strict: false, s_lenient);

    [Fact]
    public void TheStrictCheckDiffersFromTheSampleOnlyWhereItIsMeantTo() => Compare(strict: true, s_strictlyLenient);

    private static void Compare(bool strict, string[] lenient)
    {
        using JsonDocument cases = JsonDocument.Parse(SharedData.Read("x509-limbo-dev.json"));
        var accepted = new List<string>();
        var refused = new List<string>();
        foreach (JsonElement item in cases.RootElement.EnumerateArray())
        {
            string id = item.GetProperty("id").GetString()!;
            bool expected = item.GetProperty("expected_result").GetString() == "SUCCESS";
            List<string> faults = Judge(item, strict);
            if (expected == (faults.Count == 0))
                continue;
            if (!expected)
                Assert.False(item.GetProperty("importance").GetString() is "high" or "critical", $"{id} is accepted");
            (expected ? refused : accepted).Add(expected ? $"{id}: {string.Join("; ", faults)}" : id);
        }

        Assert.Equal(Enumerable.Empty<string>(), accepted.Except(lenient));
        Assert.Equal(Enumerable.Empty<string>(), refused);
    }

    private static List<string> Judge(JsonElement item, bool strict)
    {
        try
        {
            X509Certificate2 leaf = X509Certificate2.CreateFromPem(item.GetProperty("peer_certificate").GetString()!);
            X509Certificate2[] sent = Pem(item.GetProperty("untrusted_intermediates"));
            var request = new ChainRequest(leaf, sent.Prepend(leaf).ToArray(), TrustAnchors.From(Pem(item.GetProperty("trusted_certs"))))
            {
                // Its anchors are any certificates.
                AllowPartialChain = true,
                Strict = strict,
                MaxPathLength = item.GetProperty("max_chain_depth") is { ValueKind: JsonValueKind.Number } depth ? depth.GetInt32() : null,
                Purpose = item.GetProperty("validation_kind").GetString() == "CLIENT" ? ChainPurpose.ClientAuth : ChainPurpose.ServerAuth,
                Time = item.GetProperty("validation_time").GetString() is { } time
                    ? DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal) : DateTime.UtcNow,
            };
            List<string> faults = ChainVerifier.Verify(request).Errors.Select(e => e.ToString()).ToList();
            if (item.GetProperty("expected_peer_name") is { ValueKind: JsonValueKind.Object } name
                && HostnameVerifier.Verify(leaf, name.GetProperty("value").GetString()!, HostnameScheme.Default) is { Match: false } result)
                faults.Add(result.Reason);
            return faults;
        }
        catch (System.Security.Cryptography.CryptographicException e)
        {
            return new List<string> { e.Message };
        }
    }

    private static X509Certificate2[] Pem(JsonElement list) =>
        list.EnumerateArray().Select(p => X509Certificate2.CreateFromPem(p.GetString()!)).ToArray();
}
