using System;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>Connections that others gave us, when they close them, or want them back.</summary>
public sealed class OwnershipTests : IDisposable
{
    private readonly TestIdentity _identity = TestIdentity.Make("EC");
    private readonly Loopback _loopback = new();
    private readonly SslContext _context;

    public OwnershipTests() =>
        _context = new SslContext(new SslContextOptions { Identities = [_identity.Identity], Authorities = [_identity.Certificate] });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _loopback.Dispose();
        _identity.Dispose();
    }

    [Fact]
    public async Task AConnectionThatItsOwnerClosedCanBeClosedHereToo()
    {
        (Socket near, Socket far) = await _loopback.PairAsync(Cancel);
        using (far)
        {
            using var tcp = new TcpClient { Client = near };
            SslSocket socket = UpgradeSource.Open(tcp);
            socket.BeginTls(_context, asServer: false, "localhost", "localhost");
            socket.Blocking = false;
            Assert.False(socket.Connect());
            tcp.Dispose();
            SslException error = Assert.Throws<SslException>(() => socket.Connect());
            Assert.Equal(SslErrorCode.NotOpen, error.Code);
            Assert.Contains("was closed by the object that it was taken over from", error.Message, StringComparison.Ordinal);
            socket.Dispose();
            Assert.Throws<SslException>(() => socket.Write("x"));
        }
    }

    [Fact]
    public async Task AReadThatIsWaitedForEndsWhenTheSocketIsClosed()
    {
        (Socket near, Socket far) = await _loopback.PairAsync(Cancel);
        using SslSocket client = UpgradeSource.Open(near), server = UpgradeSource.Open(far);
        Task<int> reading = client.ReadAsync(new byte[1], 0, 1, Deadline.None, Cancel).AsTask();
        client.Close();
        SslException error = await Assert.ThrowsAsync<SslException>(() => reading);
        Assert.Equal(SslErrorCode.NotOpen, error.Code);
        Assert.Contains("is closed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AReadThatBlocksEndsWhenTheSocketIsClosed()
    {
        (Socket near, Socket far) = await _loopback.PairAsync(Cancel);
        using SslSocket client = UpgradeSource.Open(near), server = UpgradeSource.Open(far);
        Task<int> reading = Task.Run(() => client.Read(new byte[1], 0, 1), Cancel);
        await Task.Delay(100, Cancel);
        client.Close();
        SslException error = await Assert.ThrowsAsync<SslException>(() => reading);
        Assert.Equal(SslErrorCode.NotOpen, error.Code);
        Assert.Contains("is closed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AHandleIsItsGiversAfterAnUpgradeThatFailed()
    {
        (Socket near, Socket far) = await _loopback.PairAsync(Cancel);
        using (near)
        using (far)
        {
            await FailAsync(near.Handle, far);
            await Task.Delay(10, Cancel);
            Footprint.Settled();
            await far.SendAsync(new byte[] { 5 }, SocketFlags.None, Cancel);
            var bytes = new byte[100];
            int n = await near.ReceiveAsync(bytes, SocketFlags.None, Cancel);
            Assert.Equal(5, bytes[n - 1]);
        }
    }

    private async Task FailAsync(IntPtr handle, Socket far)
    {
        SslSocket socket = UpgradeSource.Open(handle);
        socket.BeginTls(_context, asServer: false, "localhost", "localhost");
        await far.SendAsync("no TLS here"u8.ToArray(), SocketFlags.None, Cancel);
        Assert.Throws<SslException>(() => socket.FinishHandshake(Deadline.After(TimeSpan.FromSeconds(20)), Cancel));
        socket.AbandonTls();
        socket.Transport.Restore();
        // Closing what was given back closes nothing.
        socket.Dispose();
    }
}
