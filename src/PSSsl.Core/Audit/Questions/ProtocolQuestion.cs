using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;

namespace PSSsl.Audit.Questions;

/// <summary>Which versions a server has, each offered alone, at first with the usual suites, then with all others.</summary>
internal sealed class ProtocolQuestion : Question
{
    internal override AuditChecks Check => AuditChecks.Protocols;

    internal override string About => "which versions it has";

    internal override bool IsQuick => true;

    internal override async Task AskAsync(AuditRun run)
    {
        await Task.WhenAll(ServerFacts.Versions.Select(v => v.Version == 2 ? AskSsl2Async(run) : AskAsync(run, v.Version))).ConfigureAwait(false);
        // A refusal is one only of a server that agrees on something else.
        if (run.Facts.Protocols.All(p => p.State != SslOfferState.Offered))
            TakeBack(run, "it agrees on no version at all");
    }

    internal override void Leave(AuditRun run, string why)
    {
        base.Leave(run, why);
        foreach ((int version, string name) in ServerFacts.Versions)
            run.Facts.Add(version, new SslServerProtocol { Name = name, Detail = why });
    }

    internal override void TakeBack(AuditRun run, string why)
    {
        foreach (SslServerProtocol known in run.Facts.Protocols.Where(p => p.State == SslOfferState.NotOffered))
        {
            run.Facts.Add(ServerFacts.Number(known.Name),
                new SslServerProtocol { Name = known.Name, Detail = known.Detail is null ? why : $"{known.Detail}; {why}" });
        }
    }

    private static async Task AskAsync(AuditRun run, int version)
    {
        Settled settled = await run.Asker.SettleAsync(run.Hellos.Of(version), flight => flight.Hello!.Version == version).ConfigureAwait(false);
        bool isRefusedBySuite = settled is { Taken: false, Answer.IsRefusal: true } && (SslAlert)settled.Flight!.Alert != SslAlert.protocol_version;
        if (isRefusedBySuite && version < Hellos.Tls13)
        {
            // It may have the version with suites that few have.
            settled = await run.Asker.SettleAsync(run.Hellos.Of(version, Hellos.Unusual), flight => flight.Hello!.Version == version).ConfigureAwait(false);
        }

        SslOfferState state = settled.Taken is null ? SslOfferState.Unknown : settled.Taken.Value ? SslOfferState.Offered : SslOfferState.NotOffered;
        if (state == SslOfferState.Offered && run.Asker.Good is null)
            run.Asker.Trust(run.Hellos.Of(version));
        run.Facts.Add(version, new SslServerProtocol
        {
            Name = ServerFacts.NameOf(version),
            State = state,
            Cipher = state == SslOfferState.Offered ? SuiteRegistry.ById(settled.Hello.Suite) : null,
            Detail = state == SslOfferState.Offered ? null : settled.Why,
        });
    }

    /// <summary>SSL 2.0 has a hello of its own; who has it answers with its certificate, even if there is no kind of cipher in common.</summary>
    private static async Task AskSsl2Async(AuditRun run)
    {
        ProbeAnswer answer = await run.Asker.AskAsync(Ssl2Hello.Encode(SuiteRegistry.Ssl2)).ConfigureAwait(false);
        for (int i = 0; i < 2 && (answer.IsBalk || answer.Flight is { End: FlightEnd.Silent }); i++)
        {
            ProbeAnswer again = await run.Asker.AskAsync(Ssl2Hello.Encode(SuiteRegistry.Ssl2)).ConfigureAwait(false);
            // A server that answers is worth more than one that says nothing.
            answer = again.Flight?.Ssl2 is not null || again.Flight is { End: not FlightEnd.Silent } ? again : answer;
        }

        // Nothing else than this protocol has such an answer, and a server that hangs up, three times, has no better way to say that it does not know it.
        SslOfferState state = answer.Flight?.Ssl2 is not null ? SslOfferState.Offered
            : answer.Flight is { End: FlightEnd.Alert or FlightEnd.Closed or FlightEnd.Reset or FlightEnd.NotTls } ? SslOfferState.NotOffered : SslOfferState.Unknown;
        run.Facts.Add(2, new SslServerProtocol
        {
            Name = "SSLv2",
            State = state,
            Cipher = answer.Flight?.Ssl2 is { Kinds.Count: > 0 } hello ? SuiteRegistry.ById(hello.Kinds[0]) : null,
            Detail = state == SslOfferState.Offered ? null : answer.Told,
        });
        if (answer.Flight?.Ssl2 is { } has)
        {
            run.Facts.Add(has.Kinds.Select((kind, at) => new SslServerSuite { Protocol = "SSLv2", Order = at + 1, Cipher = SuiteRegistry.ById(kind) }));
        }
    }
}
