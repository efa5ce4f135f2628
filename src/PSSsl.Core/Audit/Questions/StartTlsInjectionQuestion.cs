using System;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using PSSsl.Connecting.StartTls;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>
/// CVE-2011-0411: a command comes together with the one for TLS. A server that keeps it answers it inside of TLS, as if the client had said
/// it there. Another command, of which the answer begins otherwise, tells whether it listens.
/// </summary>
internal sealed class StartTlsInjectionQuestion : WeaknessQuestion
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(1), s_long = TimeSpan.FromSeconds(5);

    internal override string Name => "STARTTLS injection";

    internal override string Cve => "CVE-2011-0411";

    internal override async Task AskAsync(AuditRun run)
    {
        if (run.Route.StartTls is not { } dialogue)
            return;
        if (dialogue.Pipelined is not { } pipelined)
        {
            Write(run, SslWeaknessState.Unknown, $"no harmless command of {dialogue.Protocol} is known that could be sent before TLS");
            return;
        }

        (SslWeaknessState state, string detail, bool isRefused) = await ProbeAsync(run, pipelined).ConfigureAwait(false);
        // Who turns away a client that does not wait for its consent, or takes what it sent for TLS, does so again, and only then.
        if (isRefused && await CompletesAsync(run).ConfigureAwait(false) && await ProbeAsync(run, pipelined)
            .ConfigureAwait(false) is { IsRefused: true })
            state = SslWeaknessState.NotVulnerable;
        Write(run, state, detail);
    }

    private static SslVersion[] Versions(AuditRun run) => run.Facts.Offered.Select(v => (SslVersion)v).ToArray();

    private static async Task<bool> CompletesAsync(AuditRun run) =>
        (await Shaken.TryAsync(run, Versions(run)).ConfigureAwait(false)).Negotiated is not null;

    private static async Task<(SslWeaknessState State, string Detail, bool IsRefused)> ProbeAsync(AuditRun run, PipelinedCommand pipelined)
    {
        (SslSocket? socket, SslException? error, string? why, _) =
            await run.Asker.ShakeAsync(new SslContext(Shaken.Options(run, Versions(run))), isPipelined: true)
            .ConfigureAwait(false);
        if (socket is null)
        {
            bool isInPlain = error is { Code: SslErrorCode.StartTlsInjected };
            bool isRefused = isInPlain || error is { AlertFromPeer: true } or { Code: SslErrorCode.StartTlsRefused or SslErrorCode.PeerVanished };
            string detail = isInPlain ? "it answers in plain text to what comes behind the command for TLS"
                : isRefused ? $"it ends with who sends more behind the command for TLS: {why}" : why ?? "it was not checked";
            return (SslWeaknessState.Unknown, detail, isRefused);
        }

        try
        {
            string kept = await ReadAsync(run, socket, s_patience).ConfigureAwait(false);
            if (kept.Length == 0)
            {
                byte[] line = Encoding.ASCII.GetBytes(pipelined.Nonsense + "\r\n");
                await socket.WriteAsync(line, 0, line.Length, Deadline.After(s_long), run.Asker.Stop).ConfigureAwait(false);
                string said = await ReadAsync(run, socket, s_long).ConfigureAwait(false);
                if (said.Length > 0 && !said.StartsWith(pipelined.Answer, StringComparison.Ordinal))
                    return (SslWeaknessState.NotVulnerable, "it forgets what was sent behind the command for TLS", false);
                kept = said;
            }

            return kept.StartsWith(pipelined.Answer, StringComparison.Ordinal)
                ? (SslWeaknessState.Vulnerable, "inside of TLS it answers a command that was sent before, behind the one for TLS", false)
                : (SslWeaknessState.Unknown, kept.Length == 0 ? "inside of TLS it answers nothing"
                    : "inside of TLS it says what nothing was sent for", false);
        }
        catch (SslException e)
        {
            return (SslWeaknessState.Unknown, e.Message.TrimEnd('.'), false);
        }
        finally
        {
            socket.Close(SslShutdown.Fast);
        }
    }

    /// <summary>The beginning of what it says; empty for nothing in time.</summary>
    private static async Task<string> ReadAsync(AuditRun run, SslSocket socket, TimeSpan patience)
    {
        var buffer = new byte[16];
        Deadline deadline = Deadline.After(patience);
        int have = 0;
        try
        {
            while (have < 4)
            {
                int n = await socket.ReadAsync(buffer, have, buffer.Length - have, deadline, run.Asker.Stop).ConfigureAwait(false);
                if (n == 0)
                    break;
                have += n;
            }
        }
        catch (SslException e) when (e.Code == SslErrorCode.TimedOut)
        {
            // It has nothing to say.
        }

        return Encoding.ASCII.GetString(buffer, 0, have);
    }
}
