using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;
using PSSsl.Tests.Sockets;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Hostile;

/// <summary>
/// Peers that are written by hand and break the protocol, one way each: the error says so, with the alert that goes over the wire, in time
/// and without much memory.
/// </summary>
[Collection(nameof(Trust.Alone))]
public sealed class HostileTests : IDisposable
{
    private const long MostBytes = 40 * 1024 * 1024;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);
    private static readonly Dictionary<string, Scenario> s_all = Scenarios.All.ToDictionary(s => s.Name);

    private readonly Loopback _loopback = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. s_all.Keys];

    public void Dispose() => _loopback.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public async Task IsRefused(string name)
    {
        Scenario scenario = s_all[name];
        long before = GC.GetTotalAllocatedBytes();
        var watch = Stopwatch.StartNew();
        (SslException? error, int? wire) = await RunAsync(scenario);
        Assert.True(watch.Elapsed < s_limit, $"It took {watch.Elapsed}.");
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, MostBytes);
        string seen =
            $"{error?.Code ?? SslErrorCode.None} {error?.Alert?.ToString() ?? "-"} wire "
                + $"{wire?.ToString(CultureInfo.InvariantCulture) ?? "-"}: {error?.Message}";
        Assert.True((error?.Code ?? SslErrorCode.None) == scenario.Code, seen);
        Assert.True((error?.Alert is { } alert ? (int)alert : -1) == scenario.Alert, seen);
        if (scenario.Alert >= 0)
            Assert.True((error!.AlertFromPeer != true) == scenario.Sent, seen);
        if (scenario.Sent)
            Assert.True(wire == scenario.Alert, seen);
        else
            Assert.True(wire is null or 0, seen);
        if (error is not null)
            Assert.NotNull(error.RecommendedAction);
    }

    private async Task<(SslException? Error, int? Wire)> RunAsync(Scenario scenario)
    {
        (Socket near, Socket far) = await _loopback.PairAsync(Cancel);
        using HandPeer peer = scenario.Make(far);
        using SslSocket socket = Begin(near, scenario);
        Task<SslException?> ours = UseAsync(socket);
        await Task.Run(() => Play(scenario, peer), Cancel);
        SslException? error = await ours;
        socket.Close();
        await Task.Run(peer.Drain, Cancel);
        return (error, peer.Alert);
    }

    private static void Play(Scenario scenario, HandPeer peer)
    {
        try
        {
            scenario.Play(peer);
            peer.Fin();
        }
        catch (Exception e) when (e is EndOfStreamException or SocketException && scenario.Code != SslErrorCode.None)
        {
            // Our end hung up before it said all that it has to say.
        }
    }

    private static SslSocket Begin(Socket near, Scenario scenario)
    {
        SslContextOptions options = scenario.AsServer
            ? new SslContextOptions { Identities = [HandKeys.EcIdentity], Group = ["secp256r1", "x25519"] }
            : new SslContextOptions { Authorities = [HandKeys.EcCertificate, HandKeys.RsaCertificate], Group = ["secp256r1", "x25519"] };
        var socket = new SslSocket(new SocketTransport(near), scenario.AsServer ? null : "localhost", 0);
        socket.BeginTls(new SslContext(scenario.Options(options)), scenario.AsServer, scenario.AsServer ? null
            : "localhost", scenario.AsServer ? null : "localhost");
        return socket;
    }

    /// <summary>Shakes hands, and reads to the end.</summary>
    private static async Task<SslException?> UseAsync(SslSocket socket)
    {
        var deadline = Deadline.After(TimeSpan.FromSeconds(6));
        var buffer = new byte[4096];
        try
        {
            await socket.FinishHandshakeAsync(deadline, Cancel);
            while (await socket.ReadAsync(buffer, 0, buffer.Length, deadline, Cancel) > 0)
            {
            }

            return null;
        }
        catch (SslException e)
        {
            return e;
        }
    }
}
