using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace PSSsl.Connecting.StartTls;

/// <summary>
/// Mail filters (ManageSieve, RFC 5804, 2.2): STARTTLS. The server says what it can do by itself, and again inside of TLS.
/// </summary>
internal sealed class SieveDialogue : StartTlsDialogue
{
    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Sieve;

    internal override int DefaultPort => 4190;

    internal override string Description => "mail filters, port 4190 (RFC 5804)";

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        string greeting = await ReadResponseAsync(talk, "a list of capabilities and OK", talk.Capabilities).ConfigureAwait(false);
        talk.Greeting = greeting;
        await talk.SendLineAsync("STARTTLS").ConfigureAwait(false);
        await ReadResponseAsync(talk, "an answer to STARTTLS", new List<string>()).ConfigureAwait(false);
    }

    /// <summary>Lines of data, then one that begins with OK; NO and BYE are refusals.</summary>
    private static async Task<string> ReadResponseAsync(PlainTalk talk, string expected, List<string> data)
    {
        while (true)
        {
            string line = await LiteralLine.FinishAsync(talk, await talk.ReadLineAsync().ConfigureAwait(false)).ConfigureAwait(false);
            if (IsWord(line, "OK"))
                return line;
            if (IsWord(line, "NO") && data != talk.Capabilities)
                throw talk.Refused(line, c => IsWord(c, "\"STARTTLS\""), isUnknown: false);
            if (IsWord(line, "NO") || IsWord(line, "BYE"))
                throw talk.Refused(line);
            if (!line.StartsWith("\"", StringComparison.Ordinal))
                throw talk.Unexpected(line, expected);
            data.Add(line);
        }
    }

    private static bool IsWord(string line, string word) =>
        line.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (line.Length == word.Length || line[word.Length] is ' ' or '(');
}
