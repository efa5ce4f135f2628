using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using System.Threading.Tasks;

namespace PSSsl.StartTls;

/// <summary>Mail filters (ManageSieve, RFC 5804, 2.2): STARTTLS. The server says what it can do by itself, and again inside of TLS.</summary>
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
            string line = await ReadWithLiteralsAsync(talk).ConfigureAwait(false);
            if (IsWord(line, "OK"))
                return line;
            if (IsWord(line, "NO") || IsWord(line, "BYE"))
                throw talk.Refused(line);
            if (!line.StartsWith("\"", StringComparison.Ordinal))
                throw talk.Unexpected(line, expected);
            data.Add(line);
        }
    }

    /// <summary>{n} or {n+} at a line's end says that n bytes of a string follow, and then the line goes on.</summary>
    private static async Task<string> ReadWithLiteralsAsync(PlainTalk talk)
    {
        string line = await talk.ReadLineAsync().ConfigureAwait(false);
        while (LiteralLength(line, out int open) is { } length)
        {
            byte[] literal = await talk.ReadExactlyAsync(length).ConfigureAwait(false);
            line = line.Substring(0, open) + "\"" + Encoding.UTF8.GetString(literal) + "\"" + await talk.ReadLineAsync().ConfigureAwait(false);
            talk.Heard(line);
        }

        return line;
    }

    private static int? LiteralLength(string line, out int open)
    {
        open = line.EndsWith("}", StringComparison.Ordinal) ? line.LastIndexOf('{') : -1;
        return open >= 0 && int.TryParse(line.Substring(open + 1, line.Length - open - 2).TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture, out int length) ? length : null;
    }

    private static bool IsWord(string line, string word) =>
        line.StartsWith(word, StringComparison.OrdinalIgnoreCase) && (line.Length == word.Length || line[word.Length] is ' ' or '(');
}
