using PSSsl.Audit;
using PSSsl.Audit.Nodes;
using Xunit;

namespace PSSsl.Tests.Audit;

public class SharedKeysTests
{
    private static readonly PeerCertificate s_rsa = Certificates.Make(rsaBits: 2048);

    /// <summary>DROWN: whichever of the two comes first.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ssl2OnOneWeakensTheOther(bool isOldFirst)
    {
        SslServerReport old = Of("old.example", "SSLv2", "TLSv1_2"), good = Of("good.example", "TLSv1_2", "TLSv1_3");
        var keys = new SharedKeys(new AuditOptions());
        foreach (SslServerReport report in isOldFirst ? new[] { old, good } : new[] { good, old })
            keys.Add(report);
        Assert.Equal(SslWeaknessState.Vulnerable, good.Weakness("DROWN")!.State);
        Assert.Contains("old.example:443", good.Weakness("DROWN")!.Detail, System.StringComparison.Ordinal);
        Assert.Equal(["good.example:443"], old.SharedWith);
        Assert.Contains(good.Findings, f => f.Id == "SSL0505");
        Assert.Contains(good.Findings, f => f.Id == "SSL0410");
    }

    [Fact]
    public void AnotherKeyDoesNot()
    {
        SslServerReport old = Of("old.example", "SSLv2", "TLSv1_2");
        SslServerReport good = new()
            { Host = "good.example", Port = 443, Certificates = [Certificates.Good],
                Weaknesses = Reports.Weakness("DROWN", SslWeaknessState.NotVulnerable) };
        var keys = new SharedKeys(new AuditOptions());
        keys.Add(old);
        keys.Add(good);
        Assert.Equal(SslWeaknessState.NotVulnerable, good.Weakness("DROWN")!.State);
        Assert.Empty(good.SharedWith);
    }

    private static SslServerReport Of(string host, params string[] versions)
    {
        SslServerReport made =
            Reports.With(versions: versions, certificates: [s_rsa], weaknesses: Reports.Weakness("DROWN", SslWeaknessState.NotVulnerable));
        return new SslServerReport
        {
            Host = host, Port = 443, Checks = made.Checks, Protocols = made.Protocols, Certificates = made.Certificates,
                Weaknesses = made.Weaknesses,
        };
    }
}
