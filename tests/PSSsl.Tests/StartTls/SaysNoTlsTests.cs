using System.Threading.Tasks;
using Xunit;

namespace PSSsl.Tests.StartTls;

/// <summary>A server that says it has no TLS is told from one that turns us away, is busy, or cannot be understood.</summary>
public class SaysNoTlsTests
{
    [Theory]
    [InlineData(SslStartTlsProtocol.Smtp, "220 hi\r\n250-me\r\n250 SIZE 1\r\n502 what?\r\n", true)]
    [InlineData(SslStartTlsProtocol.Smtp, "220 hi\r\n250-me\r\n250 SIZE 1\r\n503 not advertised\r\n", true)]
    [InlineData(SslStartTlsProtocol.Smtp, "220 hi\r\n250-me\r\n250 STARTTLS\r\n502 what?\r\n", false)]
    [InlineData(SslStartTlsProtocol.Smtp, "220 hi\r\n250-me\r\n250 SIZE 1\r\n454 not now\r\n", false)]
    [InlineData(SslStartTlsProtocol.Smtp, "220 hi\r\n250-me\r\n250 SIZE 1\r\n554 not for you\r\n", false)]
    [InlineData(SslStartTlsProtocol.Smtp, "220 hi\r\n250-me\r\n250 SIZE 1\r\n550 not for you\r\n", false)]
    [InlineData(SslStartTlsProtocol.Smtp, "554 go away\r\n", false)]
    [InlineData(SslStartTlsProtocol.Smtp, "421 too many\r\n", false)]
    [InlineData(SslStartTlsProtocol.Imap, "* OK hi\r\n* CAPABILITY IMAP4rev1\r\na1 OK\r\na2 BAD what?\r\n", true)]
    [InlineData(SslStartTlsProtocol.Imap, "* OK hi\r\n* CAPABILITY IMAP4rev1 STARTTLS\r\na1 OK\r\na2 NO not now\r\n", false)]
    [InlineData(SslStartTlsProtocol.Imap, "* BYE busy\r\n", false)]
    [InlineData(SslStartTlsProtocol.Pop3, "+OK hi\r\n+OK\r\nUSER\r\n.\r\n-ERR what?\r\n", true)]
    [InlineData(SslStartTlsProtocol.Pop3, "+OK hi\r\n+OK\r\nSTLS\r\n.\r\n-ERR not now\r\n", false)]
    [InlineData(SslStartTlsProtocol.Pop3, "+OK hi\r\n-ERR what?\r\n-ERR what?\r\n", false)]
    [InlineData(SslStartTlsProtocol.Nntp, "200 hi\r\n101 list\r\nREADER\r\n.\r\n500 what?\r\n", true)]
    [InlineData(SslStartTlsProtocol.Nntp, "200 hi\r\n101 list\r\nSTARTTLS\r\n.\r\n580 cannot\r\n", false)]
    [InlineData(SslStartTlsProtocol.Nntp, "502 not for you\r\n", false)]
    [InlineData(SslStartTlsProtocol.Ftp, "220 hi\r\n211-Features:\r\n UTF8\r\n211 End\r\n530 log in\r\n", true)]
    [InlineData(SslStartTlsProtocol.Ftp, "220 hi\r\n211-Features:\r\n AUTH TLS\r\n211 End\r\n534 not now\r\n", false)]
    [InlineData(SslStartTlsProtocol.Ftp, "220 hi\r\n211-Features:\r\n UTF8\r\n211 End\r\n431 not now\r\n", false)]
    [InlineData(SslStartTlsProtocol.Ftp, "220 hi\r\n500 what?\r\n500 what?\r\n", true)]
    [InlineData(SslStartTlsProtocol.Sieve, "\"IMPLEMENTATION\" \"x\"\r\n\"SASL\" \"PLAIN\"\r\nOK\r\nNO what?\r\n", true)]
    [InlineData(SslStartTlsProtocol.Sieve, "\"IMPLEMENTATION\" \"x\"\r\n\"STARTTLS\"\r\nOK\r\nNO not now\r\n", false)]
    [InlineData(SslStartTlsProtocol.Irc, ":irc CAP * LS :sasl\r\n:irc 421 * STARTTLS :Unknown command\r\n", true)]
    [InlineData(SslStartTlsProtocol.Irc, "ERROR :Closing Link\r\n", false)]
    [InlineData(SslStartTlsProtocol.Postgres, "N", true)]
    public async Task OnlyItsOwnWordsCount(SslStartTlsProtocol protocol, string says, bool saysNoTls)
    {
        SslException error = await Asking.FailAsync(protocol, says);
        Assert.True(saysNoTls == error.SaysNoTls, error.Message);
        Assert.Equal(SslErrorCode.StartTlsRefused, error.Code);
    }
}
