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
using PSSsl.Tests.Sockets;
using Xunit;

namespace PSSsl.Tests.StartTls;

/// <summary>All protocols with servers that keep to them, refuse, or are something else.</summary>
public class DialogueTests
{
    private static readonly byte[] s_hello = Encoding.ASCII.GetBytes("hello");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<SslStartTlsProtocol> Protocols => Conversation.All;

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task GoesOverToTls(SslStartTlsProtocol protocol)
    {
        Conversation conversation = Conversation.Of(protocol);
        using TestIdentity identity = TestIdentity.Make("EC");
        foreach (int segment in new[] { 0, 1, 7 })
        {
            using var server = new ScriptedServer
                { Ending = Ending.Tls, Identity = identity, Segment = segment, BeforeTls = conversation.BeforeTls,
                    Wrap = s => protocol == SslStartTlsProtocol.Mssql ? new TdsStream(s, 512) : s };
            Task serving = server.RunAsync(conversation.Turns);
            using SslSocket socket = await Asking.ConnectAsync(protocol, server.Port, identity);
            Assert.Equal(SslState.Open, socket.State);
            CheckSaid(conversation, socket.StartTls!);
            socket.Write(s_hello);
            Assert.Equal("hello", socket.ReadLineOrRest());
            Assert.Equal(0, socket.Read(new byte[1], 0, 1));
            await serving;
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task OneByteATime(SslStartTlsProtocol protocol)
    {
        Conversation conversation = Conversation.Of(protocol);
        foreach (bool exactly in new[] { false, true })
        {
            var transport = new MemoryTransport(Conversation.Bytes(conversation.Says), segment: 1) { ReadsExactly = exactly };
            using SslSocket socket = await Asking.TalkAsync(protocol, transport);
            CheckSaid(conversation, socket.StartTls!);
            Assert.Equal(0, transport.Left);
        }
    }

    private static void CheckSaid(Conversation conversation, SslStartTls said)
    {
        Assert.Equal(conversation.Protocol, said.Protocol);
        Assert.Equal(conversation.Greeting, said.Greeting);
        if (conversation.Protocol == SslStartTlsProtocol.MySql)
            Assert.Contains(conversation.Capabilities[0], said.Capabilities);
        else
            Assert.Equal(conversation.Capabilities, said.Capabilities);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task ARefusalIsQuoted(SslStartTlsProtocol protocol)
    {
        Conversation conversation = Conversation.Of(protocol);
        foreach (int segment in new[] { 0, 1 })
        {
            using var server = new ScriptedServer { Segment = segment };
            SslException error = await Asking.FailAsync(protocol, server, conversation.EndingWith(conversation.Refusal));
            Assert.Equal((SslErrorCode.StartTlsRefused, SslPhase.StartTls), (error.Code, error.Phase));
            Assert.Contains(conversation.Quote, error.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>What other servers say first, or say to anybody.</summary>
    private static readonly Dictionary<string, string> s_others = new()
    {
        ["SSH"] = "SSH-2.0-OpenSSH_9.2\r\n",
        ["HTTP"] = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n",
        ["SMTP"] = "220 mail ESMTP\r\n",
        ["IMAP"] = "* OK hello\r\n",
        ["POP3"] = "+OK hello\r\n",
        ["MySQL"] = Conversation.Of(SslStartTlsProtocol.MySql).Says,
        ["TLS alert"] = "\x15\x03\x01\0\x02\x02\x46",
        ["TLS record"] = "\x16\x03\x03\0\x02\x02\x46",
        ["XML"] = "<html><body>Bad request</body></html>\n",
        ["LDAP"] = Conversation.Of(SslStartTlsProtocol.Ldap).Says,
        ["RDP"] = Conversation.Of(SslStartTlsProtocol.Rdp).Says,
    };

    /// <summary>Telnet's text can be anything, and these cannot be told from the greeting of the protocol.</summary>
    private static bool CouldBe(SslStartTlsProtocol protocol, string other) => (protocol, other) switch
    {
        (SslStartTlsProtocol.Telnet, "TLS alert" or "TLS record" or "RDP") => false,
        (SslStartTlsProtocol.Telnet, _) => true,
        (SslStartTlsProtocol.Smtp or SslStartTlsProtocol.Lmtp or SslStartTlsProtocol.Ftp, "SMTP") => true,
        (SslStartTlsProtocol.Nntp or SslStartTlsProtocol.Irc, "SMTP") => true,
        // Its consent is one letter, and what follows that is taken for injected.
        (SslStartTlsProtocol.Postgres, "SSH") => true,
        (SslStartTlsProtocol.Imap, "IMAP") or (SslStartTlsProtocol.Pop3, "POP3") or (SslStartTlsProtocol.MySql, "MySQL")
            or (SslStartTlsProtocol.Ldap, "LDAP") or (SslStartTlsProtocol.Rdp, "RDP") => true,
        _ => false,
    };

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task AnotherProtocolIsQuoted(SslStartTlsProtocol protocol)
    {
        foreach ((string other, string says) in s_others.Where(o => !CouldBe(protocol, o.Key)))
        {
            using var server = new ScriptedServer();
            SslException error = await Asking.FailAsync(protocol, server, [new(null, says)]);
            Assert.True(error.Code == SslErrorCode.StartTlsUnexpected, $"{other}: {error.Code}: {error.Message}");
            Assert.Equal(SslPhase.StartTls, error.Phase);
            if (other is "TLS alert" or "TLS record")
                Assert.Contains("TLS from the start", error.RecommendedAction, StringComparison.Ordinal);
            else if (other is "SSH" or "HTTP" or "SMTP" or "IMAP" or "POP3")
                Assert.Contains($"\"{says[..says.IndexOf('\r', StringComparison.Ordinal)]}\"", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(SslStartTlsProtocol.Telnet, "SSH-2.0-OpenSSH_9.2\r\n", "SSH-2.0-OpenSSH_9.2")]
    [InlineData(SslStartTlsProtocol.Telnet, "\r\nlogin: ", "login: ")]
    [InlineData(SslStartTlsProtocol.Smtp, "220 no end of line", "220 no end of line")]
    [InlineData(SslStartTlsProtocol.Nntp, "220 mail ESMTP\r\n", "220 mail ESMTP")]
    [InlineData(SslStartTlsProtocol.Rdp, "\x03\0", "03-00")]
    public async Task WhoHangsUpIsQuoted(SslStartTlsProtocol protocol, string says, string quote)
    {
        SslException error = await Asking.FailAsync(protocol, says);
        Assert.True(error.Code is SslErrorCode.PeerVanished or SslErrorCode.StartTlsRefused, error.Message);
        Assert.Contains(quote, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task BytesBehindTheConsentAreRefused(SslStartTlsProtocol protocol)
    {
        Conversation conversation = Conversation.Of(protocol);
        foreach (string injected in new[] { "RSET\r\n", "\0\0\0\x01", "\x1B[2J", protocol == SslStartTlsProtocol.Mssql
            ? "\x04\x01\0\x0C\0\0\0\0RSET" : "S" })
        {
            // In the consent's own segment.
            using var server = new ScriptedServer();
            SslException error = await Asking.FailAsync(protocol, server, conversation.EndingWith(conversation.Turns[^1].Says + injected));
            Assert.True(error.Code == SslErrorCode.StartTlsInjected, error.Message);
            Assert.Equal(SslPhase.StartTls, error.Phase);
            Assert.Contains("CVE-2011-0411", error.Message, StringComparison.Ordinal);
            if (injected == "RSET\r\n")
                Assert.Contains("\"RSET\"", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task BytesThatComeBeforeTheHandshakeAreRefused(SslStartTlsProtocol protocol)
    {
        Conversation conversation = Conversation.Of(protocol);
        using var server = new ScriptedServer();
        // When the client has begun TLS: whether that is looked at before or after it makes no difference.
        string injected = protocol == SslStartTlsProtocol.Mssql ? "\x04\x01\0\x0E\0\0\0\0RSET\r\n" : "RSET\r\n";
        SslException error = await Asking.FailAsync(protocol, server, [.. conversation.Turns, new("\x16\x03", injected)]);
        Assert.True(error.Code == SslErrorCode.StartTlsInjected, error.Message);
        Assert.Contains("\"RSET\"", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task AConnectionThatIsSomebodysKeepsWhatWasInjected(SslStartTlsProtocol protocol)
    {
        Conversation conversation = Conversation.Of(protocol);
        using var server = new ScriptedServer();
        Task serving = server.RunAsync(conversation.EndingWith(conversation.Turns[^1].Says + "RSET\r\n"));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port, Cancel);
        SslSocket socket = UpgradeSource.Open(client);
        SslException error = await Assert.ThrowsAsync<SslException>(() => StartTlsDialogues.Of(protocol)
            .RunAsync(socket, "localhost", Deadline.After(TimeSpan.FromSeconds(30)), Cancel));
        Assert.Equal(SslErrorCode.StartTlsInjected, error.Code);
        Assert.Contains("\"RSET\"", error.Message, StringComparison.Ordinal);
        socket.AbandonTls();
        socket.Transport.Restore();
        var buffer = new byte[6];
        await client.GetStream().ReadExactlyAsync(buffer, Cancel);
        Assert.Equal("RSET\r\n", Encoding.ASCII.GetString(buffer));
        client.Close();
        await serving;
    }

    [Fact]
    public async Task NothingGoesOnInPlainTextWhenTlsIsNotOffered()
    {
        // Not offered, and asked for all the same: who takes the word out of a list must also forge the answer.
        using var server = new ScriptedServer();
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.Smtp, server,
            [new(null, "220 mail\r\n"), new("EHLO ", "250 nothing\r\n"), new("STARTTLS", "502 what?\r\n")]);
        Assert.Equal(SslErrorCode.StartTlsRefused, error.Code);
        Assert.EndsWith("STARTTLS\r\n", server.Heard.ToString(), StringComparison.Ordinal);
    }
}
