using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>
/// Which schemes a server signs its key exchange with: in TLS 1.2 they stand in plain text, in TLS 1.3 a whole handshake tells.
/// </summary>
internal sealed class SignatureQuestion : Question
{
    internal override AuditChecks Check => AuditChecks.Signatures;

    internal override string About => "which signature schemes it uses";

    internal override Task AskAsync(AuditRun run)
    {
        var asked = new List<Task>();
        if (run.Facts.Has(Hellos.Tls12) == true)
            asked.AddRange(new[] { "RSA", "ECDSA", "DSS" }.Select(kind => AskTls12Async(run, kind)));
        if (run.Facts.Has(Hellos.Tls13) == true)
            asked.Add(AskTls13Async(run));
        return Task.WhenAll(asked);
    }

    internal override void TakeBack(AuditRun run, string why) => run.Facts.Gap($"the signature schemes may not be complete: {why}");

    private static async Task AskTls12Async(AuditRun run, string kind)
    {
        int[] suites = SuiteRegistry.UpToTls12
            .Where(s => SuiteRegistry.ById(s) is { KeyExchange: "ECDH" or "DH" } suite && suite.Authentication == kind).ToArray();
        List<int> left = SignatureSchemes.Registered.ToList();
        while (left.Count > 0)
        {
            Settled settled = await SuiteSettling.SettleAsync(run, Hellos.Tls12, suites,
                hello => hello.With(HelloExtension.SignatureSchemes(left)), wantsAll: true)
                .ConfigureAwait(false);
            // Some say hello before they see that they cannot sign.
            if (settled.Taken == false || settled.Flight is { Keys: null, End: FlightEnd.Alert })
                return;
            int scheme = settled.Taken == true ? settled.Flight!.Keys?.SignatureScheme ?? 0 : 0;
            if (scheme > 0)
                Write(run, Hellos.Tls12, scheme);
            if (left.Remove(scheme))
                continue;
            // Some sign with SHA-1 when nothing of theirs is offered: that is a scheme too, and the last.
            if (scheme == 0)
                run.Facts.Gap($"the signature schemes of TLSv1_2 may not be complete: {settled.Why}");
            return;
        }
    }

    private static async Task AskTls13Async(AuditRun run)
    {
        List<string> left = SignatureSchemes.Descriptions.Select(s => s.Key).ToList();
        while (left.Count > 0)
        {
            Shaken shaken = await Shaken.TryAsync(run, new[] { SslVersion.TLSv1_3 }, options => options.SignatureScheme = left.ToArray())
                .ConfigureAwait(false);
            if (shaken.Negotiated is null)
            {
                if (!shaken.IsRefused)
                    run.Facts.Gap($"the signature schemes of TLSv1_3 may not be complete: {shaken.Why}");
                return;
            }

            int scheme = shaken.Negotiated.SignatureScheme;
            if (!left.Remove(SignatureSchemes.NameOf(scheme)))
                return;
            Write(run, Hellos.Tls13, scheme);
        }
    }

    private static void Write(AuditRun run, int version, int scheme) => run.Facts.Add(new[]
    {
        new SslServerSignature { Protocol = ServerFacts.NameOf(version), Name = SignatureSchemes.NameOf(scheme), Id = scheme },
    });
}
