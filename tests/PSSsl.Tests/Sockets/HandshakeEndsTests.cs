using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>However the peer's first bytes break off, a handshake ends in a typed error.</summary>
public class HandshakeEndsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CutAtEveryKindOfPlaceAndThenClosed(bool ourServer)
    {
        using TestIdentity identity = TestIdentity.Make("EC");
        var context = new SslContext(new SslContextOptions { Identities = [identity.Identity], Authorities = [identity.Certificate] });
        byte[] hello = await Record(context, ourServer);
        int[] places = [0, 1, 2, 4, 5, 6, 9, 40, hello.Length / 2, hello.Length - 1];
        foreach (int place in places)
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            using var far = new TcpClient();
            Task connecting = far.ConnectAsync((IPEndPoint)listener.LocalEndpoint, Cancel).AsTask();
            Socket near = await listener.AcceptSocketAsync(Cancel);
            await connecting;
            using var socket = new SslSocket(new SocketTransport(near), null, 0);
            socket.BeginTls(context, ourServer, "localhost", "localhost");
            await far.GetStream().WriteAsync(hello.AsMemory(0, place), Cancel);
            far.Client.Shutdown(SocketShutdown.Send);
            SslException error =
                await Assert.ThrowsAsync<SslException>(() => socket.FinishHandshakeAsync(Deadline.After(TimeSpan.FromSeconds(20)), Cancel));
            Assert.Equal(SslErrorCode.PeerVanished, error.Code);
            Assert.Equal(SslState.Failed, socket.State);
        }
    }

    [Fact]
    public async Task GarbageOfManyKinds()
    {
        using TestIdentity identity = TestIdentity.Make("EC");
        var context = new SslContext(new SslContextOptions { Identities = [identity.Identity], Authorities = [identity.Certificate] });
        byte[] hello = await Record(context, asClient: true);
        var random = new Random(8446);
        for (int i = 0; i < 3000; i++)
        {
            byte[] damaged = (byte[])hello.Clone();
            for (int flips = random.Next(1, 6); flips > 0; flips--)
                damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            using var engine = new global::PSSsl.Engine.TlsEngine(context.EngineSettings(asServer: true, null));
            engine.Start();
            ArraySegment<byte> room = engine.ReceiveRoom();
            damaged.CopyTo(room.Array!, room.Offset);
            engine.Received(damaged.Length);
            try
            {
                engine.Process();
            }
            catch (global::PSSsl.Engine.TlsEngineException e)
            {
                Assert.NotNull(e.Message);
            }
        }
    }

    /// <summary>The first flight of a client, or of a server that answers one.</summary>
    private static async Task<byte[]> Record(SslContext context, bool asClient)
    {
        using var client = new global::PSSsl.Engine.TlsEngine(context.EngineSettings(asServer: false, "localhost"));
        client.Start();
        ArraySegment<byte> hello = client.TakeOutput();
        if (asClient)
            return hello.ToArray();
        using var server = new global::PSSsl.Engine.TlsEngine(context.EngineSettings(asServer: true, null));
        server.Start();
        ArraySegment<byte> room = server.ReceiveRoom();
        hello.AsSpan().CopyTo(room);
        server.Received(hello.Count);
        server.Process();
        await Task.Yield();
        // What follows the first record is encrypted for another client; only the server's hello itself is of use.
        byte[] flight = server.TakeOutput().ToArray();
        return flight[..(5 + (flight[3] << 8) + flight[4])];
    }
}
