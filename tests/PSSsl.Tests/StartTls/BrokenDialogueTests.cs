using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.StartTls;

/// <summary>Servers that break off anywhere, say nothing, never end, or say anything at all.</summary>
public class BrokenDialogueTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<SslStartTlsProtocol> Protocols => Conversation.All;

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task ClosedAtEveryByte(SslStartTlsProtocol protocol)
    {
        Conversation conversation = Conversation.Of(protocol);
        int length = conversation.Says.Length;
        await Parallel.ForAsync(0, length + 1, Cancel, async (at, _) =>
        {
            using var server = new ScriptedServer { Ending = Ending.Close, CutAfter = at };
            SslException error = await Asking.FailAsync(protocol, server, conversation.Turns);
            Assert.True(error.Code == SslErrorCode.PeerVanished, $"After {at} of {length} bytes: {error.Code}: {error.Message}");
            if (at < length)
                Assert.Equal(SslPhase.StartTls, error.Phase);
        });
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task ResetAtEveryByte(SslStartTlsProtocol protocol)
    {
        Conversation conversation = Conversation.Of(protocol);
        int length = conversation.Says.Length;
        await Parallel.ForAsync(0, length + 1, Cancel, async (at, _) =>
        {
            using var server = new ScriptedServer { Ending = Ending.Reset, CutAfter = at };
            SslException error = await Asking.FailAsync(protocol, server, conversation.Turns);
            Assert.True(error.Code == SslErrorCode.PeerVanished, $"After {at} of {length} bytes: {error.Code}: {error.Message}");
            if (at < length)
                // A connection that is reset at once may be so before the dialer has looked at it.
                Assert.True(error.Phase is SslPhase.StartTls or SslPhase.Connect, error.Phase.ToString());
        });
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task EndedAtEveryByteWithTheServersWords(SslStartTlsProtocol protocol)
    {
        // Without a network, which may throw away what a broken connection had received.
        Conversation conversation = Conversation.Of(protocol);
        string says = conversation.Says;
        for (int at = 0; at < says.Length; at++)
        {
            SslException error = await Asking.FailAsync(protocol, says[..at]);
            Assert.True(error.Code == SslErrorCode.PeerVanished, $"After {at} of {says.Length} bytes: {error.Code}: {error.Message}");
            Assert.Equal(SslPhase.StartTls, error.Phase);
            if (at > 0)
                Assert.Contains("it said last", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task SilenceAtEveryTurn(SslStartTlsProtocol protocol)
    {
        Conversation conversation = Conversation.Of(protocol);
        string says = conversation.Says;
        List<int> places = [0, says.Length / 3, says.Length - 1];
        int said = 0;
        foreach (Turn turn in conversation.Turns[..^1])
            places.Add(said += turn.Says.Replace(Turn.Tag, "a1", StringComparison.Ordinal).Length);
        // All at once, since every one of them waits.
        await Task.WhenAll(places.Select(async at =>
        {
            using var server = new ScriptedServer { CutAfter = at };
            Task serving = server.RunAsync(conversation.Turns);
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, server.Port, Cancel);
            SslSocket socket = UpgradeSource.Open(client);
            // The deadline begins when the connection is there.
            SslException error = await Assert.ThrowsAsync<SslException>(() => StartTlsDialogues.Of(protocol)
                .RunAsync(socket, "localhost", Deadline.After(TimeSpan.FromSeconds(1)), Cancel));
            client.Close();
            await serving;
            Asking.Check(error);
            Assert.Equal((SslErrorCode.TimedOut, SslPhase.StartTls), (error.Code, error.Phase));
            if (at == 0)
                Assert.Contains("has sent nothing", error.Message, StringComparison.Ordinal);
        }));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task AnAnswerWithoutEnd(SslStartTlsProtocol protocol)
    {
        Conversation conversation = Conversation.Of(protocol);
        (int turn, string begins, string goes) = conversation.Endless;
        string? awaited = conversation.Turns[turn].Awaits;
        using var server = new ScriptedServer { Ending = Ending.Repeat };
        SslException error = await Asking.FailAsync(protocol, server,
            [.. conversation.Turns[..turn], new(awaited, begins),
                new(null, string.Concat(Enumerable.Repeat(goes, 1 + (4096 / goes.Length))))]);
        Assert.Equal(SslPhase.StartTls, error.Phase);
        // A length that no answer has is not an answer.
        Assert.True(error.Code == SslErrorCode.TooLong
            || (error.Code == SslErrorCode.StartTlsUnexpected && goes[0] is '\x03' or '\x04' or 'E' or '\xFF'),
                $"{error.Code}: {error.Message}");
        // What it sent lies in the system's buffers, or was refused: nobody took it all in.
        Assert.InRange(server.Said, 0, 32 << 20);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task ALineWithoutEnd(SslStartTlsProtocol protocol)
    {
        // In place of every turn, its beginning and then letters.
        Conversation conversation = Conversation.Of(protocol);
        for (int turn = 0; turn < conversation.Turns.Length; turn++)
        {
            string begins = conversation.Turns[turn].Says[..(conversation.Turns[turn].Says.Length / 2)];
            using var server = new ScriptedServer { Ending = Ending.Repeat };
            SslException error = await Asking.FailAsync(protocol, server,
                [.. conversation.Turns[..turn], conversation.Turns[turn] with { Says = begins }, new(null, new string('x', 4096))]);
            Assert.True(error.Code is SslErrorCode.TooLong or SslErrorCode.StartTlsUnexpected or SslErrorCode.StartTlsRefused
                or SslErrorCode.StartTlsInjected, $"{turn}: {error.Code}: {error.Message}");
            Assert.Equal(SslPhase.StartTls, error.Phase);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task GarbageOfManyKinds(SslStartTlsProtocol protocol)
    {
        var garbage = new Garbage(2011_0411 + (int)protocol);
        string says = Conversation.Of(protocol).Says;
        int failed = 0;
        for (int i = 0; i < 3000; i++)
        {
            string damaged = garbage.Damage(says);
            try
            {
                using SslSocket socket =
                    await Asking.TalkAsync(protocol, new MemoryTransport(Conversation.Bytes(damaged), garbage.Segment()));
                Assert.DoesNotContain(socket.StartTls!.Greeting ?? string.Empty, c => char.IsControl(c) && c is not ('\n' or '\t'));
                Assert.DoesNotContain(string.Concat(socket.StartTls.Capabilities), c => char.IsControl(c) && c is not ('\n' or '\t'));
            }
            catch (SslException e)
            {
                failed++;
                Asking.Check(e);
                Assert.Equal(SslPhase.StartTls, e.Phase);
                Assert.Contains(e.Code,
                    new[] { SslErrorCode.StartTlsRefused, SslErrorCode.StartTlsUnexpected, SslErrorCode.StartTlsInjected,
                        SslErrorCode.PeerVanished, SslErrorCode.TooLong });
            }
        }

        Assert.InRange(failed, 300, 3000);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task GarbageOverTheNetwork(SslStartTlsProtocol protocol)
    {
        var garbage = new Garbage(8446 + (int)protocol);
        Conversation conversation = Conversation.Of(protocol);
        for (int i = 0; i < 30; i++)
        {
            int turn = i % conversation.Turns.Length;
            using var server = new ScriptedServer { Ending = Ending.Close, Segment = garbage.Segment() % 64 };
            await Asking.FailAsync(protocol, server,
                [.. conversation.Turns[..turn], conversation.Turns[turn] with { Says = garbage.Damage(conversation.Turns[turn].Says) }]);
        }
    }

    /// <summary>Damage of many kinds, the same in every run.</summary>
    private sealed class Garbage(int seed)
    {
        private static readonly string[] s_pieces = ["\r\n", "\n", "\0", "\x1B]0;title\x07", "\x1B[2J", "\u009B31m", "\xFF\xFD\x2E",
            "{5}\r\n", "{999999999}\r\n", " ", "<x>", "</x>", "'", "\"", "&#x1b;", "<![CDATA[", "<!--", "250-", "\x7F\xFF\xFF\xFF",
            "\xE2\x80\xAE"];

        private readonly Random _random = new(seed);

        internal int Segment() => _random.Next(4) == 0 ? 1 : _random.Next(2, 4000);

        internal string Damage(string says)
        {
            var text = new StringBuilder(says);
            if (_random.Next(10) == 0)
                return Noise(_random.Next(300));
            for (int times = _random.Next(1, 6); times > 0; times--)
            {
                int at = _random.Next(text.Length + 1);
                int count = _random.Next(Math.Min(12, text.Length - at + 1));
                switch (_random.Next(6))
                {
                    case 0:
                        text.Remove(at, count);
                        break;
                    case 1:
                        text.Insert(at, Noise(count));
                        break;
                    case 2:
                        text.Insert(at, s_pieces[_random.Next(s_pieces.Length)]);
                        break;
                    case 3:
                        text.Insert(at, text.ToString(at, count));
                        break;
                    case 4:
                        text.Length = at;
                        break;
                    default:
                        if (at < text.Length)
                            text[at] = (char)(text[at] ^ (1 << _random.Next(8)));
                        break;
                }
            }

            return text.ToString();
        }

        private string Noise(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)_random.Next(256)));
    }
}
