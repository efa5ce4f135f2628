using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Net;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>The user's code runs while nothing is locked: whatever another thread asks of the socket meanwhile is answered.</summary>
public class LockTests
{
    private static void OnAnotherThread(Action look)
    {
        var thread = new Thread(() => look());
        thread.Start();
        Assert.True(thread.Join(20_000), "A lock is held over the user's code.");
    }

    private static void Look(SslSocket socket) => OnAnotherThread(() =>
    {
        lock (socket.Core.In.Lock)
        lock (socket.Core.Out.Lock)
            _ = socket.Pending;
    });

    [Fact]
    public void VerificationRunsWithoutLocks()
    {
        SocketPair pair = null!;
        bool ran = false;
        pair = new SocketPair(new SslContextOptions
        {
            VerifyCallback = _ =>
            {
                Look(pair.Client);
                return ran = true;
            },
        });
        using (pair)
            pair.Open();
        Assert.True(ran);
    }

    [Fact]
    public void MessagesAreReportedWithoutLocks()
    {
        SocketPair pair = null!;
        int told = 0;
        pair = new SocketPair(new SslContextOptions
        {
            VerifyMode = SslVerifyMode.None,
            MessageCallback = _ =>
            {
                told++;
                if (pair is not null)
                    Look(pair.Client);
            },
        });
        using (pair)
        {
            pair.Open();
            int before = told;
            pair.Client.Write("x\n");
            Assert.True(told > before);
        }
    }

    [Fact]
    public void AHandshakeMayBeClosedByWhatRunsInIt()
    {
        SocketPair pair = null!;
        pair = new SocketPair(new SslContextOptions
        {
            VerifyCallback = _ =>
            {
                OnAnotherThread(pair.Client.Close);
                return true;
            },
        });
        using (pair)
            Assert.Equal(SslErrorCode.NotOpen, Assert.Throws<SslException>(() => pair.Open()).Code);
        Assert.Equal(SslState.Closed, pair.Client.State);
    }

    [Fact]
    public void AHandshakeIsMadeByOneCallAtATime()
    {
        SocketPair pair = null!;
        Exception? other = null;
        pair = new SocketPair(new SslContextOptions
        {
            VerifyCallback = _ =>
            {
                OnAnotherThread(() => other = Record.Exception(() => pair.Client.Connect()));
                return true;
            },
        });
        using (pair)
            pair.Open();
        Assert.Equal(SslErrorCode.InvalidOption, Assert.IsType<SslException>(other).Code);
    }

    [Fact]
    public void WhetherTruncationIsAllowedIsOneCallsOwn()
    {
        using SocketPair pair = new SocketPair().Open();
        pair.Server.Write("cut");
        pair.ServerEnd.Dispose();
        bool seen = false;
        pair.ClientEnd.WhenAsked = () => seen |= pair.Client.AllowTruncation;
        byte[] all = new SocketReader(pair.Client, Deadline.None, CancellationToken.None)
            { AllowTruncation = true }.All(out SslException? why);
        Assert.Equal("cut"u8.ToArray(), all);
        Assert.Null(why);
        Assert.False(seen);
        Assert.Equal(SslErrorCode.Truncated, Assert.Throws<SslException>(() => pair.Client.Read(1)).Code);
    }

    [Fact]
    public async Task StateGoesOnlyWhereTheTableLeads()
    {
        var status = new SocketStatus();
        Assert.False(status.Enter(SslState.Open));
        Assert.True(status.Enter(SslState.Handshaking));
        await Task.WhenAll(Enumerable.Range(0, 8)
            .Select(i =>
                Task.Run(() =>
                    status.Enter(i == 0 ? SslState.Closed : SslState.Failed, new SslException(SslErrorCode.Network, SslPhase.Read, "x")))));
        Assert.Equal(SslState.Closed, status.State);
        Assert.False(status.Enter(SslState.Plain));
        Assert.Equal(SslState.Closed, status.State);
    }
}
