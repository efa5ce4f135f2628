using System;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.ByHand;
using PSSsl.Audit.Hello;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>
/// Whether a client may begin a handshake anew on a connection (RFC 5246, 7.4.1.1), which costs the server more than the client
/// (CVE-2011-1473).
/// </summary>
internal sealed class RenegotiationQuestion : Question
{
    internal const string Name = "Client-initiated renegotiation";

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2), s_idle = TimeSpan.FromSeconds(0.5);

    internal override AuditChecks Check => AuditChecks.Features;

    internal override string About => "whether clients may renegotiate";

    internal override async Task AskAsync(AuditRun run)
    {
        if (!run.Facts.Offered.Any(v => v is < Hellos.Tls13 and > Hellos.Ssl3))
            return;
        if (await run.ByHand.ConfigureAwait(false) is not var (version, suite))
        {
            run.Facts.Feature(Name, null, null, "it takes no suite that a handshake can be made with by hand");
            return;
        }

        Said first = await ProbeAsync(run, version, suite, isAsked: true).ConfigureAwait(false);
        if (!first.IsOver)
        {
            run.Facts.Feature(Name, first.IsOn, null, first.Detail);
            return;
        }

        // Who hangs up refuses it, if it does so again, and not without that.
        Said control = await ProbeAsync(run, version, suite, isAsked: false).ConfigureAwait(false);
        Said again = await ProbeAsync(run, version, suite, isAsked: true).ConfigureAwait(false);
        bool isRefused = again.IsOver && control is { IsOver: false, IsOpen: true };
        run.Facts.Feature(Name, again.IsOn == true ? true : isRefused ? false : null, null, isRefused ? null
            : "it closes the connection, but not only then");
    }

    internal override void TakeBack(AuditRun run, string why)
    {
        if (run.Facts.Features.Any(f => f.Name == Name && f.IsOn == false))
            run.Facts.Feature(Name, null, null, why);
    }

    private static async Task<Said> ProbeAsync(AuditRun run, int version, int suite, bool isAsked)
    {
        var said = new Said { Detail = "it was not checked" };
        string? why = await run.Asker.UseAsync(async line =>
        {
            HandClient client = await HandClient.BeginAsync(line, run.Hellos.Of(version, new[] { suite })).ConfigureAwait(false);
            await client.FinishAsync().ConfigureAwait(false);
            HandReply whole = await client.ReadFinishedAsync(s_patience).ConfigureAwait(false);
            if (!whole.IsWhole)
            {
                said = new Said { Detail = client.Problem ?? $"a handshake ended with {whole.Text}" };
                return;
            }

            if (isAsked)
                await line.SendAsync(client.Seal!.Seal(22, Again(run, version, suite, client).EncodeMessage())).ConfigureAwait(false);
            (int Type, byte[] Body)? record = await client.Records.ReadAsync(isAsked ? s_patience : s_idle).ConfigureAwait(false);
            said = Of(record?.Type, client.Records.IsOver);
        }).ConfigureAwait(false);
        return why is null ? said : new Said { Detail = why };
    }

    private static ClientHello Again(AuditRun run, int version, int suite, HandClient client)
    {
        ClientHello hello = run.Hellos.Of(version, new[] { suite });
        bool isSecure = client.Flight!.Hello!.Find(ExtensionType.RenegotiationInfo) is not null;
        return isSecure ? hello.With(new HelloExtension(ExtensionType.RenegotiationInfo, WireWriter.Of(w => w.Vector8(client.VerifyData))))
            : hello.Without(ExtensionType.RenegotiationInfo);
    }

    private static Said Of(int? type, bool isOver) => type switch
    {
        22 => new Said { IsOn = true },
        21 => new Said { IsOn = false },
        null => new Said { IsOver = isOver, IsOpen = !isOver, Detail = isOver ? null : "silence" },
        _ => new Said { IsOpen = true, Detail = $"a record of type {type}" },
    };

    private sealed record Said
    {
        internal bool? IsOn { get; init; }

        internal bool IsOver { get; init; }

        /// <summary>The connection stayed.</summary>
        internal bool IsOpen { get; init; }

        internal string? Detail { get; init; }
    }
}
