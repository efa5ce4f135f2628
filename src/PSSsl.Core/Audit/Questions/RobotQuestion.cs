using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.ByHand;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;
using PSSsl.Engine;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>
/// ROBOT (CVE-2017-13099 and others): a server that decrypts RSA must behave alike whatever is wrong with the padding (RFC 5246, 7.4.7.1).
/// Five messages, each with another fault or none, all with a wrong end: a server that answers one of them otherwise, twice, tells which
/// padding was right.
/// </summary>
internal sealed class RobotQuestion : WeaknessQuestion
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2), s_shortPatience = TimeSpan.FromSeconds(1),
        s_between = TimeSpan.FromMilliseconds(300), s_longPatience = TimeSpan.FromSeconds(8);

    private const string Silence = "silence", SameAnswers = "its answers to five kinds of padding are the same",
        Different = "its answers tell whether the padding was right: ";

    private static readonly int[] s_suites = SuiteRegistry.UpToTls12
        .Where(s => SuiteRegistry.ById(s) is { KeyExchange: "RSA", Authentication: "RSA", Bits: > 0 }).ToArray();

    internal override string Name => "ROBOT";

    internal override string Cve => "CVE-2017-13099";

    internal override async Task AskAsync(AuditRun run)
    {
        (Settled? settled, int version, string? open) = await FindAsync(run).ConfigureAwait(false);
        if (settled is null)
        {
            if (open is null)
                WithoutVersion(run, "suite whose keys are encrypted with RSA", run.Facts.Offered.Contains);
            else
                Write(run, SslWeaknessState.Unknown, open);
            return;
        }

        if (RsaMessage.KeyOf(settled.Flight!) is not { } key)
        {
            Write(run, SslWeaknessState.Unknown, "the RSA key of its certificate cannot be read or used");
            return;
        }

        (SslWeaknessState state, string detail) = await CompareAsync(run, version, key).ConfigureAwait(false);
        Write(run, state, detail);
    }

    /// <summary>The newest version in which it takes such a suite; it need not be the newest that it has.</summary>
    private static async Task<(Settled? Settled, int Version, string? Open)> FindAsync(AuditRun run)
    {
        string? open = null;
        foreach (int version in run.Facts.Offered.Where(v => v < Hellos.Tls13))
        {
            Settled settled = await run.Asker.SettleAsync(run.Hellos.Of(version, s_suites), f => f.Hello?.Version == version,
                wantsAll: true).ConfigureAwait(false);
            if (settled.Taken == true)
                return (settled, version, null);
            if (settled.Taken is null)
                open ??= settled.Why;
        }

        return (null, 0, open);
    }

    private static async Task<(SslWeaknessState State, string Detail)> CompareAsync(AuditRun run, int version, RSAParameters key)
    {
        var differing = new List<string>();
        bool isAnswered = false, isSilent = false;
        // With an end that is wrong, and without any: some servers show it only there.
        foreach (bool isShort in new[] { false, true })
        {
            string?[] first = await AnswersAsync(run, version, key, isShort, s_between).ConfigureAwait(false);
            if (first.Any(a => a is null))
                return (SslWeaknessState.Unknown, "not all messages were answered");
            isAnswered |= first.All(a => a!.Contains("the alert"));
            isSilent |= !isShort && first.All(a => a == Silence);
            if (first.Distinct().Count() == 1)
                continue;
            string?[] second = await AnswersAsync(run, version, key, isShort, s_between).ConfigureAwait(false);
            if (!first.SequenceEqual(second))
            {
                // Some hang up late: what comes behind an alert is waited for then.
                first = await AnswersAsync(run, version, key, isShort, s_patience).ConfigureAwait(false);
                second = await AnswersAsync(run, version, key, isShort, s_patience).ConfigureAwait(false);
                if (first.Concat(second).Any(a => a is null))
                    return (SslWeaknessState.Unknown, "not all messages were answered");
            }

            if (!first.SequenceEqual(second))
                return (SslWeaknessState.Unknown, "its answers to the same messages differ from one time to the next: "
                    + string.Join(", ", first.Concat(second).Distinct()));
            if (first.Distinct().Count() > 1)
                differing.Add(string.Join(", ", first.Distinct()));
        }

        if (differing.Count > 0)
            return (SslWeaknessState.Vulnerable, Different + string.Join("; ", differing));
        // Who hangs up or says nothing at every kind of padding may have stopped to listen before.
        if (!isAnswered && !await CompletesAsync(run, version).ConfigureAwait(false))
            return (SslWeaknessState.Unknown, "it answers no kind of padding by an alert, and completes no handshake with such a suite");
        return isSilent ? await CompareLateAsync(run, version, key).ConfigureAwait(false) : (SslWeaknessState.NotVulnerable, SameAnswers);
    }

    /// <summary>Who says nothing to all of it may only take longer than was waited for: some are slow on purpose at what is wrong.</summary>
    private static async Task<(SslWeaknessState State, string Detail)> CompareLateAsync(AuditRun run, int version, RSAParameters key)
    {
        string?[] first = await AnswersAsync(run, version, key, isShort: false, s_between, s_longPatience).ConfigureAwait(false);
        if (first.Any(a => a is null))
            return (SslWeaknessState.Unknown, "not all messages were answered");
        if (first.Distinct().Count() == 1)
            return (SslWeaknessState.NotVulnerable, SameAnswers);
        string?[] second = await AnswersAsync(run, version, key, isShort: false, s_between, s_longPatience).ConfigureAwait(false);
        return first.SequenceEqual(second) ? (SslWeaknessState.Vulnerable, Different + string.Join(", ", first.Distinct()))
            : (SslWeaknessState.Unknown, "its answers to the same messages differ from one time to the next: "
                + string.Join(", ", first.Concat(second).Distinct()));
    }

    private static async Task<bool> CompletesAsync(AuditRun run, int version) => (await Shaken.TryAsync(run, new[] { (SslVersion)version },
        options => options.CipherList = "kRSA:!PSK:@SECLEVEL=0").ConfigureAwait(false)).Negotiated is not null;

    private static async Task<string?[]> AnswersAsync(AuditRun run, int version, RSAParameters key, bool isShort, TimeSpan between,
        TimeSpan? patience = null) => await Task.WhenAll(Enumerable.Range(0, 5).Select(fault => AnswerAsync(run, version, key, fault,
            isShort, between, patience ?? (isShort ? s_shortPatience : s_patience)))).ConfigureAwait(false);

    private static async Task<string?> AnswerAsync(AuditRun run, int version, RSAParameters key, int fault, bool isShort, TimeSpan between,
        TimeSpan patience)
    {
        string? answer = null;
        await run.Asker.UseAsync(async line =>
        {
            await line.SendAsync(run.Hellos.Of(version, s_suites).Encode()).ConfigureAwait(false);
            ServerFlight flight = await line.ReadFlightAsync(wantsAll: true).ConfigureAwait(false);
            if (!flight.IsDone)
                return;
            byte[] encrypted = RsaMessage.Encrypt(key, Padded(key.Modulus!.Length, version, fault));
            byte[] body = version == Hellos.Ssl3 ? encrypted : WireWriter.Of(w => w.Vector16(encrypted));
            byte[] message = WireWriter.Of(w => w.U8(16).U24(body.Length).Bytes(body));
            await line.SendAsync(WireWriter.Of(w =>
            {
                w.U8(22).U16(version).Vector16(message);
                if (!isShort)
                    w.U8(20).U16(version).Vector16(new byte[] { 1 }).U8(22).U16(version).Vector16(ClientHello.RandomBytes(64));
            })).ConfigureAwait(false);
            answer = await LineReply.ReadAllAsync(line, patience, between).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return answer;
    }

    /// <summary>PKCS#1 v1.5 for encryption, right at first, and then with a fault each (the paper, 3.2).</summary>
    private static byte[] Padded(int length, int version, int fault)
    {
        byte[] secret = WireWriter.Of(w => w.U16(fault == 3 ? 0x0202 : version).Bytes(ClientHello.RandomBytes(46)));
        byte[] block = ClientHello.RandomBytes(length).Select(b => b == 0 ? (byte)1 : b).ToArray();
        block[0] = 0;
        block[1] = 2;
        block[length - secret.Length - 1] = 0;
        Buffer.BlockCopy(secret, 0, block, length - secret.Length, secret.Length);
        switch (fault)
        {
            case 1:
                // Not the kind of block at all; the first byte stays below the modulus.
                block[1] = 0x17;
                break;
            case 2:
                // No end of the padding.
                for (int i = 2; i < length; i++)
                    block[i] = block[i] == 0 ? (byte)0x11 : block[i];
                break;
            case 4:
                // The padding ends too early.
                block[5] = 0;
                break;
        }

        return block;
    }
}
