using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.Hello;
using PSSsl.Ciphers;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>
/// What the newest version up to TLS 1.2 can do: one hello with many extensions, and a few with what would disturb others.
/// </summary>
internal sealed class FeatureQuestion : Question
{
    private static readonly string[] s_protocols =
        { "h2", "http/1.1", "http/1.0", "imap", "pop3", "ftp", "postgresql", "tds/8.0", "mqtt", "dot", "xmpp-client" };

    private const string Fallback = "Fallback SCSV";

    internal override AuditChecks Check => AuditChecks.Features;

    internal override string About => "what it can do";

    internal override async Task AskAsync(AuditRun run)
    {
        int newest = run.Facts.Offered.FirstOrDefault(v => v < Hellos.Tls13);
        if (newest == 0)
            return;
        NoteSentinel(run);
        await Task.WhenAll(AskExtensionsAsync(run, newest), AskEncryptThenMacAsync(run, newest), AskCompressionAsync(run, newest),
            AskFallbackAsync(run), AskAlpnAsync(run, newest)).ConfigureAwait(false);
    }

    /// <summary>That fallbacks are refused is a "no" too.</summary>
    internal override void TakeBack(AuditRun run, string why)
    {
        foreach (SslServerFeature known in run.Facts.Features.Where(f => f.IsOn == false || f is { Name: Fallback, IsOn: true, Detail: not null }))
            run.Facts.Feature(known.Name, null, known.Value, why);
    }

    /// <summary>
    /// RFC 8446, 4.1.3: who has TLS 1.3 and agrees on less ends its random with a mark, so that the client sees who wanted that.
    /// </summary>
    private static void NoteSentinel(AuditRun run)
    {
        if (run.Facts.Has(Hellos.Tls13) != true)
        {
            run.Facts.Feature("Downgrade sentinel", null, "not needed", "it has no TLS 1.3, or that is not known");
            return;
        }

        int[] without = run.Facts.Offered.Where(v => v is < Hellos.Tls13 and > Hellos.Ssl3 && run.Facts.Random(v) is { } random
            && !random.Skip(24).SequenceEqual(Encoding.ASCII.GetBytes("DOWNGRD").Concat(new[] { (byte)(v == Hellos.Tls12 ? 1 : 0) })))
                .ToArray();
        run.Facts.Feature("Downgrade sentinel", without.Length == 0, without.Length == 0 ? null
            : $"not in {string.Join(", ", without.Select(ServerFacts.NameOf))}");
    }

    private static async Task AskExtensionsAsync(AuditRun run, int version)
    {
        string[] names =
            { "Extended master secret", "Secure renegotiation", "Session tickets", "Heartbeat", "Session IDs", "Record size limit" };
        if (version == Hellos.Ssl3)
        {
            Settled old = await run.Asker.SettleAsync(run.Hellos.Of(version), f => f.Hello?.Version == version).ConfigureAwait(false);
            run.Facts.Feature("Secure renegotiation", old.Taken == true ? old.Hello.Find(ExtensionType.RenegotiationInfo) is not null
                : null, null, old.Why);
            return;
        }

        ClientHello hello = run.Hellos.Of(version).With(HelloExtension.Empty(ExtensionType.ExtendedMasterSecret))
            .With(HelloExtension.Empty(ExtensionType.SessionTicket)).With(HelloExtension.Heartbeat())
            .With(HelloExtension.RecordSizeLimit(16384));
        Settled settled = await run.Asker.SettleAsync(hello, flight => flight.Hello?.Version == version).ConfigureAwait(false);
        if (settled.Taken != true)
        {
            foreach (string name in names)
                run.Facts.Feature(name, null, null, settled.Why);
            return;
        }

        ServerHello answer = settled.Hello;
        run.Facts.Feature(names[0], answer.Find(ExtensionType.ExtendedMasterSecret) is not null);
        run.Facts.Feature(names[1], answer.Find(ExtensionType.RenegotiationInfo) is not null);
        run.Facts.Feature(names[2], answer.Find(ExtensionType.SessionTicket) is not null);
        run.Facts.Feature(names[3], answer.Find(ExtensionType.Heartbeat) is not null);
        run.Facts.Feature(names[4], answer.SessionId.Length > 0);
        int? limit = HelloExtension.LimitOf(answer.Extensions);
        run.Facts.Feature(names[5], limit is not null, limit is null ? null : $"{limit} bytes");
        NoteClock(run, answer);
    }

