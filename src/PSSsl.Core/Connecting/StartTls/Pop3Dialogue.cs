using System;
using System.Threading.Tasks;

namespace PSSsl.Connecting.StartTls;

/// <summary>Mail access (RFC 2595, 4): STLS. What the server can do is asked with CAPA (RFC 2449).</summary>
internal sealed class Pop3Dialogue : StartTlsDialogue
{
    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Pop3;

    internal override int DefaultPort => 110;

    internal override string Description => "mail access, port 110 (RFC 2595)";

    internal override PipelinedCommand? Pipelined { get; } = new("STLS", "CAPA", "+OK", "XNONSENSE");

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        (bool isOk, string line) = await ReadStatusAsync(talk, "a greeting with +OK").ConfigureAwait(false);
        talk.Greeting = line;
        if (!isOk)
            throw talk.Refused(line);
        await talk.SendLineAsync("CAPA").ConfigureAwait(false);
        (isOk, _) = await ReadStatusAsync(talk, "an answer to CAPA").ConfigureAwait(false);
        // Who does not know CAPA may know STLS all the same.
        if (isOk)
            await talk.ReadListAsync(talk.Capabilities).ConfigureAwait(false);
        await talk.SendLineAsync("STLS").ConfigureAwait(false);
        (isOk, line) = await ReadStatusAsync(talk, "an answer to STLS").ConfigureAwait(false);
        // -ERR is all that POP3 has to say; who lists nothing may mean anything by it.
        if (!isOk)
            throw talk.Refused(line, l => l.Equals("STLS", StringComparison.OrdinalIgnoreCase), isUnknown: false);
    }

    private static async Task<(bool IsOk, string Line)> ReadStatusAsync(PlainTalk talk, string expected)
    {
        string line = await talk.ReadLineAsync().ConfigureAwait(false);
        bool isOk = line.StartsWith("+OK", StringComparison.OrdinalIgnoreCase);
        if (!isOk && !line.StartsWith("-ERR", StringComparison.OrdinalIgnoreCase))
            throw talk.Unexpected(line, expected);
        return (isOk, line);
    }
}
