using System;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>
/// Whether a server stands what clients of today and tomorrow send: unknown numbers everywhere, long hellos, hellos in pieces.
/// </summary>
internal sealed class IntoleranceQuestion : Question
{
    internal override AuditChecks Check => AuditChecks.Features;

    internal override string About => "what hellos it does not stand";

    internal override Task AskAsync(AuditRun run)
    {
        if (run.Asker.Good is not { } good || !run.Facts.Offered.Any(v => v > Hellos.Ssl3))
            return Task.CompletedTask;
        return Task.WhenAll(
            AskAsync(run, "Stands unknown numbers (GREASE)", Greased(good)),
            AskAsync(run, "Stands a long hello", good with { PaddedTo = 600 }),
            AskAsync(run, "Stands a hello of two segments", good with { PaddedTo = 2200 }),
            AskAsync(run, "Stands a hello in pieces", good with { RecordSize = 120 }),
            AskAsync(run, "Stands an unknown extension", good.With(new HelloExtension(0xFE77, new byte[] { 1, 2, 3 }))),
            AskAsync(run, "Stands a newer version", Newer(run)));
    }

    internal override void TakeBack(AuditRun run, string why)
    {
        foreach (SslServerFeature known in run.Facts.Features.Where(f => f.IsOn == false
            && f.Name.StartsWith("Stands ", StringComparison.Ordinal)))
            run.Facts.Feature(known.Name, null, known.Value, why);
    }

    private static async Task AskAsync(AuditRun run, string name, ClientHello hello)
    {
        Settled settled = await run.Asker.SettleAsync(hello, _ => true).ConfigureAwait(false);
        // Silence is not a way to answer a hello either, if all others are answered.
        bool? stands = settled.Taken ?? (settled.Flight is { End: FlightEnd.Silent } ? false : null);
        run.Facts.Feature(name, stands, null, stands == true ? null : settled.Why);
    }

    /// <summary>RFC 8701: reserved numbers, to be passed over.</summary>
    private static ClientHello Greased(ClientHello good) => (good with { Suites = new[] { 0x0A0A }.Concat(good.Suites).ToArray() })
        .With(HelloExtension.Empty(0x1A1A)).With(new HelloExtension(0x2A2A, new byte[] { 0 }));

    /// <summary>A version that does not exist yet; the server is to answer with the newest that it has.</summary>
    private static ClientHello Newer(AuditRun run) => run.Facts.Has(Hellos.Tls13) == true
        ? run.Hellos.Modern().With(HelloExtension.Versions(0x0305, 0x0304, 0x0303, 0x0302, 0x0301))
        : run.Hellos.Of(Hellos.Tls12) with { Version = 0x0304 };
}
