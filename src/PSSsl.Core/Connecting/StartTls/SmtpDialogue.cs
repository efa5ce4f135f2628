using System;
using System.Linq;
using System.Threading.Tasks;

namespace PSSsl.Connecting.StartTls;

/// <summary>Mail transfer (RFC 3207).</summary>
internal class SmtpDialogue : StartTlsDialogue
{
    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Smtp;

    internal override int DefaultPort => 25;

    internal override string Description => "mail transfer and submission, port 25 (RFC 3207)";

    /// <summary>The word of the greeting; LMTP has its own (RFC 2033, 4.1).</summary>
    private protected virtual string Hello => "EHLO";

    internal override PipelinedCommand? Pipelined { get; } = new("STARTTLS", "NOOP", "250", "XNONSENSE");

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        NumberedReply greeting = await NumberedReply.ReadAsync(talk, "a 220 greeting").ConfigureAwait(false);
        talk.Greeting = greeting.Text;
        if (greeting.Code != 220)
            throw talk.Refused(greeting.Text);
        await talk.SendLineAsync($"{Hello} {talk.AddressLiteral}").ConfigureAwait(false);
        NumberedReply capabilities = await NumberedReply.ReadAsync(talk, $"an answer to {Hello}").ConfigureAwait(false);
        if (capabilities.Code != 250)
            throw talk.Refused(capabilities.Text);
        talk.Capabilities.AddRange(capabilities.Lines.Skip(1));
        // Not every server lists it, so it is asked for in any case; its own refusal says why.
        await talk.SendLineAsync("STARTTLS").ConfigureAwait(false);
        NumberedReply consent = await NumberedReply.ReadAsync(talk, "an answer to STARTTLS").ConfigureAwait(false);
        if (consent.Code != 220)
            throw consent.IsBesideThePoint ? talk.Refused(consent.Text)
                : talk.Refused(consent.Text, l => l.Trim().Equals("STARTTLS", StringComparison.OrdinalIgnoreCase),
                    consent.IsUnknownCommand);
    }
}
