using System;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit;
using PSSsl.Audit.Asking;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Audit;

/// <summary>Tickets of servers that take them, now and then, or never.</summary>
public sealed class TicketbleedTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Several processes with keys of their own: that one of them takes a ticket is a matter of asking again.</summary>
    [Theory]
    [InlineData(true, SslWeaknessState.Vulnerable)]
    [InlineData(false, SslWeaknessState.NotVulnerable)]
    public async Task ATicketThatIsTakenNowAndThenTells(bool fills, SslWeaknessState state)
    {
        using var server = new ScriptedServer { FillsSessionId = fills, TicketKeys = 3 };
        Assert.Equal(state, (await JudgeAsync(server)).State);
    }

    [Fact]
    public async Task WhereEachConnectionHasItsOwnKeyNothingIsResumed()
    {
        using var server = new ScriptedServer { FillsSessionId = true, TicketKeys = 0 };
        SslServerWeakness weakness = await JudgeAsync(server);
        Assert.Equal(SslWeaknessState.NotVulnerable, weakness.State);
        Assert.Contains("none of 12 tickets", weakness.Detail, StringComparison.Ordinal);
    }

    /// <summary>The key is the same, and yet no ticket is taken: nobody knows why, and when it would be.</summary>
    [Fact]
    public async Task TicketsThatAreRefusedForNoReasonTellNothing()
    {
        using var server = new ScriptedServer { FillsSessionId = true, RefusesTickets = true };
        Assert.Equal(SslWeaknessState.Unknown, (await JudgeAsync(server)).State);
    }

    [Fact]
    public async Task WhoTakesNoShortSessionIdFillsNone()
    {
        using var server = new ScriptedServer { FillsSessionId = true, WantsLongSessionId = true };
        Assert.Equal(SslWeaknessState.NotVulnerable, (await JudgeAsync(server)).State);
    }

    private static async Task<SslServerWeakness> JudgeAsync(ScriptedServer server)
    {
        var route = new ProbeRoute(new HostAndPort("127.0.0.1", server.Port), new SslContext()) { Timeout = TimeSpan.FromSeconds(20) };
        SslServerReport report = await ServerAuditor.AuditAsync(route, new AuditOptions { Checks = AuditChecks.Weaknesses }, Cancel)
            .WaitAsync(TimeSpan.FromMinutes(3), Cancel);
        return report.Weakness("Ticketbleed")!;
    }
}
