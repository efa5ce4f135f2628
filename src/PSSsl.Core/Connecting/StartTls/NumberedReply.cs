using System.Collections.Generic;
using System.Globalization;
using System.Threading.Tasks;

namespace PSSsl.Connecting.StartTls;

/// <summary>
/// An answer of three digits and text, over several lines if a hyphen stands behind the digits (RFC 5321, 4.2.1; RFC 959, 4.2).
/// </summary>
internal sealed class NumberedReply
{
    private NumberedReply(int code, List<string> lines)
    {
        Code = code;
        Lines = lines;
    }

    internal int Code { get; }

    /// <summary>What stands behind the digits of each line.</summary>
    internal List<string> Lines { get; }

    /// <summary>The command is not known, or not implemented (RFC 5321, 4.2.4; RFC 959, 4.2; RFC 3977, 3.2).</summary>
    internal bool IsUnknownCommand => Code is 500 or 502 or 504;

    /// <summary>
    /// It says nothing of what the server can do: it is busy (4xx), or turns this client away (RFC 5321, 4.2.3: 550, 554).
    /// </summary>
    internal bool IsBesideThePoint => Code is < 500 or 550 or 554;

    /// <summary>The answer as it came, its lines joined by a line feed.</summary>
    internal string Text => Code.ToString(CultureInfo.InvariantCulture) + " " + string.Join("\n", Lines);

    internal static async Task<NumberedReply> ReadAsync(PlainTalk talk, string expected)
    {
        string line = await talk.ReadLineAsync().ConfigureAwait(false);
        int code = CodeOf(line);
        if (code < 0)
            throw talk.Unexpected(line, expected);
        var lines = new List<string> { TextOf(line) };
        while (code != CodeOf(line) || GoesOn(line))
        {
            // RFC 959 lets the lines in the middle be anything; the one that ends it has the first line's digits and a blank.
            line = await talk.ReadLineAsync().ConfigureAwait(false);
            lines.Add(CodeOf(line) == code ? TextOf(line) : line);
        }

        return new NumberedReply(code, lines);
    }

    private static bool GoesOn(string line) => line.Length > 3 && line[3] == '-';

    private static string TextOf(string line) => line.Length > 4 ? line.Substring(4) : string.Empty;

    private static int CodeOf(string line)
    {
        if (line.Length < 3 || (line.Length > 3 && line[3] is not (' ' or '-')))
            return -1;
        return line[0] is >= '1' and <= '5' && line[1] is >= '0' and <= '9' && line[2] is >= '0' and <= '9'
            ? int.Parse(line.Substring(0, 3), CultureInfo.InvariantCulture)
            : -1;
    }
}
