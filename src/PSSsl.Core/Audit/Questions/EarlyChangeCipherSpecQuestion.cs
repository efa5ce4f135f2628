using System;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>
/// CVE-2014-0224: ChangeCipherSpec before there are keys. A server that has the fault takes it, with keys that anybody can compute, and
/// finds the next record to be wrong under them; others refuse the first one.
/// </summary>
internal sealed class EarlyChangeCipherSpecQuestion : WeaknessQuestion
{
    private const string AfterWarning = "it took an early ChangeCipherSpec: what follows in plain text it finds to be wrong";

    private static readonly TimeSpan s_short = TimeSpan.FromSeconds(0.5), s_patience = TimeSpan.FromSeconds(1),
        s_long = TimeSpan.FromSeconds(3);

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

        Said? said = await ProbeAsync(run, version, isControl: false).ConfigureAwait(false);
        if (said is { IsDecided: false, Problem: null })
            said = await WithControlAsync(run, version, said).ConfigureAwait(false);
        Write(run, said.Problem is null ? said.State : SslWeaknessState.Unknown, said.Problem ?? said.Detail);
    }

    /// <summary>
    /// A server that closes without an alert may do so for any reason: a connection without the message tells, and another one with it.
    /// </summary>
    private static async Task<Said> WithControlAsync(AuditRun run, int version, Said said)
    {
        Said control = await ProbeAsync(run, version, isControl: true).ConfigureAwait(false);
        // Who hangs up at the message itself is compared with where the other had sent nothing yet.
        bool isOpen = said.AtMessage.IsOver ? control.AtMessage.IsSilence : control.AtWarning is { IsSilence: true };
        if (control.Problem is not null || !isOpen)
            return new Said { Problem = control.Problem ?? "it closes the connection without a ChangeCipherSpec too" };
        Said again = await ProbeAsync(run, version, isControl: false).ConfigureAwait(false);
        bool isSame = again.Problem is null && again.AtMessage.IsOver == said.AtMessage.IsOver
            && again.AtWarning?.IsOver == said.AtWarning?.IsOver;
        return !isSame ? new Said { Problem = "it breaks off, but not always" }
            : said.AtMessage.IsOver
                ? said with { State = SslWeaknessState.NotVulnerable, Detail = $"it refused an early ChangeCipherSpec: {said.AtMessage}" }
            : said with { State = SslWeaknessState.Vulnerable, Detail = AfterWarning };
    }

    private static async Task<Said> ProbeAsync(AuditRun run, int version, bool isControl)
    {
        Said said = new() { Problem = "it was not checked" };
        string? why = await run.Asker.UseAsync(async line => said = await ProbeAsync(run, line, version, isControl).ConfigureAwait(false))
            .ConfigureAwait(false);
        return why is null ? said : new Said { Problem = why };
    }

    private static async Task<Said> ProbeAsync(AuditRun run, ProbeLine line, int version, bool isControl)
    {
        await line.SendAsync(run.Hellos.Of(version).Encode()).ConfigureAwait(false);
        ServerFlight flight = await line.ReadFlightAsync(wantsAll: true).ConfigureAwait(false);
        if (!flight.IsDone)
            return new Said { Problem = $"its first flight was not whole: {flight.Told}" };
        if (!isControl)
            await line.SendAsync(Record(20, version, 1)).ConfigureAwait(false);
        LineReply first = await LineReply.ReadAsync(line, s_short).ConfigureAwait(false);
        if (first.Alert is not null)
            return new Said
                { AtMessage = first, IsDecided = true, State = SslWeaknessState.NotVulnerable,
                    Detail = $"it refused an early ChangeCipherSpec: {first}" };
        if (!first.IsSilence)
            return new Said { AtMessage = first, Problem = first.IsOver ? null : $"to an early ChangeCipherSpec the answer is {first}" };
        // A warning in plain text means nothing: who reads it with keys finds it to be wrong.
        await line.SendAsync(Record(21, version, 1, (byte)SslAlert.user_canceled)).ConfigureAwait(false);
        LineReply second = await LineReply.ReadAsync(line, s_patience).ConfigureAwait(false);
        if (isControl || second.IsOver)
            return new Said { AtMessage = first, AtWarning = second };
        if (!second.IsSilence)
            return OfAlert(first, second);
        // It says nothing: whether it still listens, and reads plain text, a message tells that must be refused.
        await line.SendAsync(Record(22, version, 99, 0, 0, 0)).ConfigureAwait(false);
        LineReply third = await LineReply.ReadAsync(line, s_long).ConfigureAwait(false);
        return third.Alert is null
            ? new Said { Problem = $"it answers neither an early ChangeCipherSpec nor what comes behind it: {third}" }
            : OfAlert(first, third);
    }

    private static Said OfAlert(LineReply first, LineReply reply) => (SslAlert?)reply.Alert is SslAlert.bad_record_mac or (SslAlert)21
        ? new Said { AtMessage = first, AtWarning = reply, IsDecided = true, State = SslWeaknessState.Vulnerable, Detail = AfterWarning }
        : reply.Alert is null ? new Said { Problem = $"behind an early ChangeCipherSpec the answer is {reply}" }
        : new Said
        {
            AtMessage = first, AtWarning = reply, IsDecided = true, State = SslWeaknessState.NotVulnerable,
            Detail = "it passed over an early ChangeCipherSpec: what follows in plain text is still plain text to it",
        };

    private static byte[] Record(int type, int version, params byte[] body) => WireWriter.Of(w => w.U8(type).U16(version).Vector16(body));

    /// <summary>What came of one connection.</summary>
    private sealed record Said
    {
        internal LineReply AtMessage { get; init; } = LineReply.None;

        internal LineReply? AtWarning { get; init; }

        internal bool IsDecided { get; init; }

        internal SslWeaknessState State { get; init; }

        internal string Detail { get; init; } = string.Empty;

        /// <summary>Why nothing was found out.</summary>
        internal string? Problem { get; init; }
    }
}
