using System.Linq;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl.Connecting.StartTls;

/// <summary>
/// PostgreSQL (its documentation, 55.2.11): SSLRequest. The answer is one byte, and not a byte more is read (CVE-2021-23222).
/// </summary>
internal sealed class PostgresDialogue : StartTlsDialogue
{
    private const int LongestError = 4096;

    /// <summary>Its own length, and the code 80877103.</summary>
    private static readonly byte[] s_request = { 0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F };

    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Postgres;

    internal override int DefaultPort => 5432;

    internal override string Description => "PostgreSQL, port 5432 (protocol 3.0)";

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        await talk.SendAsync(s_request).ConfigureAwait(false);
        byte[] answer = await talk.ReadExactlyAsync(1).ConfigureAwait(false);
        switch ((char)answer[0])
        {
            case 'S':
                talk.Heard("S");
                return;
            case 'N':
                throw talk.NotOffered("N", "The server was built or set up without TLS: look at ssl = on in postgresql.conf.");
            case 'E':
                // What it says is only shown: an attacker can say it too (CVE-2024-10977).
                throw talk.Refused(await ReadErrorAsync(talk).ConfigureAwait(false));
            default:
                throw talk.NotSpoken(answer, "S or N");
        }
    }

    /// <summary>Fields of a letter and a text each; M is the message.</summary>
    private static async Task<string> ReadErrorAsync(PlainTalk talk)
    {
        byte[] head = await talk.ReadExactlyAsync(4).ConfigureAwait(false);
        int length = (head[0] << 24) | (head[1] << 16) | (head[2] << 8) | head[3];
        if (length is < 4 or > LongestError)
            throw talk.NotSpoken(new[] { (byte)'E' }.Concat(head).ToArray(), "an error message");
        string[] fields = ServerText.Decode(await talk.ReadExactlyAsync(length - 4).ConfigureAwait(false)).Split('\0');
        foreach (string field in fields)
        {
            if (field.Length > 1 && field[0] == 'M')
                return field.Substring(1);
        }

        return "an error without a message";
    }
}
