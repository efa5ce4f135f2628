using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>
/// Which suites a server takes in each version: all are offered, what it takes is left out the next time, until it refuses the rest. So N
/// suites cost N + 1 connections, and one more for whose order counts.
/// </summary>
internal sealed class SuiteQuestion : Question
{
    /// <summary>Servers that look at a part of the list, or do not stand a longer one, look at as many.</summary>
    private const int LongestPart = 100;

    private const int ChaChaBits = 0xCC00;

    internal override AuditChecks Check => AuditChecks.Suites;

    internal override string About => "which cipher suites it takes";

    internal override async Task AskAsync(AuditRun run) =>
        await Task.WhenAll(run.Facts.Offered.Select(version => AskAsync(run, version))).ConfigureAwait(false);

    internal override void TakeBack(AuditRun run, string why) => run.Facts.Gap($"the cipher suites may not be complete: {why}");

    private static async Task AskAsync(AuditRun run, int version)
    {
        IReadOnlyList<int> all = version >= Hellos.Tls13 ? SuiteRegistry.Tls13 : SuiteRegistry.UpToTls12;
        List<int> taken = await TakeAllAsync(run, version, all).ConfigureAwait(false);
        SslServerProtocol protocol = run.Facts.Protocol(version);
        IReadOnlyList<int> refused = all.Except(taken).OrderBy(IsChaCha).ToArray();
        // A hello of all suites is long: who takes none of it, and has the version, is asked in parts.
        if (taken.Count == 0)
        {
            taken.AddRange(await TakePartsAsync(run, version, all).ConfigureAwait(false));
            refused = Array.Empty<int>();
        }

        if (taken.Count == 0)
            Gap(run, version, "the server takes none, although it has the version");
        (bool? ownOrder, bool? chaCha) = taken.Count > 0 ? await AskOrderAsync(run, version, taken, refused).ConfigureAwait(false)
            : (null, null);
        run.Facts.Add(version, new SslServerProtocol
        {
            Name = protocol.Name,
            State = protocol.State,
            Cipher = taken.Count > 0 && ownOrder == true ? SuiteRegistry.ById(taken[0]) : protocol.Cipher,
            ServerOrder = ownOrder,
            PrefersChaCha = chaCha,
            Detail = protocol.Detail,
        });
        run.Facts.Add(taken.Select((suite, at) => new SslServerSuite
            { Protocol = protocol.Name, Order = at + 1, Cipher = SuiteRegistry.ById(suite) }));
    }

    private static async Task<List<int>> TakeAllAsync(AuditRun run, int version, IReadOnlyList<int> offered)
    {
        var taken = new List<int>();
        List<int> left = offered.ToList();
        while (left.Count > 0)
        {
            Settled settled = await SuiteSettling.SettleAsync(run, version, left).ConfigureAwait(false);
            if (settled.Taken == false)
                break;
            // Who takes what was not offered does so for ever.
            if (settled.Taken is null || !left.Remove(settled.Hello.Suite))
            {
                Gap(run, version, settled.Taken is null ? settled.Why
                    : $"it took {SuiteRegistry.ById(settled.Hello.Suite)}, which was not offered");
                break;
            }

            taken.Add(settled.Hello.Suite);
        }

        return taken;
    }

    private static async Task<List<int>> TakePartsAsync(AuditRun run, int version, IReadOnlyList<int> suites)
    {
        var taken = new List<int>();
        for (int at = 0; at < suites.Count; at += LongestPart)
            taken.AddRange(await TakeAllAsync(run, version, suites.Skip(at).Take(LongestPart).ToArray()).ConfigureAwait(false));
        return taken;
    }

    private static void Gap(AuditRun run, int version, string why) =>
        run.Facts.Gap($"the cipher suites of {ServerFacts.NameOf(version)} may not be complete: {why}");

    /// <summary>
    /// The last that it took is offered first: who keeps to the first one has an order of its own. In front stands all that it refused: who
    /// sees nothing of what comes behind that has not looked at the whole list, and is asked in parts.
    /// </summary>
    private static async Task<(bool? Own, bool? ChaCha)> AskOrderAsync(AuditRun run, int version, List<int> taken,
        IReadOnlyList<int> refused)
    {
        int[] reversed = Enumerable.Reverse(taken).ToArray();
        Settled settled = await run.Asker.SettleAsync(run.Hellos.Of(version, refused.Concat(reversed).ToArray()),
            f => f.Hello?.Version == version).ConfigureAwait(false);
        if (refused.Count > 0 && (settled.Taken != true || !taken.Contains(settled.Hello.Suite)))
        {
            List<int> more = await TakePartsAsync(run, version, refused).ConfigureAwait(false);
            taken.AddRange(more);
            if (settled.Taken == true && !taken.Contains(settled.Hello.Suite))
                Gap(run, version, $"it took {SuiteRegistry.ById(settled.Hello.Suite)} once, and at other times not");
            return (null, null);
        }

        if (settled.Taken is null)
            Gap(run, version, settled.Why);
        if (settled.Taken != true || taken.Count == 1)
            return (null, null);
        if (settled.Hello.Suite == reversed[0])
        {
            // A server that only puts ChaCha20 first for those who do may have been offered just that.
            if (!IsChaCha(reversed[0]) || taken.Count < 3)
                return (false, null);
            int[] without = reversed.Where(s => !IsChaCha(s)).ToArray();
            Settled other = await run.Asker.SettleAsync(run.Hellos.Of(version, without), flight => flight.Hello?.Version == version)
                .ConfigureAwait(false);
            return other.Taken != true ? (null, null) : other.Hello.Suite == without[0] ? (false, null) : (true, true);
        }

        int chaCha = taken.FirstOrDefault(IsChaCha);
        if (chaCha == 0 || taken[0] == chaCha)
            return (true, null);
        int[] first = new[] { chaCha }.Concat(taken.Where(s => s != chaCha)).ToArray();
        Settled preferred = await run.Asker.SettleAsync(run.Hellos.Of(version, first), flight => flight.Hello?.Version == version)
            .ConfigureAwait(false);
        return (true, preferred.Taken is null or false ? null : preferred.Hello.Suite == chaCha);
    }

    private static bool IsChaCha(int suite) => suite == 0x1303 || (suite & 0xFF00) == ChaChaBits;
}
