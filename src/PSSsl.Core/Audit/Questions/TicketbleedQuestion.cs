using System;
using System.Linq;
using System.Threading.Tasks;
using PSSsl.Audit.Asking;
using PSSsl.Audit.ByHand;
using PSSsl.Audit.Hello;
using PSSsl.X509.Names;

namespace PSSsl.Audit.Questions;

/// <summary>
/// CVE-2016-9244: a server says back the id of a session that it resumes by a ticket (RFC 5077, 3.4). One that has the fault says back 32
/// bytes, whatever the length was: what is beyond comes out of its memory, and is not looked at.
/// </summary>
internal sealed class TicketbleedQuestion : WeaknessQuestion
{
    private const int IdLength = 16;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);

    internal override string Name => "Ticketbleed";

    internal override string Cve => "CVE-2016-9244";

    internal override async Task AskAsync(AuditRun run)
    {
        int version = run.Facts.Offered.FirstOrDefault(v => v is < Hellos.Tls13 and > Hellos.Ssl3);
        if (version == 0)
        {
            WithoutVersion(run, "version that has session tickets", 0x0301, 0x0302, 0x0303);
            return;
        }

        ClientHello hello = run.Hellos.Of(version).With(HelloExtension.Empty(ExtensionType.SessionTicket));
        Settled settled = await run.Asker.SettleAsync(hello, flight => flight.Hello?.Version == version).ConfigureAwait(false);
        if (settled.Taken != true)
            Write(run, SslWeaknessState.Unknown, settled.Why);
        else if (settled.Hello.Find(ExtensionType.SessionTicket) is null)
            Write(run, SslWeaknessState.NotVulnerable, "it has no session tickets");
        else if (await run.ByHand.ConfigureAwait(false) is not var (spoken, suite))
            Write(run, SslWeaknessState.Unknown, "it takes no suite that a handshake can be made with by hand");
        else
            await ResumeAsync(run, Hello(run, spoken, suite)).ConfigureAwait(false);
    }

    private static async Task<(byte[]? Ticket, string Why)> GetTicketAsync(AuditRun run, ClientHello hello)
    {
        byte[]? ticket = null;
        string? why = null;
        string? broken = await run.Asker.UseAsync(async line =>
        {
            HandClient client = await HandClient.BeginAsync(line, hello).ConfigureAwait(false);
            await client.FinishAsync().ConfigureAwait(false);
            HandReply reply = await client.ReadFinishedAsync(s_patience).ConfigureAwait(false);
            ticket = reply.IsWhole ? client.Ticket : null;
            why = client.Problem ?? $"the handshake that would bring a ticket ended with {reply.Text}";
        }).ConfigureAwait(false);
        return (ticket, broken ?? why ?? string.Empty);
    }

    private async Task ResumeAsync(AuditRun run, ClientHello hello)
    {
        (byte[]? ticket, string why) = await GetTicketAsync(run, hello).ConfigureAwait(false);
        if (ticket is null)
        {
            Write(run, SslWeaknessState.Unknown, why);
            return;
        }

        byte[] id = ClientHello.RandomBytes(IdLength);
        ProbeAnswer answer =
            await run.Asker.AskAsync(hello.With(new HelloExtension(ExtensionType.SessionTicket, ticket)) with { SessionId = id })
            .ConfigureAwait(false);
        byte[]? said = answer.Hello?.SessionId;
        bool isSaidBack = said is { Length: >= IdLength } && said.Take(IdLength).SequenceEqual(id);
        if (said is null)
            Write(run, SslWeaknessState.Unknown, answer.Told);
        else if (isSaidBack && said.Length > IdLength)
            Write(run, SslWeaknessState.Vulnerable, $"to a session id of {IdLength} bytes it says back {said.Length}");
        else if (isSaidBack)
            Write(run, SslWeaknessState.NotVulnerable, "it resumes by a ticket, and says back the session id as it was");
        else
            Write(run, SslWeaknessState.Unknown, "it did not resume by the ticket that it gave");
    }

    private static ClientHello Hello(AuditRun run, int version, int suite) =>
        run.Hellos.Of(version, new[] { suite }).With(HelloExtension.Empty(ExtensionType.SessionTicket))
            // Some resume nothing without it.
            .With(HelloExtension.Empty(ExtensionType.ExtendedMasterSecret));
}
