using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.ByHand;
using PSSsl.Audit.Hello;

namespace PSSsl.Audit.Questions;

/// <summary>What a server does without the name that clients send (RFC 6066, 3), and whether it knows that name at all.</summary>
internal sealed class ServerNameQuestion : Question
{
    internal const string Needed = "Needs a name (SNI)", Known = "Knows the name (SNI)";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    internal override AuditChecks Check => AuditChecks.Certificates;

    internal override string About => "what it does without a name";

    internal override async Task AskAsync(AuditRun run)
    {
        if (run.Route.ServerName.Length == 0)
            return;
        int newest = run.Facts.Offered.FirstOrDefault(v => v is < Hellos.Tls13 and > Hellos.Ssl3);
        if (newest > 0)
            await AskAsync(run, newest).ConfigureAwait(false);
        else if (run.Facts.Has(Hellos.Tls13) == true)
            await AskTls13Async(run).ConfigureAwait(false);
    }

    /// <summary>That it needs one may rest on a refusal.</summary>
    internal override void TakeBack(AuditRun run, string why)
    {
        if (run.Facts.Features.Any(f => f.Name == Needed && f.IsOn == true))
            run.Facts.Feature(Needed, null, null, why);
    }

    private static async Task AskAsync(AuditRun run, int version)
    {
        ClientHello hello = run.Facts.Cipher(version) is { } suite ? run.Hellos.Of(version, new[] { suite }) : run.Hellos.Of(version);
        Settled with = await SettleAsync(run, hello, version).ConfigureAwait(false);
        if (with.Taken != true)
        {
            run.Facts.Feature(Needed, null, null, with.Why);
            return;
        }

        bool isWarned = with.Flight is { Alert: (int)SslAlert.unrecognized_name };
        run.Facts.Feature(Known, !isWarned, null, isWarned ? $"to '{run.Route.ServerName}' it says unrecognized_name, as a warning" : null);
        Settled without = await SettleAsync(run, hello.Without(ExtensionType.ServerName), version).ConfigureAwait(false);
        if (without.Taken is null)
            run.Facts.Feature(Needed, null, null, without.Why);
        else if (without.Taken == false)
            run.Facts.Feature(Needed, true, "nothing without", without.Why);
        else
            Compare(run, with.Flight?.Certificates, without.Flight?.Certificates);
    }

    private static Task<Settled> SettleAsync(AuditRun run, ClientHello hello, int version) =>
        run.Asker.SettleAsync(hello, flight => flight.Hello?.Version == version, wantsAll: true);

    private static async Task AskTls13Async(AuditRun run)
    {
        ClientHello hello = Tls13Client.Hello(run.Hellos);
        Tls13Client? with = await ShakeAsync(run, hello).ConfigureAwait(false);
        Tls13Client? without = await ShakeAsync(run, hello.Without(ExtensionType.ServerName)).ConfigureAwait(false);
        // Who answers the one and refuses the other in so many words means the name.
        if (with is { IsDone: true } && without?.Alert is { } alert)
            run.Facts.Feature(Needed, true, "nothing without", $"the answer is the alert {(SslAlert)alert}");
        else if (with is { IsDone: true } && without is { IsDone: true })
            Compare(run, with.Certificates, without.Certificates);
        else
            run.Facts.Feature(Needed, null, null, $"a handshake by hand ended with {with?.Problem ?? without?.Problem ?? "nothing"}");
    }

    private static async Task<Tls13Client?> ShakeAsync(AuditRun run, ClientHello hello)
    {
        Tls13Client? client = null;
        await run.Asker.UseAsync(async line => client = await Tls13Client.BeginAsync(line, hello, s_patience).ConfigureAwait(false))
            .ConfigureAwait(false);
        return client;
    }

    private static void Compare(AuditRun run, IReadOnlyList<byte[]>? with, IReadOnlyList<byte[]>? without)
    {
        if (with is not { Count: > 0 } || without is not { Count: > 0 })
        {
            run.Facts.Feature(Needed, null, null, "no certificate was seen");
            return;
        }

        bool isSame = with[0].SequenceEqual(without[0]);
        run.Facts.Feature(Needed, !isSame, isSame ? null : "another certificate without");
    }
}