    /// <summary>
    /// The first four bytes of the random were the time, once (RFC 5246, 7.4.1.2); where they are near it they still are.
    /// </summary>
    private static void NoteClock(AuditRun run, ServerHello answer)
    {
        long seconds = new WireReader(answer.Random).U32();
        DateTime time = new DateTime(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(seconds);
        bool isTime = Math.Abs((time - DateTime.UtcNow).TotalDays) < 1;
        run.Facts.Feature("Clock in hello", isTime, isTime
            ? FormattableString.Invariant($"{(time - DateTime.UtcNow).TotalSeconds:+0;-0;0} s") : null);
    }

    private static async Task AskEncryptThenMacAsync(AuditRun run, int version)
    {
        int[] blocks = SuiteRegistry.UpToTls12.Where(s =>
            SuiteRegistry.ById(s) is { Mac: not "AEAD", Encryption: "AES" or "Camellia" or "3DES" }).ToArray();
        Settled settled = await SuiteSettling.SettleAsync(run, version, blocks,
            hello => version > Hellos.Ssl3 ? hello.With(HelloExtension.Empty(ExtensionType.EncryptThenMac)) : hello).ConfigureAwait(false);
        // Without such suites there is nothing to be changed.
        run.Facts.Feature("Encrypt-then-MAC", settled.Taken is null ? null
            : settled.Taken.Value && settled.Hello.Find(ExtensionType.EncryptThenMac) is not null,
            settled.Taken == false ? "no CBC suites" : null, settled.Taken is null ? settled.Why : null);
    }

    private static async Task AskCompressionAsync(AuditRun run, int version)
    {
        // DEFLATE, LZS, and none.
        ClientHello hello = run.Hellos.Of(version) with { Compressions = new[] { 1, 64, 0 } };
        if (version > Hellos.Ssl3)
            hello = hello.With(HelloExtension.MaxFragmentLength());
        Settled settled = await run.Asker.SettleAsync(hello, f => f.Hello?.Version == version).ConfigureAwait(false);
        bool? isOn = settled.Taken == true ? settled.Hello.Compression != 0 : null;
        run.Facts.Feature("Compression", isOn, isOn == true ? settled.Hello.Compression == 1 ? "DEFLATE" : $"{settled.Hello.Compression}"
            : null,
            isOn is null ? settled.Why : null);
        if (version > Hellos.Ssl3)
            run.Facts.Feature("Max fragment length", isOn is null ? null : settled.Hello.Find(ExtensionType.MaxFragmentLength) is not null,
                null, isOn is null ? settled.Why : null);
    }

    /// <summary>RFC 7507: who has a newer version than the one that is offered as a fallback refuses it.</summary>
    private static async Task AskFallbackAsync(AuditRun run)
    {
        int[] offered = run.Facts.Offered.ToArray();
        int lower = offered.Skip(1).FirstOrDefault(v => v < Hellos.Tls13);
        if (lower == 0)
        {
            run.Facts.Feature(Fallback, null, "not needed", "it has one version");
            return;
        }

        // The version is there with a suite that is known: whoever does not take that with the signal refuses the signal.
        int[] suites = run.Facts.Cipher(lower) is { } known ? new[] { known } : Hellos.Usual.ToArray();
        ClientHello hello = run.Hellos.Of(lower, suites.Concat(new[] { SuiteRegistry.Fallback }).ToArray());
        ProbeAnswer answer = await run.Asker.AskAsync(hello).ConfigureAwait(false);
        if (answer.Flight is { End: FlightEnd.Alert, Alert: (int)SslAlert.inappropriate_fallback } || answer.Hello is not null)
        {
            run.Facts.Feature(Fallback, answer.Hello is null);
            return;
        }

        Settled settled = await run.Asker.SettleAsync(hello, _ => true).ConfigureAwait(false);
        run.Facts.Feature(Fallback, settled.Taken is { } taken ? !taken : null, null, settled.Why);
    }

    private static async Task AskAlpnAsync(AuditRun run, int version)
    {
        if (version == Hellos.Ssl3)
            return;
        var found = new List<string>();
        List<string> left = s_protocols.ToList();
        while (left.Count > 0)
        {
            Settled settled = await run.Asker.SettleAsync(run.Hellos.Of(version).With(HelloExtension.Alpn(left.ToArray())),
                f => f.Hello?.Version == version)
                .ConfigureAwait(false);
            if (settled.Taken is null && settled.Flight is not { Alert: (int)SslAlert.no_application_protocol })
            {
                run.Facts.Feature("ALPN", found.Count > 0 ? true : null, string.Join(", ", found), settled.Why);
                return;
            }

            byte[]? chosen = settled.Taken == true ? settled.Hello.Find(ExtensionType.Alpn) : null;
            if (chosen is not { Length: > 3 } || !left.Remove(Encoding.ASCII.GetString(chosen, 3, chosen.Length - 3)))
                break;
            found.Add(Encoding.ASCII.GetString(chosen, 3, chosen.Length - 3));
        }

        run.Facts.Feature("ALPN", found.Count > 0, found.Count > 0 ? string.Join(", ", found) : null);
    }
}
