using System;
using System.Linq;
using System.Net;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Nodes;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Audit;

/// <summary>Names with several addresses: each is asked, and the report is of the worst of them.</summary>
public sealed class NodeAuditsTests
{
    private static readonly IPAddress s_other = IPAddress.Parse("127.0.0.2");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhatOneHasIsHad()
    {
        using var good = new ScriptedServer();
        using var bad = new ScriptedServer(s_other, good.Port) { FillsSessionId = true };
        SslServerReport report = await AuditAsync(good.Port);
        Assert.Equal(["127.0.0.1", "127.0.0.2"], report.Nodes.Select(n => n.Address));
        Assert.Equal(SslWeaknessState.Vulnerable, report.Weakness("Ticketbleed")!.State);
        Assert.Equal(SslWeaknessState.NotVulnerable, report.Weakness("POODLE in TLS")!.State);
        Assert.Contains("127.0.0.2", report.Weakness("Ticketbleed")!.Detail, StringComparison.Ordinal);
        Assert.Contains("has Ticketbleed", report.Nodes[1].Differences, StringComparison.Ordinal);
        Assert.Contains(report.Findings, f => f.Id == "SSL0608");
    }

    [Fact]
    public async Task WhatIsNotKnownOfOneIsNotKnown()
    {
        using var good = new ScriptedServer();
        using var broken = new ScriptedServer(s_other, good.Port) { StopsBehindFlight = true };
        SslServerReport report = await AuditAsync(good.Port);
        Assert.Equal(SslWeaknessState.Unknown, report.Weakness("POODLE in TLS")!.State);
    }

    [Fact]
    public async Task OneThatDoesNotAnswerIsTold()
    {
        using var good = new ScriptedServer();
        SslServerReport report = await AuditAsync(good.Port);
        Assert.NotNull(report.Nodes[1].Problem);
        Assert.Null(report.Nodes[0].Problem);
        Assert.Equal(SslWeaknessState.NotVulnerable, report.Weakness("POODLE in TLS")!.State);
    }

    /// <summary>The time limit is that of the server, and not of each of its addresses.</summary>
    [Fact]
    public async Task AllAddressesShareTheTime()
    {
        using var good = new ScriptedServer { Begin = Wait };
        using var other = new ScriptedServer(s_other, good.Port) { Begin = Wait };
        SslServerReport report = await AuditAsync(good.Port, new AskLimits { Time = TimeSpan.FromSeconds(5) });
        Assert.Contains("share of the time limit of 5 s passed", report.Incomplete, StringComparison.Ordinal);
    }

    private static bool Wait(int number, System.Net.Sockets.Socket socket)
    {
        if (number > 3)
            Thread.Sleep(600);
        return false;
    }

    private static Task<SslServerReport> AuditAsync(int port, AskLimits? limits = null)
    {
        var route = new ProbeRoute(new HostAndPort("www.lab.example", port), new SslContext())
        {
            Timeout = TimeSpan.FromSeconds(20), Resolver = _ => Task.FromResult(new[] { IPAddress.Loopback, s_other }),
        };
        return NodeAudits.AuditAsync(route, new AuditOptions { Limits = limits ?? new AskLimits() }, Cancel).WaitAsync(TimeSpan.FromMinutes(3), Cancel);
    }
}
