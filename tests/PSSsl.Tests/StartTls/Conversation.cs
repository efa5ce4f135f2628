using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace PSSsl.Tests.StartTls;

/// <summary>
/// What a server of a protocol says before TLS, from the public specification: each turn waits for the client's words, and then says
/// something. Bytes are written as characters of Latin-1.
/// </summary>
internal sealed record Conversation(SslStartTlsProtocol Protocol, params Turn[] Turns)
{
    /// <summary>What it says in place of the consent to refuse it.</summary>
    internal required string Refusal { get; init; }

    /// <summary>How an error quotes that.</summary>
    internal required string Quote { get; init; }

    /// <summary>The turn that may have no end, how that begins, and what it says again and again.</summary>
    internal required (int Turn, string Begins, string Goes) Endless { get; init; }

    internal string? Greeting { get; init; }

    internal string[] Capabilities { get; init; } = [];

    /// <summary>All that the server says.</summary>
    internal string Says
    {
        get
        {
            int tagged = 0;
            return string.Concat(Turns.Select(t => t.Says.Contains(Turn.Tag, System.StringComparison.Ordinal)
                ? t.Says.Replace(Turn.Tag, $"a{++tagged}", System.StringComparison.Ordinal) : t.Says));
        }
    }

    /// <summary>What the client still says in plain text behind the last turn; null if TLS comes next.</summary>
    internal string? BeforeTls { get; init; }

    internal static Conversation Of(SslStartTlsProtocol protocol) => s_all[protocol];

    internal static TheoryData<SslStartTlsProtocol> All => new(s_all.Keys);

    internal static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>The same with something else in place of the last turn's words.</summary>
    internal Turn[] EndingWith(string says) => [.. Turns[..^1], Turns[^1] with { Says = says }];

    private const string XmppHeader =
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' from='localhost' "
            + "id='1' version='1.0'>";
    private const string MySqlGreeting =
        "\n8.0.1\0\x07\0\0\012345678\0\xFF\xFF\x2D\x02\0\xFF\xC1\x15\0\0\0\0\0\0\0\0\0\0123456789012\0mysql_native_password\0";
    private const string LdapSuccess = "0\x0C\x02\x01\x01x\x07\x0A\x01\0\x04\0\x04\0";

