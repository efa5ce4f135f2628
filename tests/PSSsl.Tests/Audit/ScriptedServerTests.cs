using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.Audit.Nodes;
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

    /// <summary>It speaks nothing else, and shows its certificate nowhere else.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task AServerOfSsl2AloneWeakensThoseWithItsKey(bool isFirst)
    {
        using var good = new ScriptedServer();
        using var old = new ScriptedServer { Begin = (_, socket) => AnswerInSsl2(socket, good.Certificate) };
        SslServerReport goodReport = await AuditAsync(good), oldReport = await AuditAsync(old);
        Assert.Equal(SslOfferState.Offered, oldReport.Protocol("SSLv2")!.State);
        Assert.Contains("F: SSL 2.0 is offered", oldReport.Grade.Caps);
        Assert.Equal(SslWeaknessState.NotVulnerable, goodReport.Weakness("DROWN")!.State);
        var keys = new SharedKeys(new AuditOptions());
        keys.Add(isFirst ? oldReport : goodReport);
        keys.Add(isFirst ? goodReport : oldReport);
        Assert.Equal(SslWeaknessState.Vulnerable, goodReport.Weakness("DROWN")!.State);
        Assert.Contains(oldReport.Server, goodReport.Weakness("DROWN")!.Detail, StringComparison.Ordinal);
    }

    private static bool AnswerInSsl2(System.Net.Sockets.Socket socket, byte[] certificate)
    {
        var hello = new byte[512];
        int count = socket.Receive(hello);
        if (count < 3 || (hello[0] & 0x80) == 0 || hello[2] != 1)
            return true;
        byte[] body = WireWriter.Of(w => w.U8(4).U8(0).U8(1).U16(2).U16(certificate.Length).U16(3).U16(16).Bytes(certificate)
            .U24(0x010080).Bytes(new byte[16]));
        socket.Send([(byte)(0x80 | (body.Length >> 8)), (byte)body.Length, .. body]);
        return true;
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

    /// <summary>Whatever a server says, it is told as that, and ends nothing.</summary>
    [Theory]
    [InlineData(0x000A)]
    [InlineData(0x0002)]
    [InlineData(0x0009)]
    public async Task ASuiteThatWasNotOfferedIsTold(int suite)
    {
        using var server = new ScriptedServer { SaysSuite = suite };
        SslServerReport report = await AuditAsync(server);
        Assert.Contains("which was not offered", report.Incomplete, StringComparison.Ordinal);
        Assert.All(["Ticketbleed", "POODLE in TLS"], name => Assert.Equal(SslWeaknessState.Unknown, report.Weakness(name)!.State));
    }

    [Fact]
    public async Task ATicketThatIsCutOffIsTold()
    {
        using var server = new ScriptedServer { CutsTickets = true };
        SslServerWeakness weakness = (await AuditAsync(server)).Weakness("Ticketbleed")!;
        Assert.Equal(SslWeaknessState.Unknown, weakness.State);
        Assert.Contains("cannot be read", weakness.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ATicketMayComeInTwoRecords()
    {
        using var server = new ScriptedServer { SplitsTickets = true };
        Assert.Equal(SslWeaknessState.NotVulnerable, (await AuditAsync(server)).Weakness("Ticketbleed")!.State);
    }

    /// <summary>One is too short for any message; the other's exponent would have us compute for minutes.</summary>
    [Theory]
    [InlineData(32, 3)]
    [InlineData(2048, 2048)]
    public async Task AKeyOfNoUseIsNotUsed(int modulus, int exponent)
    {
        using var server = new ScriptedServer { Shows = Certificates.WithRsaKey(modulus, exponent) };
        Assert.Equal(SslWeaknessState.Unknown, (await AuditAsync(server)).Weakness("ROBOT")!.State);
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
