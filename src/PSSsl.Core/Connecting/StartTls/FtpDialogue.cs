using System;
using System.Linq;
using System.Threading.Tasks;

namespace PSSsl.Connecting.StartTls;

/// <summary>File transfer's control connection (RFC 4217, 4): AUTH TLS. What the server can do is asked with FEAT (RFC 2389).</summary>
internal sealed class FtpDialogue : StartTlsDialogue
{
    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Ftp;

    internal override int DefaultPort => 21;

    internal override string Description => "file transfer, port 21 (RFC 4217)";

    internal override PipelinedCommand? Pipelined { get; } = new("AUTH TLS", "FEAT", "211", "XNONSENSE");

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        NumberedReply greeting = await NumberedReply.ReadAsync(talk, "a 220 greeting").ConfigureAwait(false);
        talk.Greeting = greeting.Text;
        if (greeting.Code != 220)
            throw talk.Refused(greeting.Text);
        await talk.SendLineAsync("FEAT").ConfigureAwait(false);
        NumberedReply features = await NumberedReply.ReadAsync(talk, "an answer to FEAT").ConfigureAwait(false);
        // Servers that don't know FEAT, or want a login first, may know AUTH all the same.
        if (features.Code == 211)
            talk.Capabilities.AddRange(features.Lines.Skip(1).Take(features.Lines.Count - 2).Select(l => l.Trim()));
        await talk.SendLineAsync("AUTH TLS").ConfigureAwait(false);
        NumberedReply consent = await NumberedReply.ReadAsync(talk, "an answer to AUTH TLS").ConfigureAwait(false);
        if (consent.Code != 234)
            throw consent.IsBesideThePoint ? talk.Refused(consent.Text)
                : talk.Refused(consent.Text, l => l.StartsWith("AUTH", StringComparison.OrdinalIgnoreCase), consent.IsUnknownCommand);
    }
}