    private static readonly Dictionary<SslStartTlsProtocol, Conversation> s_all = new[]
    {
        new Conversation(SslStartTlsProtocol.Smtp, new(null, "220-mail\r\n220 welcome\r\n"),
            new("EHLO ", "250-mail\r\n250-SIZE 1\r\n250 STARTTLS\r\n"), new("STARTTLS", "220 go ahead\r\n"))
        {
            Refusal = "454 no TLS today\r\n", Quote = "454 no TLS today", Endless = (1, "", "250-more\r\n"), Greeting = "220 mail\nwelcome",
                Capabilities = ["SIZE 1", "STARTTLS"],
        },
        new Conversation(SslStartTlsProtocol.Lmtp, new(null, "220 mail\r\n"), new("LHLO ", "250-mail\r\n250 STARTTLS\r\n"),
            new("STARTTLS", "220 go ahead\r\n"))
        {
            Refusal = "502 5.5.1 no\r\n", Quote = "502 5.5.1 no", Endless = (0, "", "220-more\r\n"), Greeting = "220 mail",
                Capabilities = ["STARTTLS"],
        },
        new Conversation(SslStartTlsProtocol.Imap, new(null, "* OK hello\r\n"),
            new("CAPABILITY",
                $"* CAPABILITY IMAP4rev1 STARTTLS\r\n* NOTE {{4}}\r\n\r\n* x\r\n* NOTE {{5}}\r\nstill\r\n* OK {{9}}\r\n{Turn.Tag} OK "
                    + $"done\r\n"), new("STARTTLS", $"{Turn.Tag} OK go ahead\r\n"))
        {
            Refusal = $"{Turn.Tag} NO [ALERT] not now\r\n", Quote = "NO [ALERT] not now", Endless = (1, "", "* OK still there\r\n"),
                Greeting = "* OK hello", Capabilities = ["IMAP4rev1", "STARTTLS"],
        },
        new Conversation(SslStartTlsProtocol.Pop3, new(null, "+OK hello\r\n"), new("CAPA", "+OK\r\nSTLS\r\n..dot\r\n.\r\n")
            { IsOptional = true }, new("STLS", "+OK go ahead\r\n"))
        {
            Refusal = "-ERR no STLS\r\n", Quote = "-ERR no STLS", Endless = (1, "+OK\r\n", "more\r\n"), Greeting = "+OK hello",
                Capabilities = ["STLS", ".dot"],
        },
        new Conversation(SslStartTlsProtocol.Ftp, new(null, "220 hello\r\n"),
            new("FEAT", "211-Features:\r\n AUTH TLS\r\n PBSZ\r\n211 End\r\n") { IsOptional = true }, new("AUTH TLS", "234 go ahead\r\n"))
        {
            Refusal = "530 log in first\r\n", Quote = "530 log in first", Endless = (1, "211-Features:\r\n", " more\r\n"),
                Greeting = "220 hello", Capabilities = ["AUTH TLS", "PBSZ"],
        },
        new Conversation(SslStartTlsProtocol.Nntp, new(null, "200 hello\r\n"),
            new("CAPABILITIES", "101 list\r\nVERSION 2\r\nSTARTTLS\r\n.\r\n") { IsOptional = true }, new("STARTTLS", "382 go ahead\r\n"))
        {
            Refusal = "580 can't\r\n", Quote = "580 can't", Endless = (1, "101 list\r\n", "more\r\n"), Greeting = "200 hello",
                Capabilities = ["VERSION 2", "STARTTLS"],
        },
        new Conversation(SslStartTlsProtocol.Sieve, new(null, "\"IMPLEMENTATION\" {3}\r\nlab\r\n\"STARTTLS\"\r\nOK \"hello\"\r\n"),
            new("STARTTLS", "OK go ahead\r\n"))
        {
            Refusal = "NO \"not here\"\r\n", Quote = "NO \"not here\"", Endless = (0, "", "\"MORE\" \"of it\"\r\n"),
                Greeting = "OK \"hello\"", Capabilities = ["\"IMPLEMENTATION\" \"lab\"", "\"STARTTLS\""],
        },
        new Conversation(SslStartTlsProtocol.Irc, new("CAP LS", "\r\n:irc NOTICE * :*** hello\r\nPING :4 2\r\n:irc CAP * LS :tls sasl\r\n")
            { IsOptional = true },
            new("STARTTLS", ":irc 421 * CAP :Unknown command\r\n:irc 020 * :wait\r\n:irc 670 * :go ahead\r\n"))
        {
            Refusal = ":irc 691 * :STARTTLS failed\r\n", Quote = "STARTTLS failed", Endless = (1, "", ":irc NOTICE * :more\r\n"),
                Greeting = "*** hello", Capabilities = ["tls", "sasl"],
            BeforeTls = "PONG :4 2\r\n",
        },
        new Conversation(SslStartTlsProtocol.Ldap, new Turn("1.3.6.1.4.1.1466.20037", LdapSuccess))
        {
            Refusal = "0\x1B\x02\x01\x01x\x84\0\0\0\x12\x0A\x01\x34\x04\0\x04\x0Bno TLS here", Quote = "no TLS here",
                Endless = (0, "", "0\x84\x7F\xFF\xFF\xFF"),
        },
        new Conversation(SslStartTlsProtocol.Postgres, new Turn("\x04\xD2\x16\x2F", "S"))
        {
            Refusal = "N", Quote = "\"N\"", Endless = (0, "", "E\x7F\xFF\xFF\xFF"),
        },
        new Conversation(SslStartTlsProtocol.MySql, new Turn(null, $"{(char)MySqlGreeting.Length}\0\0\0{MySqlGreeting}"))
        {
            Refusal = "\x17\0\0\0\xFF\x6A\x04Host is not allowed.", Quote = "Host is not allowed.", Endless = (0, "", "\xFF\xFF\xFF\0"),
                Greeting = "8.0.1", Capabilities = ["CLIENT_SSL"],
            // The end of its request for TLS.
            BeforeTls = new string('\0', 23),
        },
        new Conversation(SslStartTlsProtocol.Xmpp,
            new("jabber:client", XmppHeader
                + "<stream:features>\n <starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls><m a='>'><x>a > "
                    + "b</x></m></stream:features>"),
            new("<starttls", "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"))
        {
            Refusal = "<failure xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", Quote = "failure", Endless = (1, "<proceed>", "<x/>"),
                Greeting = XmppHeader[XmppHeader.IndexOf("<s", System.StringComparison.Ordinal)..],
            Capabilities = ["starttls", "m a > b"],
        },
        new Conversation(SslStartTlsProtocol.XmppServer,
            new("jabber:server", XmppHeader + "<stream:features><starttls xmlns=\"urn:ietf:params:xml:ns:xmpp-tls\"/></stream:features>"),
            new("<starttls", "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'></proceed>"))
        {
            Refusal = "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error>", Quote = "host-unknown",
                Endless = (1, "<proceed a='", "x>"),
            Greeting = XmppHeader[XmppHeader.IndexOf("<s", System.StringComparison.Ordinal)..], Capabilities = ["starttls"],
        },
        new Conversation(SslStartTlsProtocol.Mssql,
            new Turn("\xFF", "\x04\x01\0\x1A\0\0\x01\0\0\0\x0B\0\x06\x01\0\x11\0\x01\xFF\x10\0\x10\0\0\0\x01"))
        {
            Refusal = "\x04\x01\0\x1A\0\0\x01\0\0\0\x0B\0\x06\x01\0\x11\0\x01\xFF\x10\0\x10\0\0\0\x02", Quote = "ENCRYPT_NOT_SUP",
                Endless = (0, "", "\x04\x01\x7F\xFF\0\0\x01\0"), Greeting = "16.0.4096",
            Capabilities = ["ENCRYPT_ON"],
        },
        new Conversation(SslStartTlsProtocol.Rdp, new Turn("\x01\0\x08\0", "\x03\0\0\x13\x0E\xD0\0\0\x12\x34\0\x02\x01\x08\0\x01\0\0\0"))
        {
            Refusal = "\x03\0\0\x13\x0E\xD0\0\0\x12\x34\0\x03\0\x08\0\x02\0\0\0", Quote = "SSL_NOT_ALLOWED_BY_SERVER",
                Endless = (0, "", "\x03\0\xFF\xFF"),
            Capabilities = ["PROTOCOL_SSL", "EXTENDED_CLIENT_DATA_SUPPORTED"],
        },
        new Conversation(SslStartTlsProtocol.Telnet, new(null, "\xFF\xFD\x2E"), new("\xFF\xFB\x2E", "hello\r\n\xFF\xFD\x18\xFF\xFB\x01"),
            new("\xFF\xFA\x2E\x01\xFF\xF0", "\xFF\xFA\x2E\x01\xFF\xF0"))
        {
            Refusal = "\xFF\xFE\x2E", Quote = "DONT START_TLS", Endless = (0, "", "more\r\n"), Greeting = "hello",
        },
    }.ToDictionary(c => c.Protocol);
}

/// <summary>Waits until the client has said so, and says something; waits for nothing if there is nothing to wait for.</summary>
internal sealed record Turn(string? Awaits, string Says)
{
    /// <summary>Stands for the first word of the line in which the awaited words stood.</summary>
    internal const string Tag = "%tag%";

    /// <summary>A client may leave it out.</summary>
    internal bool IsOptional { get; init; }
}
