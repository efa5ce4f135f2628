using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>Which versions a server has, each offered alone, at first with the usual suites, then with all others.</summary>
internal sealed class ProtocolQuestion : Question
{
    internal override AuditChecks Check => AuditChecks.Protocols;

    internal override string About => "which versions it has";

    internal override bool IsQuick => true;

    internal override async Task AskAsync(AuditRun run)
    {
        await Task.WhenAll(ServerFacts.Versions.Select(v => v.Version == 2 ? AskSsl2Async(run) : AskAsync(run, v.Version)))
            .ConfigureAwait(false);
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
        Settled settled = version < Hellos.Tls13 ? await SuiteSettling.SettleAsync(run, version, Hellos.Usual).ConfigureAwait(false)
            : await SettleAsync(run, run.Hellos.Of(version), version).ConfigureAwait(false);
        // It may have the version with suites that few have, or be one of those that cannot ask for another share of a key.
        if (settled.Taken != true && IsOtherHelloOfUse(settled.Answer))
        {
            bool isNew = version >= Hellos.Tls13;
            Settled other = isNew ? await SettleAsync(run, run.Hellos.Tls13WithShares(), version).ConfigureAwait(false)
                : await SuiteSettling.SettleAsync(run, version, Hellos.Unusual).ConfigureAwait(false);
            if (isNew && other.Taken == true)
                run.Hellos.NeedsShares = true;
            settled = other.Taken == true || settled.Taken is not null ? other : settled;
        }

        SslOfferState state = settled.Taken is null ? SslOfferState.Unknown : settled.Taken.Value ? SslOfferState.Offered
            : SslOfferState.NotOffered;
        if (state == SslOfferState.Offered && run.Asker.Good is null)
            run.Asker.Trust(run.Hellos.Of(version, version < Hellos.Tls13 ? new[] { settled.Hello.Suite } : null));
        if (state == SslOfferState.Offered)
            run.Facts.AddRandom(version, settled.Hello.Random);
        run.Facts.Add(version, new SslServerProtocol
        {
            Name = ServerFacts.NameOf(version),
            State = state,
            Cipher = state == SslOfferState.Offered ? SuiteRegistry.ById(settled.Hello.Suite) : null,
            Detail = state == SslOfferState.Offered ? null : settled.Why,
        });
    }

    private static Task<Settled> SettleAsync(AuditRun run, ClientHello hello, int version) =>
        run.Asker.SettleAsync(hello, flight => flight.Hello?.Version == version);

    /// <summary>Who says that it is the version, or agrees on another one, has said all there is to say.</summary>
    private static bool IsOtherHelloOfUse(ProbeAnswer answer) =>
        answer is { Flight: not null, Hello: null } && answer.Flight is not { End: FlightEnd.Alert, Alert: (int)SslAlert.protocol_version };

    /// <summary>
    /// SSL 2.0 has a hello of its own; who has it answers with its certificate, even if there is no kind of cipher in common.
    /// </summary>
    private static async Task AskSsl2Async(AuditRun run)
    {
        byte[] hello = Ssl2Hello.Encode(SuiteRegistry.Ssl2);
        Settled settled = await run.Asker.SettleAsync(hello, flight => flight.Ssl2 is not null).ConfigureAwait(false);
        ProbeAnswer answer = settled.Answer;
        SslOfferState state = settled.Taken is null ? SslOfferState.Unknown : settled.Taken.Value ? SslOfferState.Offered
            : SslOfferState.NotOffered;
        run.Facts.Add(2, new SslServerProtocol
        {
            Name = "SSLv2",
            State = state,
            Cipher = answer.Flight?.Ssl2 is { Kinds.Count: > 0 } said ? SuiteRegistry.ById(said.Kinds[0]) : null,
            Detail = state == SslOfferState.Offered ? null : settled.Why,
        });
        if (answer.Flight?.Ssl2 is { } has)
        {
            run.Facts.Ssl2Certificate = has.Certificate.Length > 0 ? has.Certificate : null;
            run.Facts.Add(has.Kinds.Select((kind, at) => new SslServerSuite
                { Protocol = "SSLv2", Order = at + 1, Cipher = SuiteRegistry.ById(kind) }));
        }
    }
}
