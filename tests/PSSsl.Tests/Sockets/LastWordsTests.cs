using System;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>
/// What the peer said last is not lost where the system drops unread bytes on a reset: it is taken in before anything is sent.
/// </summary>
public class LastWordsTests
{
    private static SocketPair Left(string words)
    {
        SocketPair pair = new SocketPair().Open();
        pair.Server.Write(words);
        pair.Server.Close();
        return pair;
    }

    [Fact]
    public void CloseFindsTheGoodbye()
    {
        using SocketPair pair = Left("last words\n");
        Assert.True(pair.Client.Close(SslShutdown.Full));
        Assert.Null(pair.Client.LastError);
        Assert.Equal(SslState.Closed, pair.Client.State);
    }

    [Fact]
    public void StoppingKeepsThem()
    {
        using SocketPair pair = Left("last words\n");
        Assert.True(pair.Client.StopTls());
        Assert.Equal("last words", pair.Client.ReadLine());
    }

    [Fact]
    public void WritingKeepsThem()
    {
        using SocketPair pair = Left("last words\n");
        SslException refused = Assert.Throws<SslException>(() => pair.Client.Write("question\n"));
        Assert.Equal(SslErrorCode.NotOpen, refused.Code);
        Assert.Equal("last words", pair.Client.ReadLine());
        Assert.Null(pair.Client.ReadLine());
    }

    [Fact]
    public async Task WritingWithoutAThreadKeepsThem()
    {
        using SocketPair pair = Left("last words\n");
        byte[] question = Encoding.ASCII.GetBytes("question\n");
        await Assert.ThrowsAsync<SslException>(async () =>
            await pair.Client.WriteAsync(question, 0, question.Length, PSSsl.Net.Deadline.None, TestContext.Current.CancellationToken));
        Assert.Equal("last words", pair.Client.ReadLine());
    }

    [Fact]
    public void PlainTextIsKept()
    {
        (WinsockTransport near, WinsockTransport far) = WinsockTransport.Pair();
        using var client = new SslSocket(near, "localhost", 1);
        byte[] words = Encoding.ASCII.GetBytes("last words\n");
        far.TrySend(words, 0, words.Length);
        far.Dispose();
        client.Write("question\n");
        Assert.Equal("last words", client.ReadLine());
    }

    [Fact]
    public void TheEndIsToldAsTheEndAndNotAsTheResetThatOurGoodbyeBrings()
    {
        using SocketPair pair = new SocketPair().Open();
        pair.Server.Close(SslShutdown.None);
        SslException end = Assert.Throws<SslException>(() => pair.Client.StopTls());
        Assert.Equal(SslErrorCode.PeerVanished, end.Code);
        Assert.EndsWith("without sending close_notify.", end.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ThePlainEndIsToldAfterWhatWasWrittenIntoIt()
    {
        (WinsockTransport near, WinsockTransport far) = WinsockTransport.Pair();
        using var client = new SslSocket(near, "localhost", 1);
        far.Dispose();
        Assert.Null(client.ReadLine());
        client.Write("question\n");
        Assert.Null(client.ReadLine());
    }

    [Fact]
    public void TlsInsideOfTlsIsClosedWhenTheOuterOneIsReset()
    {
        using SocketPair outer = new SocketPair().Open();
        using var inner = new SslSocket(new NestedTransport(outer.Client), "localhost", 1);
        inner.BeginTls(new SslContext(new SslContextOptions()), asServer: false, "localhost", "localhost");
        inner.Blocking = false;
        Assert.False(inner.Connect());
        outer.ServerEnd.Dispose();
        outer.ClientEnd.TrySend(new byte[1], 0, 1);
        inner.Close();
        Assert.Equal(SslState.Closed, inner.State);
        Assert.Equal(SslState.Closed, outer.Client.State);
    }

    [Fact]
    public void AReaderOnAnotherThreadIsTold()
    {
        using SocketPair pair = new SocketPair().Open();
        string? line = null;
        var reader = new Thread(() => line = pair.Client.ReadLine());
        reader.Start();
        pair.Server.Write("for the reader\n");
        for (int i = 0; i < 100; i++)
            pair.Client.Write("x");
        Assert.True(reader.Join(20_000));
        Assert.Equal("for the reader", line);
    }
}
