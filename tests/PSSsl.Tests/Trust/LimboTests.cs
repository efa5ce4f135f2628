using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using PSSsl.Trust;
using Xunit;

namespace PSSsl.Tests.Trust;

/// <summary>The sample of x509-limbo that lies beside the repository: chains made to be wrong in one particular way.</summary>
public class LimboTests
{
    [Fact]
    public void TheDefaultCheckDiffersFromTheSampleOnlyWhereItIsMeantTo()
    {
        using JsonDocument cases = JsonDocument.Parse(SharedData.Read("x509-limbo-dev.json"));
        var accepted = new List<string>();
        var refused = new List<string>();
        int agreed = 0;
        foreach (JsonElement item in cases.RootElement.EnumerateArray())
        {
            string id = item.GetProperty("id").GetString()!;
            bool expected = item.GetProperty("expected_result").GetString() == "SUCCESS";
            List<string> faults = Judge(item);
            TestContext.Current.TestOutputHelper?.WriteLine($"{id} expected {expected}: {string.Join(" | ", faults)}");
            if (expected == (faults.Count == 0))
                agreed++;
            else if (expected)
                refused.Add(id);
            else
                accepted.Add(id);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"agreed {agreed}\naccepted:\n{string.Join("\n", accepted)}\nrefused:\n{string.Join("\n", refused)}");
        
    }

    private static List<string> Judge(JsonElement item)
    {
        try
        {
            X509Certificate2 leaf = X509Certificate2.CreateFromPem(item.GetProperty("peer_certificate").GetString()!);
            X509Certificate2[] sent = Pem(item.GetProperty("untrusted_intermediates"));
            var request = new ChainRequest(leaf, sent.Prepend(leaf).ToArray(), TrustAnchors.From(Pem(item.GetProperty("trusted_certs"))))
            {
                // Its anchors are any certificates.
                AllowPartialChain = true,
                Purpose = item.GetProperty("validation_kind").GetString() == "CLIENT" ? ChainPurpose.ClientAuth : ChainPurpose.ServerAuth,
                Time = item.GetProperty("validation_time").GetString() is { } time ? DateTime.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal) : DateTime.UtcNow,
            };
            List<string> faults = ChainVerifier.Verify(request).Errors.Select(e => e.ToString()).ToList();
            if (item.GetProperty("expected_peer_name") is { ValueKind: JsonValueKind.Object } name && HostnameVerifier.Verify(leaf, name.GetProperty("value").GetString()!, HostnameScheme.Default) is { Match: false } result)
                faults.Add(result.Reason);
            return faults;
        }
        catch (System.Security.Cryptography.CryptographicException e)
        {
            return new List<string> { e.Message };
        }
    }

    private static X509Certificate2[] Pem(JsonElement list) => list.EnumerateArray().Select(p => X509Certificate2.CreateFromPem(p.GetString()!)).ToArray();
}
