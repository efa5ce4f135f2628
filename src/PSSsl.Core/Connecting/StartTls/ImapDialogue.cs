using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace PSSsl.Connecting.StartTls;

/// <summary>Mail access (RFC 9051, 6.2.1): STARTTLS.</summary>
internal sealed class ImapDialogue : StartTlsDialogue
{
    private static readonly string[] s_statuses = { "* OK ", "* NO ", "* BAD " };

    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Imap;

    internal override int DefaultPort => 143;

    internal override string Description => "mail access, port 143 (RFC 9051)";

    internal override PipelinedCommand? Pipelined { get; } = new("a2 STARTTLS", "a3 NOOP", "a3 ", "a4 XNONSENSE");

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        string greeting = await talk.ReadLineAsync().ConfigureAwait(false);
        talk.Greeting = greeting;
        if (Begins(greeting, "* PREAUTH"))
            throw talk.Refused(greeting,
                "This server treats the connection as logged in already (PREAUTH), and then does not allow "
                    + "STARTTLS (RFC 9051, 6.2.1): use its port for TLS from the start, 993.");
        if (Begins(greeting, "* BYE"))
            throw talk.Refused(greeting);
        if (!Begins(greeting, "* OK"))
            throw talk.Unexpected(greeting, "a greeting with '* OK'");
        await CommandAsync(talk, "a1", "CAPABILITY", talk.Capabilities).ConfigureAwait(false);
        await CommandAsync(talk, "a2", "STARTTLS", null).ConfigureAwait(false);
    }

    /// <summary>Says a command and reads to its tagged answer, which must be OK.</summary>
    private static async Task CommandAsync(PlainTalk talk, string tag, string command, List<string>? capabilities)
    {
        await talk.SendLineAsync($"{tag} {command}").ConfigureAwait(false);
        while (true)
        {
            string line = await talk.ReadLineAsync().ConfigureAwait(false);
            if (Begins(line, tag + " OK"))
                return;
            if (Begins(line, tag + " "))
                throw talk.Refused(line, c => c.Equals("STARTTLS", StringComparison.OrdinalIgnoreCase), isUnknown: command == "STARTTLS"
                    && Begins(line, tag + " BAD"));
            if (Begins(line, "* BYE"))
                throw talk.Refused(line);
            if (!line.StartsWith("* ", StringComparison.Ordinal))
                throw talk.Unexpected(line, $"an answer to {command}");
            // The text of a status may look like a string's length, and is none.
            if (!s_statuses.Any(status => Begins(line, status)))
                line = await LiteralLine.FinishAsync(talk, line).ConfigureAwait(false);
            if (capabilities is not null && Begins(line, "* CAPABILITY "))
                capabilities.AddRange(line.Substring("* CAPABILITY ".Length).Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries));
        }
    }

    private static bool Begins(string line, string with) => line.StartsWith(with, StringComparison.OrdinalIgnoreCase);
}
