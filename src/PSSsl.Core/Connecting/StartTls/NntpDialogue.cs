using System;
using System.Threading.Tasks;

namespace PSSsl.Connecting.StartTls;

/// <summary>News (RFC 4642): STARTTLS. What the server can do is asked with CAPABILITIES (RFC 3977, 5.2).</summary>
internal sealed class NntpDialogue : StartTlsDialogue
{
    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Nntp;

    internal override int DefaultPort => 119;

    internal override string Description => "news, port 119 (RFC 4642)";

    internal override PipelinedCommand? Pipelined { get; } = new("STARTTLS", "DATE", "111", "XNONSENSE");

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        NumberedReply greeting = await NumberedReply.ReadAsync(talk, "a greeting with 200 or 201").ConfigureAwait(false);
        talk.Greeting = greeting.Text;
        if (greeting.Code is not (200 or 201))
            throw talk.Refused(greeting.Text);
        await talk.SendLineAsync("CAPABILITIES").ConfigureAwait(false);
        NumberedReply capabilities = await NumberedReply.ReadAsync(talk, "an answer to CAPABILITIES").ConfigureAwait(false);
        // Servers older than RFC 3977 don't know it.
        if (capabilities.Code == 101)
            await talk.ReadListAsync(talk.Capabilities).ConfigureAwait(false);
        await talk.SendLineAsync("STARTTLS").ConfigureAwait(false);
        NumberedReply consent = await NumberedReply.ReadAsync(talk, "an answer to STARTTLS").ConfigureAwait(false);
        if (consent.Code != 382)
            throw consent.IsBesideThePoint ? talk.Refused(consent.Text)
                : talk.Refused(consent.Text, l => l.Equals("STARTTLS", StringComparison.OrdinalIgnoreCase), consent.IsUnknownCommand);
    }
}
