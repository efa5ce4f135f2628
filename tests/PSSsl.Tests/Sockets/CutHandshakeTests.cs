using System;
using System.Collections.Concurrent;
using System.IO;
using System.Linq;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;
using Xunit;

namespace PSSsl.Tests.Sockets;

/// <summary>
/// A peer's handshake that breaks off behind each of its bytes, and then ends or falls silent, is a typed error in time. The peer is
/// OpenSSL by SslStream, or what the platform has in its place.
/// </summary>
public sealed class CutHandshakeTests : IDisposable
{
    private const int AtOnce = 16;

    /// <summary>A peer's signature, an ECDSA one in DER, is not equally long each time.</summary>
    private const int Varies = 8;

    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_short = TimeSpan.FromMilliseconds(30);

    private readonly TestIdentity _identity = TestIdentity.Make("EC");
    private readonly Loopback _loopback = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<SslVersion, bool, bool, bool> Cuts
    {
        get
        {
            var cuts = new TheoryData<SslVersion, bool, bool, bool>();
            foreach (SslVersion version in new[] { SslVersion.TLSv1_3, SslVersion.TLSv1_2 })
            {
                foreach (bool asServer in new[] { false, true })
                {
                    cuts.Add(version, asServer, true, false);
                    cuts.Add(version, asServer, true, true);
                    cuts.Add(version, asServer, false, true);
                }
            }

            return cuts;
        }
    }

    public void Dispose()
    {
        _loopback.Dispose();
        _identity.Dispose();
    }

    /// <param name="version">The protocol version.</param>
    /// <param name="asServer">Our end is the server.</param>
    /// <param name="closes">The peer closes; otherwise it is silent.</param>
    /// <param name="exactly">Nothing is read beyond a record, as where plain text may follow.</param>
    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task BehindEachByte(SslVersion version, bool asServer, bool closes, bool exactly)
    {
        var context = new SslContext(new SslContextOptions
            { Version = [version], Identities = [_identity.Identity], Authorities = [_identity.Certificate],
                Group = ["x25519", "secp256r1"] });
        int whole = await WholeAsync(context, version, asServer);
        var wrong = new ConcurrentQueue<string>();
        int shown = 0;
        await Parallel.ForEachAsync(Enumerable.Range(0, whole), new ParallelOptions
            { MaxDegreeOfParallelism = AtOnce, CancellationToken = Cancel }, async (most, _) =>
        {
            SslException? error = await CutAsync(context, version, asServer, most, closes, exactly);
            if (error is null && most >= whole - Varies)
                return;
            SslErrorCode expected = closes ? SslErrorCode.PeerVanished : SslErrorCode.TimedOut;
            if (error?.Code != expected || error.Phase != SslPhase.Handshake || error.RecommendedAction is null)
                wrong.Enqueue($"{most} of {whole}: {error?.Code} {error?.Phase} {error?.Message}");
            // A certificate without proof that the peer has its key: it was shown, and is nobody's yet.
            if (error?.PeerCertificate is { } seen)
            {
                Interlocked.Increment(ref shown);
                if (seen.IsTrusted == true)
                    wrong.Enqueue($"{most} of {whole}: trusted");
            }
        });
        Assert.Empty(wrong);
        Assert.Equal(!asServer, shown > 0);
    }

    /// <summary>How much a peer sends until our end is through.</summary>
    private async Task<int> WholeAsync(SslContext context, SslVersion version, bool asServer)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(Cancel);
        await using var stream = new CutStream(far, int.MaxValue, closes: false);
        using SslSocket socket = Begin(near, context, asServer, exactly: true);
        Task peer = PeerAsync(stream, version, !asServer);
        await socket.FinishHandshakeAsync(Deadline.After(s_long), Cancel);
        Assert.Equal(version, socket.Version);
        int whole = (int)socket.BytesReceived;
        await peer;
        return whole;
    }

    private async Task<SslException?> CutAsync(SslContext context, SslVersion version, bool asServer, int most, bool closes, bool exactly)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(Cancel);
        SslException? error = null;
        Task peer;
        await using (var stream = new CutStream(far, most, closes))
        {
            using SslSocket socket = Begin(near, context, asServer, exactly);
            if (most == 0)
                stream.Begin();
            peer = PeerAsync(stream, version, !asServer);
            try
            {
                await (closes ? socket.FinishHandshakeAsync(Deadline.After(s_long), Cancel) : ToSilenceAsync(socket, asServer, most));
            }
            catch (SslException e)
            {
                error = e;
                Assert.Equal(SslState.Failed, socket.State);
            }
        }

        try
        {
            await peer;
        }
        catch (Exception e) when (e is IOException or AuthenticationException or ObjectDisposedException)
        {
            // Our end has gone, as it must.
        }

        return error;
    }

    /// <summary>Goes on until all has come that will come; only then the time is short, however slow this machine is.</summary>
    private static async Task ToSilenceAsync(SslSocket socket, bool asServer, int most)
    {
        socket.Blocking = false;
        while (!(asServer ? socket.Accept() : socket.Connect()))
        {
            if (socket.BytesReceived == most)
            {
                await socket.FinishHandshakeAsync(Deadline.After(s_short), Cancel);
                return;
            }

            await socket.Transport.WaitReadAsync(Cancel);
        }
    }

    private static SslSocket Begin(Socket socket, SslContext context, bool asServer, bool exactly)
    {
        var tls = new SslSocket(new SocketTransport(socket) { ReadsExactly = exactly }, null, 0);
        tls.BeginTls(context, asServer, asServer ? null : "localhost", asServer ? null : "localhost");
        return tls;
    }

    private async Task PeerAsync(CutStream stream, SslVersion version, bool asServer)
    {
        SslProtocols protocols = version == SslVersion.TLSv1_3 ? SslProtocols.Tls13 : SslProtocols.Tls12;
        var tls = new SslStream(stream, leaveInnerStreamOpen: true, (_, _, _, _) => true);
        await (asServer
            ? tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
                { ServerCertificate = _identity.Certificate, EnabledSslProtocols = protocols, AllowTlsResume = false }, Cancel)
            : tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
                { TargetHost = "localhost", EnabledSslProtocols = protocols, AllowTlsResume = false }, Cancel));
    }
}
