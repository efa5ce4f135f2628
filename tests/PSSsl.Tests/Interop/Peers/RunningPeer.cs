using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Connecting;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Interop.Peers;

/// <summary>A peer's end of one connection. Unless a peer does otherwise, it echoes 64 KiB and says goodbye.</summary>
internal abstract class RunningPeer : IDisposable
{
    private const int Lines = 64;

    /// <summary>The port of a server.</summary>
    internal int Port { get; init; }

    /// <summary>Connects our client to the server.</summary>
    internal virtual Task<SslSocket> ConnectAsync(SslContext context, CancellationToken cancel) =>
        new Connector(new HostAndPort("127.0.0.1", Port), context)
            { Timeout = TimeSpan.FromSeconds(20), ServerName = "server.example" }.ConnectAsync(cancel);

    /// <summary>Takes the client's connection.</summary>
    internal virtual Task<SslSocket> AcceptAsync(SslListener listener, CancellationToken cancel) => Task.Run(() =>
    {
        AcceptedClient? accepted = listener.Core.Take(Deadline.After(TimeSpan.FromSeconds(20)), cancel);
        Assert.NotNull(accepted);
        return accepted.Socket ?? throw accepted.Error!;
    }, cancel);

    /// <summary>Our end of the connection: data both ways, then a clean goodbye.</summary>
    internal virtual async Task TalkAsync(SslSocket socket, CancellationToken cancel)
    {
        await EchoAsync(socket, cancel);
        Assert.Equal(0, socket.Read(new byte[1], 0, 1));
        Assert.True(socket.ClosedCleanly);
        socket.Close();
    }

    public abstract void Dispose();

    /// <summary>64 KiB of text lines to the peer and back.</summary>
    protected static async Task EchoAsync(SslSocket socket, CancellationToken cancel)
    {
        byte[] sent = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, Lines).Select(_ => Line() + "\n")));
        var back = new byte[sent.Length];
        Task write = Task.Run(() => socket.Write(sent), cancel);
        for (int have = 0; have < back.Length;)
        {
            int n = socket.Read(back, have, back.Length - have);
            Assert.True(n > 0, "the peer ended early");
            have += n;
        }

        await write;
        Assert.Equal(sent, back);
    }

    /// <summary>A random line that has a KiB with its end.</summary>
    protected static string Line() => Convert.ToHexString(RandomNumberGenerator.GetBytes(512))[1..];
}
