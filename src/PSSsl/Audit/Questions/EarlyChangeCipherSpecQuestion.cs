using System;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Questions;

/// <summary>
/// CVE-2014-0224: ChangeCipherSpec before there are keys. A server that has the fault takes it, with keys that anybody can compute, and finds the next record to be
/// wrong under them; others refuse the first one.
/// </summary>
internal sealed class EarlyChangeCipherSpecQuestion : Question
{
    private const string Name = "CCS injection", Cve = "CVE-2014-0224";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    internal override AuditChecks Check => AuditChecks.Weaknesses;

    internal override string About => "whether it has the CCS injection";

    internal override async Task AskAsync(AuditRun run)
    {
        int version = run.Facts.Offered.FirstOrDefault(v => v < Hellos.Tls13);
        if (version == 0)
        {
            bool isKnown = new[] { 0x0300, 0x0301, 0x0302, 0x0303 }.All(v => run.Facts.Has(v) == false);
            run.Facts.Weakness(Name, Cve, isKnown ? SslWeaknessState.NotVulnerable : SslWeaknessState.Unknown,
                isKnown ? "no version before TLS 1.3 is offered" : "no version before TLS 1.3 was found");
            return;
        }

        SslWeaknessState state = SslWeaknessState.Unknown;
        string detail = string.Empty;
        string? why = await run.Asker.UseAsync(async line => (state, detail) = await ProbeAsync(run, line, version).ConfigureAwait(false)).ConfigureAwait(false);
        run.Facts.Weakness(Name, Cve, state, why ?? detail);
    }

    private static async Task<(SslWeaknessState State, string Detail)> ProbeAsync(AuditRun run, ProbeLine line, int version)
    {
        await line.SendAsync(run.Hellos.Of(version).Encode()).ConfigureAwait(false);
        ServerFlight flight = await line.ReadFlightAsync(wantsAll: true).ConfigureAwait(false);
        if (!flight.IsDone)
            return (SslWeaknessState.Unknown, $"its first flight was not whole: {flight.Told}");
        byte[] record = WireWriter.Of(w => w.U8(20).U16(version).Vector16(new byte[] { 1 }));
        await line.SendAsync(record).ConfigureAwait(false);
        LineReply first = await LineReply.ReadAsync(line, s_patience).ConfigureAwait(false);
        if (!first.IsSilence)
            return (SslWeaknessState.NotVulnerable, $"it refused an early ChangeCipherSpec: {first}");
        await line.SendAsync(record).ConfigureAwait(false);
        LineReply second = await LineReply.ReadAsync(line, s_patience).ConfigureAwait(false);
        return (SslAlert?)second.Alert switch
        {
            SslAlert.bad_record_mac or (SslAlert)21 => (SslWeaknessState.Vulnerable, "it took an early ChangeCipherSpec, and found the next record to be wrong"),
            SslAlert.unexpected_message => (SslWeaknessState.NotVulnerable, "it refused the second of two early ChangeCipherSpecs"),
            _ => (SslWeaknessState.Unknown, $"it said nothing to an early ChangeCipherSpec, and to a second one the answer is {second}"),
        };
    }
}
