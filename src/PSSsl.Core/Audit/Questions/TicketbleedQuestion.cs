using System;
using System.Collections.Generic;
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
    private const int IdLength = 16, UsualIdLength = 32, KeyNameLength = 16;

    /// <summary>So many that one of several processes with keys of their own would be met twice.</summary>
    private const int MostTickets = 12;

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

    /// <summary>
    /// Presents the ticket of the connection before, again and again, until one is taken. Several processes or servers may have keys of
    /// their own, and who presents a ticket meets the one that made it by chance alone.
    /// </summary>
    private async Task ResumeAsync(AuditRun run, ClientHello hello)
    {
        var tickets = new List<byte[]>();
        while (tickets.Count < MostTickets)
        {
            Said said = await PresentAsync(run, hello, tickets.LastOrDefault(), IdLength).ConfigureAwait(false);
            if (said.State is { } state)
            {
                Write(run, state, said.Text);
                return;
            }

            if (said.Ticket is null && tickets.Count == 0)
            {
                Write(run, SslWeaknessState.Unknown, said.Text);
                return;
            }

            if (said.Ticket is null)
                break;
            tickets.Add(said.Ticket);
        }

        (SslWeaknessState judged, string detail) = await JudgeAsync(run, hello, tickets).ConfigureAwait(false);
        Write(run, judged, detail);
    }

    /// <summary>None was taken. That is known to be safe if it is seen why.</summary>
    private static async Task<(SslWeaknessState State, string Detail)> JudgeAsync(AuditRun run, ClientHello hello, List<byte[]> tickets)
    {
        Said usual = await PresentAsync(run, hello, tickets[tickets.Count - 1], UsualIdLength).ConfigureAwait(false);
        if (usual.State is not null)
        {
            Said again = await PresentAsync(run, hello, tickets[tickets.Count - 1], IdLength).ConfigureAwait(false);
            return again.State is { } late ? (late, again.Text)
                : (SslWeaknessState.NotVulnerable, $"it takes a ticket with a session id of {UsualIdLength} bytes, and not with one of {IdLength}");
        }

        // A ticket begins with the name of its key (RFC 5077, 4).
        int keys = tickets.Select(t => Convert.ToBase64String(t, 0, Math.Min(t.Length, KeyNameLength))).Distinct().Count();
        return keys == MostTickets
            ? (SslWeaknessState.NotVulnerable, $"it takes none of {keys} tickets back, each of which has a key of its own: it resumes nothing by them")
            : (SslWeaknessState.Unknown, "it did not resume by the tickets that it gave");
    }

    /// <summary>A handshake that presents a ticket, if there is one, and brings the next if that is not taken.</summary>
    private static async Task<Said> PresentAsync(AuditRun run, ClientHello hello, byte[]? ticket, int idLength)
    {
        var said = new Said { Text = "it was not checked" };
        byte[] id = ClientHello.RandomBytes(ticket is null ? 0 : idLength);
        ClientHello spoken = hello.With(new HelloExtension(ExtensionType.SessionTicket, ticket ?? Array.Empty<byte>())) with { SessionId = id };
        string? broken = await run.Asker.UseAsync(async line =>
        {
            HandClient client = await HandClient.BeginAsync(line, spoken).ConfigureAwait(false);
            byte[]? back = client.Flight?.Hello?.SessionId;
            if (ticket is not null && back is { Length: > 0 } && back.Take(idLength).SequenceEqual(id))
            {
                said = back.Length > idLength
                    ? new Said { State = SslWeaknessState.Vulnerable, Text = $"to a session id of {idLength} bytes it says back {back.Length}" }
                    : new Said { State = SslWeaknessState.NotVulnerable, Text = "it resumes by a ticket, and says back the session id as it was" };
                return;
            }

            await client.FinishAsync().ConfigureAwait(false);
            HandReply reply = await client.ReadFinishedAsync(s_patience).ConfigureAwait(false);
            said = new Said
            {
                Ticket = reply.IsWhole ? client.Ticket : null,
                Text = client.Problem ?? $"the handshake that would bring a ticket ended with {reply.Text}",
            };
        }).ConfigureAwait(false);
        return broken is null ? said : new Said { Text = broken };
    }

    private static ClientHello Hello(AuditRun run, int version, int suite) =>
        run.Hellos.Of(version, new[] { suite }).With(HelloExtension.Empty(ExtensionType.SessionTicket))
            // Some resume nothing without it.
            .With(HelloExtension.Empty(ExtensionType.ExtendedMasterSecret));

    /// <summary>What came of one connection.</summary>
    private sealed record Said
    {
        /// <summary>Null if it did not resume.</summary>
        internal SslWeaknessState? State { get; init; }

        internal byte[]? Ticket { get; init; }

        internal string Text { get; init; } = string.Empty;
    }
}
