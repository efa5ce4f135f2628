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
/// Which groups a server takes: in TLS 1.3 by its requests for another hello, so that it computes nothing, before that by the groups of its
/// key exchange. What it takes is left out the next time.
/// </summary>
internal sealed class GroupQuestion : Question
{
    internal override AuditChecks Check => AuditChecks.Groups;

    internal override string About => "which groups of the key exchange it takes";

    internal override async Task AskAsync(AuditRun run)
    {
        bool? has13 = run.Facts.Has(Hellos.Tls13);
        var asked = new List<Task>();
        if (has13 == true)
            asked.Add(AskTls13Async(run));
        else
            run.Facts.PostQuantum = has13;
        int newest = run.Facts.Offered.FirstOrDefault(v => v is < Hellos.Tls13 and > Hellos.Ssl3);
        if (newest > 0)
        {
            asked.Add(AskCurvesAsync(run, newest));
            asked.Add(AskPrimesAsync(run, newest));
        }

        await Task.WhenAll(asked).ConfigureAwait(false);
    }

    internal override void TakeBack(AuditRun run, string why)
    {
        run.Facts.Gap($"the groups may not be complete: {why}");
        if (run.Facts.PostQuantum == false)
            run.Facts.PostQuantum = null;
    }

    private static async Task AskTls13Async(AuditRun run)
    {
        List<int> left = NamedGroups.Registered.ToList();
        var taken = new List<int>();
        // A share may be of a group that is offered alone.
        bool isWhole = await TakeAllAsync(run, Hellos.Tls13, left, taken,
            groups => run.Hellos.Of(Hellos.Tls13).With(HelloExtension.KeyShares()).With(HelloExtension.Groups(groups)),
            flight => flight.Hello!.Group).ConfigureAwait(false);
        Write(run, Hellos.Tls13, taken);
        // It has the version, and so a group: who takes none of those that were offered did not mean them.
        if (taken.Count == 0)
            run.Facts.Gap("the groups of TLSv1_3 were not found out: the server does not ask for another share of a key");
        run.Facts.PostQuantum = taken.Any(NamedGroups.IsHybrid) ? true : isWhole && taken.Count > 0 ? false : null;
    }

    private static async Task AskCurvesAsync(AuditRun run, int version)
    {
        int[] suites = SuiteRegistry.UpToTls12.Where(s => SuiteRegistry.ById(s) is { KeyExchange: "ECDH" }).ToArray();
        List<int> left = Hellos.Curves.Where(g => !NamedGroups.IsFiniteField(g)).ToList();
        var taken = new List<int>();
        await TakeAllAsync(run, version, left, taken, groups => run.Hellos.Of(version, suites).With(HelloExtension.Groups(groups)),
            flight => flight.Keys?.Group ?? 0, wantsAll: true).ConfigureAwait(false);
        Write(run, version, taken);
    }

    private static async Task<bool> TakeAllAsync(AuditRun run, int version, List<int> left, List<int> taken,
        Func<IReadOnlyList<int>, ClientHello> offer,
        Func<ServerFlight, int> find, bool wantsAll = false)
    {
        while (left.Count > 0)
        {
            Settled settled = await run.Asker.SettleAsync(offer(left), flight => flight.Hello?.Version == version, wantsAll)
                .ConfigureAwait(false);
            if (settled.Taken == false)
                return true;
            int group = settled.Taken == true ? find(settled.Flight!) : 0;
            if (!left.Remove(group))
            {
                // Servers of old take whatever curve they have, offered or not.
                if (group > 0 && !taken.Contains(group))
                    taken.Add(group);
                if (settled.Taken is null || group == 0)
                    run.Facts.Gap($"the groups of {ServerFacts.NameOf(version)} may not be complete: {settled.Why}");
                return settled.Taken is not null && group > 0;
            }

            taken.Add(group);
        }

        return true;
    }

    private static void Write(AuditRun run, int version, List<int> taken) => run.Facts.Add(taken.Select((group, at) => new SslServerGroup
    {
        Protocol = ServerFacts.NameOf(version),
        Order = at + 1,
        Name = NamedGroups.NameOf(group),
        Id = group,
        Bits = NamedGroups.IsFiniteField(group) ? KnownPrimes.Bits(group) : 0,
        IsPostQuantum = NamedGroups.IsHybrid(group),
    }));

    /// <summary>The prime that a server takes of itself, and the groups of RFC 7919 that it takes from clients that name them.</summary>
    private static async Task AskPrimesAsync(AuditRun run, int version)
    {
        int[] suites = SuiteRegistry.UpToTls12.Where(s => SuiteRegistry.ById(s) is { KeyExchange: "DH", Authentication: not "None" })
            .ToArray();
        ClientHello plain = run.Hellos.Of(version, suites)
            .With(HelloExtension.Groups(Hellos.Curves.Where(g => !NamedGroups.IsFiniteField(g)).ToArray()));
        Settled settled = await run.Asker.SettleAsync(plain, flight => flight.Hello?.Version == version, wantsAll: true)
            .ConfigureAwait(false);
        if (settled.Taken is null)
            run.Facts.Gap($"the Diffie-Hellman group of {ServerFacts.NameOf(version)} was not found out: {settled.Why}");
        // GnuTLS without parameters of its own takes those of clients alone.
        if (settled.Taken == false)
            await AskNamedPrimesAsync(run, version, suites).ConfigureAwait(false);
        if (settled.Taken != true)
            return;
        if (settled.Flight!.Keys is not { Bits: > 0, Prime: { } prime })
        {
            run.Facts.Gap($"the Diffie-Hellman group of {ServerFacts.NameOf(version)} was not found out: {settled.Why}");
            return;
        }

        string known = KnownPrimes.NameOf(prime) is { } name ? $" ({name})" : string.Empty;
        run.Facts.Add(new[]
        {
            new SslServerGroup
            {
                Protocol = ServerFacts.NameOf(version), Order = 100, Name = $"DH {settled.Flight.Keys.Bits}{known}",
                    Bits = settled.Flight.Keys.Bits,
            },
        });
        await AskReuseAsync(run, plain, settled.Flight.Keys).ConfigureAwait(false);
    }

    private static async Task AskNamedPrimesAsync(AuditRun run, int version, int[] suites)
    {
        var taken = new List<int>();
        await TakeAllAsync(run, version, Hellos.Curves.Where(NamedGroups.IsFiniteField).ToList(), taken,
            groups => run.Hellos.Of(version, suites).With(HelloExtension.Groups(groups)),
            flight => KnownPrimes.GroupOf(flight.Keys), wantsAll: true).ConfigureAwait(false);
        Write(run, version, taken);
    }

    private static async Task AskReuseAsync(AuditRun run, ClientHello hello, ServerKeys first)
    {
        ProbeAnswer again = await run.Asker.AskAsync(hello with { Random = ClientHello.RandomBytes(32) }, wantsAll: true)
            .ConfigureAwait(false);
        bool? isSame = again.Flight?.Keys is { } keys ? keys.Public.SequenceEqual(first.Public) : null;
        run.Facts.Feature("DH key reuse", isSame, null, isSame is null ? again.Told : null);
    }
}
