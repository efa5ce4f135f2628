using System;
using System.Linq;
using System.Threading.Tasks;

namespace PSSsl.Connecting.StartTls;

/// <summary>
/// Chat: STARTTLS of IRCv3's extension tls. What the server can do is asked with CAP LS, and that negotiation ended at once, so that it
/// holds nobody up.
/// </summary>
internal sealed class IrcDialogue : StartTlsDialogue
{
    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Irc;

    internal override int DefaultPort => 6667;

    internal override string Description => "chat, port 6667 (IRCv3 tls)";

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        // Together, because a server that does not know CAP may say nothing to it.
        await talk.SendLineAsync("CAP LS\r\nCAP END\r\nSTARTTLS").ConfigureAwait(false);
        while (true)
        {
            string line = await talk.ReadLineAsync().ConfigureAwait(false);
            string[] words = WordsOf(line);
            switch (words.FirstOrDefault()?.ToUpperInvariant())
            {
                case "670":
                    return;
                case "421" when words.Contains("STARTTLS", StringComparer.OrdinalIgnoreCase):
                    throw talk.NotOffered(line);
                case "691":
                case "ERROR":
                case "451" or "421" when !words.Contains("CAP", StringComparer.OrdinalIgnoreCase):
                    throw talk.Refused(line);
                case "PING":
                    await talk.SendLineAsync("PONG " + string.Join(" ", words.Skip(1))).ConfigureAwait(false);
                    break;
                case "CAP" when words.Contains("LS", StringComparer.OrdinalIgnoreCase):
                    talk.Capabilities.AddRange(words.Last().TrimStart(':').Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries));
                    break;
                case "NOTICE":
                    talk.Greeting ??= words.Last().TrimStart(':');
                    break;
                case null or "CAP":
                case { Length: 3 } number when number.All(c => c is >= '0' and <= '9'):
                    break;
                default:
                    throw talk.Unexpected(line, "an answer to STARTTLS with 670");
            }
        }
    }

    /// <summary>The words behind the sender's name; the last one may hold blanks if it begins with a colon (RFC 2812, 2.3.1).</summary>
    private static string[] WordsOf(string line)
    {
        string rest = line.StartsWith(":", StringComparison.Ordinal) ? line.Substring(Math.Max(0, line.IndexOf(' '))).TrimStart() : line;
        int colon = rest.IndexOf(" :", StringComparison.Ordinal);
        string[] words = (colon < 0 ? rest : rest.Substring(0, colon)).Split(new[] { ' ' }, StringSplitOptions.RemoveEmptyEntries);
        return colon < 0 ? words : words.Append(rest.Substring(colon + 1)).ToArray();
    }
}
