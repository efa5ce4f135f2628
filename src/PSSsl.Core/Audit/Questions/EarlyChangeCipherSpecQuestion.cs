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
internal sealed class EarlyChangeCipherSpecQuestion : WeaknessQuestion
{
    private const string AfterWarning = "it took an early ChangeCipherSpec: what follows in plain text it finds to be wrong";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    internal override string Name => "CCS injection";

    internal override string Cve => "CVE-2014-0224";

    internal override async Task AskAsync(AuditRun run)
    {
        int version = run.Facts.Offered.FirstOrDefault(v => v < Hellos.Tls13);
        if (version == 0)
        {
            WithoutVersion(run, "version before TLS 1.3", 0x0300, 0x0301, 0x0302, 0x0303);
            return;
        }

        (SslWeaknessState State, string Detail)? found = (SslWeaknessState.Unknown, string.Empty);
        string? why = null;
        foreach (bool isControl in new[] { false, true })
        {
            if (found is null || !isControl)
                why = await run.Asker.UseAsync(async line => found = await ProbeAsync(run, line, version, isControl).ConfigureAwait(false)).ConfigureAwait(false);
        }

        Write(run, why is null && found is { } known ? known.State : SslWeaknessState.Unknown, why ?? found?.Detail ?? string.Empty);
    }

    /// <summary>Null if it took the message, and something is wrong with what follows: whether that is why, a connection without it tells.</summary>
    private static async Task<(SslWeaknessState State, string Detail)?> ProbeAsync(AuditRun run, ProbeLine line, int version, bool isControl)
    {
        await line.SendAsync(run.Hellos.Of(version).Encode()).ConfigureAwait(false);
        ServerFlight flight = await line.ReadFlightAsync(wantsAll: true).ConfigureAwait(false);
        if (!flight.IsDone)
            return (SslWeaknessState.Unknown, $"its first flight was not whole: {flight.Told}");
        if (isControl)
            return await WarnAsync(line, version).ConfigureAwait(false) is { IsSilence: true } ? (SslWeaknessState.Vulnerable, AfterWarning)
                : (SslWeaknessState.Unknown, "it took an early ChangeCipherSpec, but a warning alone makes it close the connection too");
        await line.SendAsync(WireWriter.Of(w => w.U8(20).U16(version).Vector16(new byte[] { 1 }))).ConfigureAwait(false);
        LineReply first = await LineReply.ReadAsync(line, s_patience).ConfigureAwait(false);
        if (!first.IsSilence)
            return (SslWeaknessState.NotVulnerable, $"it refused an early ChangeCipherSpec: {first}");
        LineReply second = await WarnAsync(line, version).ConfigureAwait(false);
        if (second.IsSilence)
            return (SslWeaknessState.NotVulnerable, "it passed over an early ChangeCipherSpec: what follows in plain text is still plain text to it");
        return (SslAlert?)second.Alert is SslAlert.bad_record_mac or (SslAlert)21 ? (SslWeaknessState.Vulnerable, AfterWarning) : null;
    }

    /// <summary>A warning in plain text, which means nothing: who reads it with keys finds it to be wrong.</summary>
    private static async Task<LineReply> WarnAsync(ProbeLine line, int version)
    {
        await line.SendAsync(WireWriter.Of(w => w.U8(21).U16(version).Vector16(new byte[] { 1, (byte)SslAlert.user_canceled }))).ConfigureAwait(false);
        return await LineReply.ReadAsync(line, s_patience).ConfigureAwait(false);
    }
}
