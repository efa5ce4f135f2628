using System;
using System.Globalization;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl.Connecting.StartTls;

/// <summary>
/// A line of IMAP or ManageSieve. It may hold strings of any bytes: {n} at its end says that n bytes follow, and then the line goes on (RFC
/// 9051, 4.3; RFC 5804, 4).
/// </summary>
internal static class LiteralLine
{
    /// <summary>Reads the rest of a line, each such string between quotation marks in its place.</summary>
    internal static async Task<string> FinishAsync(PlainTalk talk, string line)
    {
        while (LengthAtEnd(line, out int open) is { } length)
        {
            byte[] literal = await talk.ReadExactlyAsync(length).ConfigureAwait(false);
            line = line.Substring(0, open) + "\"" + ServerText.Decode(literal) + "\"" + await talk.ReadLineAsync().ConfigureAwait(false);
            talk.Heard(line);
        }

        return line;
    }

    private static int? LengthAtEnd(string line, out int open)
    {
        open = line.EndsWith("}", StringComparison.Ordinal) ? line.LastIndexOf('{') : -1;
        return open >= 0
            && int.TryParse(line.Substring(open + 1, line.Length - open - 2).TrimEnd('+'), NumberStyles.None, CultureInfo.InvariantCulture,
                out int length) ? length : null;
    }
}
