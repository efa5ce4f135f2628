using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit;
using PSSsl.Audit.Asking;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Audit;

/// <summary>Whole audits of a server that has one fault, of one that has none, and of some that stop to listen where it counts.</summary>
public sealed class ScriptedServerTests
{
    private static readonly string[] s_asked = ["Heartbleed", "CCS injection", "ROBOT", "Ticketbleed", "POODLE in TLS"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WithoutFaultsItHasNone()
    {
        using var server = new ScriptedServer();
        SslServerReport report = await AuditAsync(server);
        Assert.Equal("TLSv1_2", report.Versions);
        Assert.All(s_asked, name => Assert.Equal((name, SslWeaknessState.NotVulnerable), (name, report.Weakness(name)!.State)));
        Assert.False(report.Feature("Client-initiated renegotiation")!.IsOn);
    }

    [Fact]
    public async Task PaddingThatIsNotLookedAtIsSeen()
    {
        using var server = new ScriptedServer { IgnoresPadding = true };
        await HasAsync(server, "POODLE in TLS");
    }

    [Fact]
    public async Task AFilledSessionIdIsSeen()
    {
        using var server = new ScriptedServer { FillsSessionId = true };
        await HasAsync(server, "Ticketbleed");
    }

    /// <summary>Several processes with keys of their own: that one of them takes a ticket is a matter of asking again.</summary>
    [Theory]
    [InlineData(true, SslWeaknessState.Vulnerable)]
    [InlineData(false, SslWeaknessState.NotVulnerable)]
    public async Task ATicketThatIsTakenNowAndThenTells(bool fills, SslWeaknessState state)
    {
        using var server = new ScriptedServer { FillsSessionId = fills, TicketKeys = 3 };
        Assert.Equal(state, (await AuditAsync(server)).Weakness("Ticketbleed")!.State);
    }

    [Fact]
    public async Task WhereEachConnectionHasItsOwnKeyNothingIsResumed()
    {
        using var server = new ScriptedServer { FillsSessionId = true, TicketKeys = 0 };
        SslServerWeakness weakness = (await AuditAsync(server)).Weakness("Ticketbleed")!;
        Assert.Equal(SslWeaknessState.NotVulnerable, weakness.State);
        Assert.Contains("none of 12 tickets", weakness.Detail, StringComparison.Ordinal);
    }

    /// <summary>The key is the same, and yet no ticket is taken: nobody knows why, and when it would be.</summary>
    [Fact]
    public async Task TicketsThatAreRefusedForNoReasonTellNothing()
    {
        using var server = new ScriptedServer { FillsSessionId = true, RefusesTickets = true };
        Assert.Equal(SslWeaknessState.Unknown, (await AuditAsync(server)).Weakness("Ticketbleed")!.State);
    }

    [Fact]
    public async Task WhoTakesNoShortSessionIdFillsNone()
    {
        using var server = new ScriptedServer { FillsSessionId = true, WantsLongSessionId = true };
        Assert.Equal(SslWeaknessState.NotVulnerable, (await AuditAsync(server)).Weakness("Ticketbleed")!.State);
    }

    [Fact]
    public async Task AnOracleForRsaIsSeen()
    {
        using var server = new ScriptedServer { TellsRsaPadding = true };
        await HasAsync(server, "ROBOT");
    }

    [Fact]
    public async Task ASecondHandshakeIsSeen()
    {
        using var server = new ScriptedServer { Renegotiates = true };
        Assert.True((await AuditAsync(server)).Feature("Client-initiated renegotiation")!.IsOn);
    }

    /// <summary>Nothing that a server does not answer to may be called safe.</summary>
    [Fact]
    public async Task WhoHangsUpBehindItsFlightIsNotSafe()
    {
        using var server = new ScriptedServer { StopsBehindFlight = true };
        await NotKnownAsync(server);
    }

    [Fact]
    public async Task WhoFallsSilentBehindItsFlightIsNotSafe()
    {
        using var server = new ScriptedServer { FallsSilent = true };
        await NotKnownAsync(server);
    }

    private static async Task NotKnownAsync(ScriptedServer server)
    {
        SslServerReport report = await AuditAsync(server);
        // It offers no heartbeats, which is all there is to say of them.
        Assert.All(s_asked.Skip(1), name => Assert.Equal((name, SslWeaknessState.Unknown), (name, report.Weakness(name)!.State)));
        Assert.Null(report.Feature("Client-initiated renegotiation")!.IsOn);
        Assert.Contains(report.Grade.Letter, new[] { "?", "T" });
    }

    private static async Task HasAsync(ScriptedServer server, string weakness)
    {
        SslServerReport report = await AuditAsync(server);
        Assert.All(s_asked,
            name => Assert.Equal((name, name == weakness ? SslWeaknessState.Vulnerable : SslWeaknessState.NotVulnerable),
                (name, report.Weakness(name)!.State)));
        Assert.Contains(report.Findings, f => f.Severity >= SslSeverity.High && f.Title.Contains(weakness, StringComparison.Ordinal));
    }

    private static Task<SslServerReport> AuditAsync(ScriptedServer server)
    {
        var route = new ProbeRoute(new HostAndPort("127.0.0.1", server.Port), new SslContext()) { Timeout = TimeSpan.FromSeconds(20) };
        return ServerAuditor.AuditAsync(route, new AuditOptions(), Cancel).WaitAsync(TimeSpan.FromMinutes(3), Cancel);
    }
}
