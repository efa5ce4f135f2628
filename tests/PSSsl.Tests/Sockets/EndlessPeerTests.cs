using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Net;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>Every call has an end, however much the peer has to say. Without one these tests do not end.</summary>
public class EndlessPeerTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(200);

    private static readonly SslErrorCode[] s_ends = [SslErrorCode.TimedOut, SslErrorCode.ProtocolViolation];

    /// <summary>Records of a handshake that comes to nothing: warning alerts, requests for a hello.</summary>
    public static TheoryData<byte[]> Records => new(
        [0x15, 3, 3, 0, 2, 1, 0x70],
        [0x16, 3, 3, 0, 4, 0, 0, 0, 0]);

    private static SslSocket Flooded(byte[] record)
    {
        (WinsockTransport near, WinsockTransport far) = WinsockTransport.Pair();
        byte[] many = Enumerable.Repeat(record, 20_000).SelectMany(r => r).ToArray();
        near.WhenEmpty = () => far.TrySend(many, 0, many.Length);
        var socket = new SslSocket(near, "localhost", 1);
        socket.BeginTls(new SslContext(new SslContextOptions()), asServer: false, "localhost", "localhost");
        return socket;
    }

    private static SocketPair Talkative(int atOnce = 100_000)
    {
        SocketPair pair = new SocketPair().Open();
        byte[] much = new byte[atOnce];
        // It goes on talking whatever it is told.
        pair.ClientEnd.WhenEmpty = () =>
        {
            int at = 0;
            pair.Server.Core.Out.Write(much, ref at, much.Length);
        };
        return pair;
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void AHandshakeEnds(byte[] record)
    {
        using SslSocket socket = Flooded(record);
        Assert.Contains(Assert.Throws<SslException>(() => socket.FinishHandshake(Deadline.After(s_soon), CancellationToken.None)).Code,
            s_ends);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public async Task AHandshakeWithoutAThreadEnds(byte[] record)
    {
        using SslSocket socket = Flooded(record);
        Assert.Contains((await Assert.ThrowsAsync<SslException>(() =>
            socket.FinishHandshakeAsync(Deadline.After(s_soon), CancellationToken.None))).Code, s_ends);
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void ACancelledHandshakeEnds(byte[] record)
    {
        using SslSocket socket = Flooded(record);
        using var stop = new CancellationTokenSource(s_soon);
        Exception end = Assert.ThrowsAny<Exception>(() => socket.FinishHandshake(Deadline.None, stop.Token));
        Assert.True(end is OperationCanceledException or SslException { Code: SslErrorCode.ProtocolViolation });
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void AStepThatDoesNotBlockComesBack(byte[] record)
    {
        using SslSocket socket = Flooded(record);
        socket.Blocking = false;
        try
        {
            Assert.False(socket.Connect());
        }
        catch (SslException e)
        {
            Assert.Equal(SslErrorCode.ProtocolViolation, e.Code);
        }
    }

    [Fact]
    public void ReadingAllEnds()
    {
        using SocketPair pair = Talkative();
        byte[] all = new SocketReader(pair.Client, Deadline.After(s_soon), CancellationToken.None).All(out SslException? why);
        Assert.NotEmpty(all);
        Assert.Equal(SslErrorCode.TimedOut, why?.Code);
    }

    [Fact]
    public void ALineEnds()
    {
        using SocketPair pair = Talkative();
        var reader = new SocketReader(pair.Client, Deadline.After(s_soon), CancellationToken.None) { MaxLength = int.MaxValue };
        Assert.Equal(SslErrorCode.TimedOut, Assert.Throws<SslException>(() => reader.Line()).Code);
    }

    /// <summary>Byte by byte a line of the length that is allowed would take seconds.</summary>
    [Fact]
    public void WhatDoesNotBlockComesBackBeforeTheLineIsTooLong()
    {
        using SocketPair pair = Talkative(atOnce: 1);
        pair.Client.Blocking = false;
        Assert.Null(pair.Client.ReadLine());
        Assert.Equal(SslErrorCode.WantRead, pair.Client.LastError?.Code);
        Assert.InRange(pair.Client.Pending, 1, 4096);
        Assert.NotEmpty(new SocketReader(pair.Client, Deadline.None, CancellationToken.None).All(out SslException? why));
        Assert.Null(why);
        Assert.Null(new SocketReader(pair.Client, Deadline.None, CancellationToken.None).Exactly(100_000));
    }

    [Fact]
    public void ClosingEnds()
    {
        using SocketPair pair = Talkative();
        pair.Client.Timeout = s_soon;
        Assert.False(pair.Client.Close(SslShutdown.Full));
        Assert.Equal(SslErrorCode.TimedOut, pair.Client.LastError?.Code);
    }

    [Fact]
    public void StoppingEnds()
    {
        using SocketPair pair = Talkative();
        SslException end =
            Assert.Throws<SslException>(() => pair.Client.StopTls(SslShutdown.Full, Deadline.After(s_soon), CancellationToken.None));
        Assert.Equal(SslErrorCode.TooLong, end.Code);
        Assert.Equal(SslState.Open, pair.Client.State);
    }

    [Fact]
    public void WritingToAPeerThatTakesEverythingCanBeCancelled()
    {
        using SocketPair pair = new SocketPair().Open();
        using var stop = new CancellationTokenSource();
        pair.ClientEnd.WhenAsked = stop.Cancel;
        Assert.ThrowsAny<OperationCanceledException>(() =>
            pair.Client.WriteWaiting(new byte[64 * 1024 * 1024], 0, 64 * 1024 * 1024, Deadline.None, stop.Token));
    }
}
