using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace PSSsl.Tests.StartTls;

/// <summary>What single protocols hold in store.</summary>
public class DialogueDetailTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("* NOTE {5}\r\na1 OK\r\na1 OK done\r\n")]
    [InlineData("* NOTE {0}\r\n\r\na1 OK done\r\n")]
    [InlineData("* NOTE {3}\r\n{3} {4}\r\n{4}\r\r\na1 OK done\r\n")]
    [InlineData("* OK see RFC {9051}\r\na1 OK done {3}\r\n")]
    public async Task ImapStringsAreNotTakenForAnswers(string answer)
    {
        using SslSocket socket = await Asking.TalkAsync(SslStartTlsProtocol.Imap,
            new MemoryTransport(Conversation.Bytes("* OK hello\r\n" + answer + "a2 OK go\r\n")));
        Assert.Equal("* OK hello", socket.StartTls!.Greeting);
    }

    [Fact]
    public async Task ImapBeforeLoginIsNotImapAfterIt()
    {
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.Imap, "* PREAUTH hello\r\n");
        Assert.Equal(SslErrorCode.StartTlsRefused, error.Code);
        Assert.Contains("993", error.RecommendedAction, StringComparison.Ordinal);
    }

    [Fact]
    public async Task IrcAnswersPings()
    {
        var transport = new MemoryTransport(Conversation.Bytes(Conversation.Of(SslStartTlsProtocol.Irc).Says));
        var lines = new List<string>();
        using (var socket = new SslSocket(transport, "irc.example", 6667) { Trace = lines.Add })
            await PSSsl.Connecting.StartTls.StartTlsDialogues.Of(SslStartTlsProtocol.Irc)
                .RunAsync(socket, null, PSSsl.Net.Deadline.After(TimeSpan.FromSeconds(30)), Cancel);
        Assert.Equal("CAP LS\r\nCAP END\r\nSTARTTLS\r\nPONG :4 2\r\n", Encoding.ASCII.GetString([.. transport.Sent]));
        Assert.Contains("irc.example:6667: > PONG :4 2", lines);
    }

    [Fact]
    public async Task WhatIsSaidBackToTheServerReachesNoTerminal()
    {
        var lines = new List<string>();
        using var socket = new SslSocket(new MemoryTransport(Conversation.Bytes("PING :\x1B[2J\r\n:irc 670 * :go\r\n")), "irc.example",
            6667) { Trace = lines.Add };
        await PSSsl.Connecting.StartTls.StartTlsDialogues.Of(SslStartTlsProtocol.Irc)
            .RunAsync(socket, null, PSSsl.Net.Deadline.After(TimeSpan.FromSeconds(30)), Cancel);
        Assert.Contains(lines, l => l.EndsWith(@"> PONG :\x1B[2J", StringComparison.Ordinal));
        Assert.DoesNotContain(string.Concat(lines), c => c == '\x1B');
    }

    [Theory]
    [InlineData(SslStartTlsProtocol.Irc, ":irc CAP * LS :", "a ", "\r\n:irc 670 * :go\r\n")]
    [InlineData(SslStartTlsProtocol.Imap, "* OK hello\r\n* CAPABILITY ", "a ", "\r\na1 OK\r\na2 OK\r\n")]
    public async Task CapabilitiesAreNotWithoutNumber(SslStartTlsProtocol protocol, string before, string capability, string after)
    {
        string list(int count) => before + string.Concat(Enumerable.Repeat(capability, count)) + after;
        using SslSocket socket = await Asking.TalkAsync(protocol, new MemoryTransport(Conversation.Bytes(list(1000))));
        Assert.Equal(1000, socket.StartTls!.Capabilities.Count);
        SslException error = await Asking.FailAsync(protocol, list(1001));
        Assert.Equal(SslErrorCode.TooLong, error.Code);
    }

    [Theory]
    [InlineData(4, SslErrorCode.StartTlsUnexpected)]
    [InlineData(16, SslErrorCode.StartTlsUnexpected)]
    [InlineData(0, SslErrorCode.StartTlsRefused)]
    public async Task RdpChoosesAmongWhatWasAskedFor(int protocol, SslErrorCode code)
    {
        SslException error =
            await Asking.FailAsync(SslStartTlsProtocol.Rdp, $"\x03\0\0\x13\x0E\xD0\0\0\x12\x34\0\x02\0\x08\0{(char)protocol}\0\0\0");
        Assert.Equal(code, error.Code);
        Assert.Contains(protocol == 0 ? "PROTOCOL_RDP"
            : "protocol " + protocol.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "ENCRYPT_OFF")]
    [InlineData(2, "ENCRYPT_NOT_SUP")]
    [InlineData(0x7F, "encryption 127")]
    public async Task SqlServerEncryptsEverythingOrIsRefused(int encryption, string quote)
    {
        string says = Conversation.Of(SslStartTlsProtocol.Mssql).Says;
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.Mssql, says[..^1] + (char)encryption);
        Assert.Equal(SslErrorCode.StartTlsRefused, error.Code);
        Assert.Contains(quote, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ANoticeOfAnLdapServerIsNoAnswer()
    {
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.Ldap, "0\x10\x02\x01\0x\x0B\x0A\x01\x34\x04\0\x04\x04gone");
        Assert.Equal(SslErrorCode.StartTlsRefused, error.Code);
        Assert.Contains("unavailable (52), TLS is not set up: gone", error.Message, StringComparison.Ordinal);
        // Nor is one that says success.
        error = await Asking.FailAsync(SslStartTlsProtocol.Ldap, "0\x0C\x02\x01\0x\x07\x0A\x01\0\x04\0\x04\0");
        Assert.Equal(SslErrorCode.StartTlsRefused, error.Code);
    }

    [Theory]
    [InlineData("0\x80")]
    [InlineData("0\x85\0\0\0\0\x0C")]
    [InlineData("0\0")]
    [InlineData("0\x02\x02\x7F")]
    [InlineData("0\x0B\x02\x01\x01x\x84\xFF\xFF\xFF\xFF\0\0")]
    [InlineData("0\x0C\x02\x01\x01x\x07\x0A\x01\0\x04\0\x04\x7F")]
    [InlineData("0\x0C\x02\x01\x01x\x07\x0A\x02\0\0\x04\0\0")]
    public async Task LdapLengthsLieWithinTheMessage(string says)
    {
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.Ldap, says);
        Assert.Equal(SslErrorCode.StartTlsUnexpected, error.Code);
    }

    [Theory]
    [InlineData("local\"host")]
    [InlineData("host\r\n<x/>")]
    [InlineData("host' from='evil")]
    [InlineData("a<b")]
    [InlineData("a&b")]
    [InlineData("user@host")]
    [InlineData("host/resource")]
    [InlineData("a\u0001b")]
    [InlineData("a\u0085b")]
    [InlineData("a\u001B[2Jb")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData(null)]
    public async Task XmppSaysNamesAlone(string? host)
    {
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.Xmpp, Conversation.Of(SslStartTlsProtocol.Xmpp).Says, host);
        Assert.Equal(SslErrorCode.InvalidOption, error.Code);
    }

    [Theory]
    [InlineData("b\uD800cher.example")]
    [InlineData("a\u202Eb.example")]
    public async Task XmppSaysNamesThatCanBeWritten(string host)
    {
        SslException error = await Assert.ThrowsAsync<SslException>(() =>
            Asking.TalkAsync(SslStartTlsProtocol.Xmpp,
                new MemoryTransport(Conversation.Bytes(Conversation.Of(SslStartTlsProtocol.Xmpp).Says)), host));
        Assert.Equal(SslErrorCode.NameNotFound, error.Code);
    }

    [Theory]
    [InlineData("example.org.", "to=\"example.org\"")]
    [InlineData("bücher.example", "to=\"bücher.example\"")]
    [InlineData("::1", "to=\"::1\"")]
    public async Task XmppSaysTheNameAsItWasGiven(string host, string said)
    {
        var transport = new MemoryTransport(Conversation.Bytes(Conversation.Of(SslStartTlsProtocol.Xmpp).Says));
        using SslSocket socket = await Asking.TalkAsync(SslStartTlsProtocol.Xmpp, transport, host);
        Assert.Contains(said, Encoding.UTF8.GetString([.. transport.Sent]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><stream:stream>")]
    [InlineData("<?xml version='1.0'?><!DOCTYPE x><stream:stream>")]
    [InlineData("<?xml version='1.0'?><?other?><stream:stream>")]
    [InlineData("<?other?><x/>")]
    [InlineData("<!-- -->")]
    [InlineData("</stream:stream>")]
    [InlineData("<stream:stream/>")]
    [InlineData("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>text<stream:features/>")]
    [InlineData("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'><![CDATA[<x>]]><stream:features/>")]
    [InlineData("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'><stream:features a='1' a='2'/>")]
    [InlineData("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'><stream:features>&a;</stream:features>")]
    [InlineData("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'><stream:features>&#x1B;</stream:features>")]
    [InlineData("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'><a:features/>")]
    [InlineData("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'><stream:features></stream:feature>")]
    [InlineData("<stream:stream <x>><stream:features/>")]
    public async Task XmppTakesNoOtherXml(string says)
    {
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.Xmpp, says);
        Assert.Equal(SslErrorCode.StartTlsUnexpected, error.Code);
    }

    [Fact]
    public async Task XmppElementsHaveADepth()
    {
        string header = "<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>";
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.Xmpp, header + string.Concat(Enumerable.Repeat("<x>", 100)));
        Assert.Equal(SslErrorCode.TooLong, error.Code);
        error = await Asking.FailAsync(SslStartTlsProtocol.Xmpp, header + "</stream:stream>");
        Assert.Equal(SslErrorCode.StartTlsRefused, error.Code);
    }

    [Fact]
    public async Task ATelnetGreetingIsABeginning()
    {
        string text = string.Concat(Enumerable.Repeat("\n", 100_000));
        SslSocket socket = await Asking.TalkAsync(SslStartTlsProtocol.Telnet,
            new MemoryTransport(Conversation.Bytes("\x1B[1mhello\r\0\r\n" + text + "\xFF\xFD\x2E\xFF\xFA\x2E\x01\xFF\xF0")));
        Assert.Equal(@"\x1B[1mhello", socket.StartTls!.Greeting);
        socket.Dispose();
    }

    [Fact]
    public async Task TelnetDeclinesEverythingElse()
    {
        var transport =
            new MemoryTransport(
                Conversation.Bytes(
                    "\xFF\xFB\x01\xFF\xFD\x18\xFF\xFC\x03\xFF\xFE\x03\xFF\xF1\xFF\xFA\x18\x01\xFF\xFF\x01\xFF\xF0\xFF\xFD\x2E\xFF\xFA\x2E\x01\xFF\xF0"));
        using SslSocket socket = await Asking.TalkAsync(SslStartTlsProtocol.Telnet, transport);
        // WILL START_TLS; DONT 1; WONT 24; and START_TLS FOLLOWS.
        Assert.Equal(Conversation.Bytes("\xFF\xFB\x2E\xFF\xFE\x01\xFF\xFC\x18\xFF\xFA\x2E\x01\xFF\xF0"), transport.Sent);
        Assert.Null(socket.StartTls!.Greeting);
    }

    [Fact]
    public async Task TelnetsFollowsBeforeItsDoIsNoConsent()
    {
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.Telnet, "\xFF\xFA\x2E\x01\xFF\xF0");
        Assert.Equal(SslErrorCode.PeerVanished, error.Code);
    }

    [Fact]
    public async Task MySqlSaysWhyWithoutTls()
    {
        string says = Conversation.Of(SslStartTlsProtocol.MySql).Says;
        int at = says.IndexOf("12345678\0\xFF\xFF", StringComparison.Ordinal) + 9;
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.MySql, says[..at] + "\xFF\xF7" + says[(at + 2)..]);
        Assert.Equal(SslErrorCode.StartTlsRefused, error.Code);
        Assert.Contains("CLIENT_SSL", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PostgresErrorsAreShownAndNotObeyed()
    {
        string fields = "SERROR\0C08P01\0Mno \x1B[31mTLS\x1B[0m for this host, see pg_hba.conf\0\0";
        SslException error = await Asking.FailAsync(SslStartTlsProtocol.Postgres, $"E\0\0\0{(char)(4 + fields.Length)}{fields}");
        Assert.Equal(SslErrorCode.StartTlsRefused, error.Code);
        Assert.Contains(@"""no \x1B[31mTLS\x1B[0m for this host, see pg_hba.conf""", error.Message, StringComparison.Ordinal);
        error = await Asking.FailAsync(SslStartTlsProtocol.Postgres, "ERROR: no such thing\n");
        Assert.Equal(SslErrorCode.StartTlsUnexpected, error.Code);
        Assert.Contains("\"ERROR: no such thing\"", error.Message, StringComparison.Ordinal);
    }
}
