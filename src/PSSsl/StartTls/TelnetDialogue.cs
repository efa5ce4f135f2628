using System.Collections.Generic;
using System.Text;
using System.Threading.Tasks;

namespace PSSsl.StartTls;

/// <summary>Terminals (RFC 854): the option START_TLS, 46 (draft-altman-telnet-starttls). Other options are declined until TLS is there.</summary>
internal sealed class TelnetDialogue : StartTlsDialogue
{
    private const byte Interpret = 255, Dont = 254, Do = 253, Wont = 252, Will = 251, Begin = 250, End = 240;
    private const byte StartTlsOption = 46, Follows = 1;
    private const int LongestParameters = 256;

    internal override SslStartTlsProtocol Protocol => SslStartTlsProtocol.Telnet;

    internal override int DefaultPort => 23;

    internal override string Description => "terminals, port 23 (option START_TLS, 46)";

    protected override async Task TalkAsync(PlainTalk talk, string host)
    {
        // A server that wants TLS says DO by itself, and this is the answer; any other one must say DONT to it.
        await talk.SendAsync(new[] { Interpret, Will, StartTlsOption }).ConfigureAwait(false);
        var banner = new List<byte>();
        bool agreed = false;
        while (true)
        {
            byte next = await ReadByteAsync(talk).ConfigureAwait(false);
            if (next != Interpret)
            {
                banner.Add(next);
                Keep(talk, banner, next);
                continue;
            }

            byte command = await ReadByteAsync(talk).ConfigureAwait(false);
            if (command == Begin)
            {
                byte[] parameters = await ReadParametersAsync(talk).ConfigureAwait(false);
                if (agreed && parameters.Length == 2 && parameters[0] == StartTlsOption && parameters[1] == Follows)
                    return;
                continue;
            }

            if (command is not (Do or Dont or Will or Wont))
                continue;
            byte option = await ReadByteAsync(talk).ConfigureAwait(false);
            if (option != StartTlsOption)
            {
                await DeclineAsync(talk, command, option).ConfigureAwait(false);
                continue;
            }

            if (command is Dont or Wont)
                throw talk.Refused(command == Dont ? "DONT START_TLS" : "WONT START_TLS");
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

    private static void Keep(PlainTalk talk, List<byte> banner, byte last)
    {
        if (last != (byte)'\n' && banner.Count > 3)
            return;
        if (banner[0] is < 0x20 and not ((byte)'\r' or (byte)'\n' or (byte)'\t' or 0x07 or 0x1B or 0))
            throw talk.Unexpected(banner.ToArray(), "telnet's text and options");
        talk.Greeting = Encoding.UTF8.GetString(banner.ToArray()).Trim();
        if (talk.Greeting.Length > 0)
            talk.Heard(talk.Greeting);
    }

    private static async Task<byte> ReadByteAsync(PlainTalk talk) => (await talk.ReadExactlyAsync(1).ConfigureAwait(false))[0];
}
