using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.ByHand;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>
/// CVE-2014-8730: a server of TLS that does not look at the bytes of CBC's padding (RFC 5246, 6.2.3.2). The client's Finished is sent with
/// wrong ones, at first in one byte, then in all: who ends the handshake with that has not looked. A right one, and only that, must lead to
/// the end.
/// </summary>
internal sealed class TlsPoodleQuestion : WeaknessQuestion
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    private static readonly int[] s_otherCbc = SuiteRegistry.UpToTls12.Except(HandClient.CbcSuites)
        .Where(s => SuiteRegistry.ById(s) is { Mac: "SHA1" or "SHA256" or "SHA384"
            or "MD5", Encryption: not ("RC4" or "None" or "AESGCM" or "ChaCha20") }).ToArray();

    private static readonly Action<byte[]>[] s_faults =
    {
        padding => padding[0] ^= 0x55,
        padding =>
        {
            for (int i = 0; i < padding.Length - 1; i++)
                padding[i] ^= 0x55;
        },
    };

    internal override string Name => "POODLE in TLS";

    internal override string Cve => "CVE-2014-8730";

    internal override async Task AskAsync(AuditRun run)
    {
        string? open = null;
        int[] versions = run.Facts.Offered.Where(v => v is < Hellos.Tls13 and > Hellos.Ssl3).ToArray();
        foreach (int version in versions)
        {
            Settled settled = await SettleAsync(run, version, HandClient.CbcSuites).ConfigureAwait(false);
            if (settled.Taken == true)
            {
                (SslWeaknessState state, string detail) = await ProbeAsync(run, version, settled.Hello.Suite).ConfigureAwait(false);
                Write(run, state, detail);
                return;
            }

            Settled other = settled.Taken is null ? settled : await SettleAsync(run, version, s_otherCbc).ConfigureAwait(false);
            if (other.Taken != false)
            {
                open ??= other.Taken is null ? other.Why
                    : $"it has CBC suites, but none with AES and a key that can be agreed on by hand: "
                        + $"{SuiteRegistry.ById(other.Hello.Suite)}";
            }
        }

        if (open is null)
            WithoutVersion(run, "CBC suite", versions.Contains, 0x0301, 0x0302, 0x0303);
        else
            Write(run, SslWeaknessState.Unknown, open);
    }

    private static Task<Settled> SettleAsync(AuditRun run, int version, IReadOnlyList<int> suites) =>
        SuiteSettling.SettleAsync(run, version, suites);

    private static async Task<(SslWeaknessState State, string Detail)> ProbeAsync(AuditRun run, int version, int suite)
    {
        foreach (Action<byte[]> fault in s_faults)
        {
            HandReply first = await FinishAsync(run, version, suite, fault).ConfigureAwait(false);
            HandReply right = await FinishAsync(run, version, suite, null).ConfigureAwait(false);
            if (first.IsWhole)
                return (SslWeaknessState.Vulnerable, "it took a message with wrong padding");
            if (!right.IsWhole)
                return (SslWeaknessState.Unknown, $"to a handshake that is right it answers with {right.Text}");
            // An alert is an answer; who only hangs up does so again, if that is why.
            HandReply again = first.IsOver ? await FinishAsync(run, version, suite, fault).ConfigureAwait(false) : first;
            if (again.IsWhole)
                return (SslWeaknessState.Vulnerable, "it took a message with wrong padding");
            if (first.Alert is null && !(first.IsOver && again.IsOver))
                return (SslWeaknessState.Unknown, $"to wrong padding it answers with {again.Text}");
        }

        return (SslWeaknessState.NotVulnerable, "it refuses wrong padding, and takes it when it is right");
    }

    private static async Task<HandReply> FinishAsync(AuditRun run, int version, int suite, Action<byte[]>? fault)
    {
        HandReply reply = HandReply.None;
        string? why = await run.Asker.UseAsync(async line =>
        {
            HandClient client = await HandClient.BeginAsync(line, run.Hellos.Of(version, new[] { suite })).ConfigureAwait(false);
            await client.FinishAsync(fault).ConfigureAwait(false);
            reply = client.Problem is { } problem ? new HandReply { Text = problem }
                : await client.ReadFinishedAsync(s_patience).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return why is null ? reply : new HandReply { Text = why };
    }
}
