using System.Linq;
using PSSsl.Audit.Clients;
using PSSsl.Ciphers;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Audit;

public class ClientSimulatorTests
{
    private static readonly SslServerGroup[] s_groups =
    [
        new() { Protocol = "TLSv1_3", Name = "X25519MLKEM768", Id = 0x11EC, IsPostQuantum = true }, new()
            { Protocol = "TLSv1_3", Name = "x25519", Id = 29 },
        new() { Protocol = "TLSv1_2", Name = "secp256r1", Id = 23 },
    ];

    /// <summary>Each client stands there once, with a source that has a date, and what it offers is registered.</summary>
    [Fact]
    public void TheFactsAreWhole()
    {
        Assert.True(KnownClient.All.Count > 20);
        Assert.Equal(KnownClient.All.Count, KnownClient.All.Select(c => c.Name).Distinct().Count());
        Assert.All(KnownClient.All, c =>
        {
            Assert.Matches(@", 20\d\d-\d\d", c.Source);
            Assert.NotEmpty(c.Suites);
            Assert.All(c.Versions, v => Assert.InRange(v, 0x0300, 0x0304));
            Assert.DoesNotContain(c.Suites, s => SuiteRegistry.ById(s).Encryption == "unknown");
        });
    }

    [Fact]
    public void AClientOfTodayTakesTheNewest()
    {
        SslClientSimulation chrome = Of(Reports.With(groups: s_groups), "Chrome 137 (Windows 11)");
        Assert.Equal((true, "TLSv1_3", "TLS_AES_128_GCM_SHA256", "X25519MLKEM768"),
            (chrome.Connects, chrome.Version, chrome.Cipher?.Name, chrome.Group));
    }

    [Fact]
    public void WhoHasNothingInCommonDoesNotConnect()
    {
        Assert.False(Of(Reports.With(groups: s_groups), "Internet Explorer 8 (Windows XP)").Connects);
        Assert.False(Of(Reports.With(groups: s_groups, suites: [("TLSv1_2", 0xCCA9)]), "Internet Explorer 11 (Windows 7)").Connects);
    }

    /// <summary>The order of the server counts if it has one, and else that of the client.</summary>
    [Fact]
    public void TheOrderIsWhoseItIs()
    {
        (string, int)[] suites = [("TLSv1_2", 0xC02C), ("TLSv1_2", 0xC02B)];
        Assert.Equal(0xC02C, Of(Reports.With(versions: ["TLSv1_2"], suites: suites, groups: s_groups), "Chrome 137 (Windows 11)")
            .Cipher!.Id);
        Assert.Equal(0xC02B,
            Of(Reports.With(versions: ["TLSv1_2"], suites: suites, groups: s_groups, serverOrder: false), "Chrome 137 (Windows 11)")
                .Cipher!.Id);
    }

    [Fact]
    public void WhatIsNotKnownIsNotSaid()
    {
        var unknown = new SslServerReport { Protocols = [new SslServerProtocol { Name = "TLSv1_3" }] };
        Assert.Null(ClientSimulator.Simulate(unknown, KnownClient.All.Single(c => c.Name == "Chrome 137 (Windows 11)")).Connects);
    }

    private static SslClientSimulation Of(SslServerReport report, string client) =>
        ClientSimulator.Simulate(report).Single(c => c.Client == client);
}
