using System.Linq;
using System.Text;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.StartTls;

public class ServerTextTests
{
    [Theory]
    [InlineData("454 no TLS", "\"454 no TLS\"")]
    [InlineData("454\tno TLS\r\nmore", "\"454 no TLS\"")]
    [InlineData("\r\n454 no TLS", "\"454 no TLS\"")]
    [InlineData("454 \u001B]0;title\u0007no TLS", @"""454 \x1B]0;title\x07no TLS""")]
    [InlineData("454 \u009B31mno TLS", @"""454 \x9B31mno TLS""")]
    [InlineData("454 no \u202ESLT\u2028", @"""454 no \u202ESLT\u2028""")]
    [InlineData("454 nicht verfügbar", "\"454 nicht verfügbar\"")]
    [InlineData("", "nothing")]
    [InlineData("\u0001\u0002ab", "the bytes 01-02-61-62")]
    [InlineData("\r\n", "the bytes 0D-0A")]
    public void Quotes(string text, string quote)
    {
        Assert.Equal(quote, ServerText.Quote(text));
        Assert.Equal(quote, ServerText.Quote(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void LettersOfOldServers()
    {
        Assert.Equal("\"verfügbar\"", ServerText.Quote(Encoding.Latin1.GetBytes("verfügbar")));
        Assert.Equal("café", ServerText.Decode(Encoding.Latin1.GetBytes("café")));
        // C1 control characters are bytes of Latin-1.
        Assert.Equal(@"""a letter, \x9B31m""",
            ServerText.Quote([.. Encoding.Latin1.GetBytes("a letter, "), 0x9B, .. Encoding.Latin1.GetBytes("31m")]));
    }

    [Fact]
    public void LongTextIsCutBetweenCharacters()
    {
        Assert.Equal($"\"{new string('x', 120)}…\"", ServerText.Quote(new string('x', 121)));
        Assert.Equal($"\"{new string('x', 119)}…\"", ServerText.Quote(new string('x', 119) + "😀😀"));
        // A character that the end of the bytes cuts off is left out.
        byte[] cut = Encoding.UTF8.GetBytes("aaaa€");
        Assert.Equal("\"aaaa\"", ServerText.Quote(cut.Take(cut.Length - 1).ToArray()));
        Assert.StartsWith("the bytes 00-00", ServerText.Quote(new byte[5000]), System.StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsShownKeepsItsLines() => Assert.Equal("220 a\n\tb\\x0D\\x7F", HarmlessText.WrittenOut("220 a\n\tb\r\u007F"));
}
