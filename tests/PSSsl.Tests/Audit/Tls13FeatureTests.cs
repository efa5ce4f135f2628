using System;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Audit;
using PSSsl.Audit.Asking;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Audit;

/// <summary>What TLS 1.3 encrypts, seen by hand; nothing of it is believed that a server does not say.</summary>
public sealed class Tls13FeatureTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachIsSeen()
    {
        using var server = new ScriptedTls13Server { Algorithms = [2, 1], EarlyData = 0xFFFFFFFF, Limit = 4096 };
        SslServerReport report = await AuditAsync(server);
        Assert.Equal((true, "brotli, zlib"), Of(report, "Certificate compression"));
        Assert.Equal((true, "up to 4294967295 bytes"), Of(report, "Early data"));
        Assert.Equal((true, "4096 bytes"), Of(report, "Record size limit of TLS 1.3"));
        Assert.Contains(report.Findings, f => f.Id == "SSL0609");
    }

    [Fact]
    public async Task NoneIsSeen()
    {
        using var server = new ScriptedTls13Server();
        SslServerReport report = await AuditAsync(server);
        Assert.Equal((false, null), Of(report, "Certificate compression"));
        Assert.Equal((false, null), Of(report, "Early data"));
        Assert.Equal((false, null), Of(report, "Record size limit of TLS 1.3"));
    }

    [Fact]
    public async Task WithoutATicketNothingIsSaidOfEarlyData()
    {
        using var server = new ScriptedTls13Server { GivesTickets = false, Limit = 100 };
        SslServerReport report = await AuditAsync(server);
        Assert.Equal((null, null), Of(report, "Early data"));
        Assert.Contains("no ticket", report.Feature("Early data")!.Detail, StringComparison.Ordinal);
        Assert.True(report.Feature("Record size limit of TLS 1.3")!.IsOn);
    }

    public static TheoryData<string> Nonsense() =>
    [
        "08000002FFFF", "1900000100", "0BFFFFFF00", "02000000", "0B00000400000009", new string('0', 16000),
    ];

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task NonsenseEndsInTimeAndIsUnknown(string hex)
    {
        using var server = new ScriptedTls13Server { Instead = Convert.FromHexString(hex) };
        await UnknownAsync(server);
    }

    [Fact]
    public async Task OtherKeysAreUnknown()
    {
        using var server = new ScriptedTls13Server { HasOtherKeys = true };
        await UnknownAsync(server);
    }

    [Fact]
    public async Task ANameThatIsNeededIsSeen()
    {
        using var server = new ScriptedTls13Server { WantsName = true };
        SslServerReport report = await AuditAsync(server, AuditChecks.Certificates);
        Assert.Equal((true, "nothing without"), Of(report, "Needs a name (SNI)"));
    }

    private static async Task UnknownAsync(ScriptedTls13Server server)
    {
        SslServerReport report = await AuditAsync(server);
        Assert.Equal("TLSv1_3", report.Versions);
        foreach (string name in new[] { "Certificate compression", "Early data", "Record size limit of TLS 1.3" })
            Assert.Equal((name, null, null), (name, Of(report, name).IsOn, Of(report, name).Value));
    }

    private static (bool? IsOn, string? Value) Of(SslServerReport report, string name) => (report.Feature(name)!.IsOn, report.Feature(name)!.Value);

    private static Task<SslServerReport> AuditAsync(ScriptedTls13Server server, AuditChecks checks = AuditChecks.Features)
    {
        var route = new ProbeRoute(new HostAndPort("127.0.0.1", server.Port), new SslContext())
            { Timeout = TimeSpan.FromSeconds(20), GivenName = "localhost" };
        return ServerAuditor.AuditAsync(route, new AuditOptions { Checks = checks }, Cancel).WaitAsync(TimeSpan.FromMinutes(1), Cancel);
    }
}
