using System.Security.Cryptography;
using PSSsl.Audit;
using PSSsl.Audit.Asking;
using PSSsl.Audit.DnsRecords;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Audit.DnsRecords;

/// <summary>What TLSA records come to; most of it is in the specs, with real zones.</summary>
public sealed class DaneJudgeTests
{
    /// <summary>RFC 7672, 3.1.3: mail servers know no authorities in common.</summary>
    [Theory]
    [InlineData(1, "Smtp", 25, "not usable")]
    [InlineData(3, "Smtp", 25, "match")]
    [InlineData(1, "Smtp", 587, "match")]
    [InlineData(1, null, 25, "match")]
    public void AuthoritiesSayNothingToMailServers(int usage, string? startTls, int port, string value)
    {
        PeerCertificate certificate = Audit.Certificates.Good;
        var route = new ProbeRoute(new HostAndPort("www.example.org", port), new SslContext()) { StartTls = StartTlsDialogues.Named(startTls) };
        using var asker = new ServerAsker(route, new AskLimits(), TestContext.Current.CancellationToken);
        var run = new AuditRun(asker, new AuditOptions());
        run.Facts.Add(certificate);
        TlsaRecord record = TlsaRecord.Read([(byte)usage, 0, 1, .. SHA256.HashData(certificate.RawData)]);
        run.Facts.Tlsa = new TlsaAnswer(DnsName.Of("www.example.org")!, [record], IsAuthenticated: true, IsSafe: true);
        DaneJudge.Judge(run);
        Assert.Equal(value, Assert.Single(run.Facts.Features).Value);
    }
}
