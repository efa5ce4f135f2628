using System.Collections.Generic;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl.Connecting.StartTls;

/// <summary>
/// Terminals (RFC 854): the option START_TLS, 46 (draft-altman-telnet-starttls). Other options are declined before it is agreed on.
/// </summary>
internal sealed class TelnetDialogue : StartTlsDialogue
{
    private const byte Interpret = 255, Dont = 254, Do = 253, Wont = 252, Will = 251, Begin = 250, End = 240;
    private const byte StartTlsOption = 46, Follows = 1;
    private const int LongestParameters = 256;
    private const int LongestGreeting = 4096;

    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Telnet;

    internal override int DefaultPort => 23;

    internal override string Description => "terminals, port 23 (option START_TLS, 46)";

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        // A server that wants TLS says DO by itself, and this is the answer; any other one must say DONT to it.
        await talk.SendAsync(new[] { Interpret, Will, StartTlsOption }).ConfigureAwait(false);
        List<byte> banner = new(), line = new();
        talk.Hears(line);
        bool agreed = false;
        while (true)
        {
            byte next = await ReadByteAsync(talk).ConfigureAwait(false);
            if (next != Interpret)
            {
                Keep(talk, banner, line, next);
                continue;
            }

            byte command = await ReadByteAsync(talk).ConfigureAwait(false);
            if (command == Begin)
            {
                byte[] parameters = await ReadParametersAsync(talk).ConfigureAwait(false);
                if (!agreed || parameters.Length != 2 || parameters[0] != StartTlsOption || parameters[1] != Follows)
                    continue;
                string greeting = ServerText.Decode(banner.ToArray()).Replace("\r\n", "\n").Trim('\0', ' ', '\r', '\n');
                talk.Greeting = greeting.Length > 0 ? greeting : null;
                return;
            }

            if (command is not (Do or Dont or Will or Wont))
                continue;
            byte option = await ReadByteAsync(talk).ConfigureAwait(false);
            if (option != StartTlsOption)
            {
                // Behind FOLLOWS nothing may stand but TLS; inside of it a server asks again.
                if (agreed)
                    continue;
                await DeclineAsync(talk, command, option).ConfigureAwait(false);
                continue;
            }

            if (command is Dont or Wont)
                throw talk.NotOffered(command == Dont ? "DONT START_TLS" : "WONT START_TLS");
            if (command == Do && !agreed)
            {
                agreed = true;
                await talk.SendAsync(new[] { Interpret, Begin, StartTlsOption, Follows, Interpret, End }).ConfigureAwait(false);
            }
        }
    }

    private static Task DeclineAsync(PlainTalk talk, byte command, byte option) => command switch
    {
        Do => talk.SendAsync(new[] { Interpret, Wont, option }),
        Will => talk.SendAsync(new[] { Interpret, Dont, option }),
        _ => Task.CompletedTask,
    };

    /// <summary>What stands between SB and IAC SE; IAC is doubled in it.</summary>
    private static async Task<byte[]> ReadParametersAsync(PlainTalk talk)
    {
        var parameters = new List<byte>();
        while (true)
        {
            byte next = await ReadByteAsync(talk).ConfigureAwait(false);
            if (next == Interpret && (next = await ReadByteAsync(talk).ConfigureAwait(false)) == End)
                return parameters.ToArray();
            parameters.Add(next);
            if (parameters.Count > LongestParameters)
                throw StartTlsFaults.Endless(talk, $"parameters of more than {LongestParameters} bytes");
        }
    }

    /// <summary>Keeps text for the greeting, and its last line to be quoted; of both a beginning is enough.</summary>
    private static void Keep(PlainTalk talk, List<byte> banner, List<byte> line, byte next)
    {
        if (banner.Count == 0 && next is < 0x20 and not ((byte)'\r' or (byte)'\n' or (byte)'\t' or 0x07 or 0x1B or 0))
            throw talk.NotSpoken(new[] { next }, "telnet's text and options");
        if (banner.Count < LongestGreeting)
            banner.Add(next);
        if (next is (byte)'\r' or (byte)'\n' or 0)
        {
            if (line.Count > 0)
                talk.Heard(ServerText.Decode(line.ToArray()));
            line.Clear();
        }
        else if (line.Count < 2 * ServerText.LongestQuote)
        {
            line.Add(next);
        }
    }

    private static async Task<byte> ReadByteAsync(PlainTalk talk) => (await talk.ReadExactlyAsync(1).ConfigureAwait(false))[0];
}
