using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Tests.Interop;

/// <summary>Stands between a client and a server for one connection, carries their bytes and keeps them as a capture file.</summary>
internal sealed class RecordingRelay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _carrying;
    private readonly PcapFile _capture;

    internal RecordingRelay(int serverPort, PcapFile capture)
    {
        _capture = capture;
        _listener.Start(1);
        _carrying = CarryAsync(serverPort);
    }

    /// <summary>Where a client connects to.</summary>
    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Waits for the end of both directions.</summary>
    internal Task FinishAsync(CancellationToken cancel) => _carrying.WaitAsync(cancel);

    public void Dispose() => _listener.Dispose();

    private async Task CarryAsync(int serverPort)
    {
        using Socket client = await _listener.AcceptSocketAsync();
        using var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await server.ConnectAsync(IPAddress.Loopback, serverPort);
        await Task.WhenAll(CarryAsync(client, server, fromClient: true), CarryAsync(server, client, fromClient: false));
    }

    private async Task CarryAsync(Socket from, Socket to, bool fromClient)
    {
        var buffer = new byte[16 * 1024];
        for (int n; (n = await from.ReceiveAsync(buffer)) > 0;)
        {
            // Noted before it is passed on, so that an answer never stands before its question.
            _capture.Add(fromClient, buffer.AsSpan(0, n));
            await to.SendAsync(buffer.AsMemory(0, n));
        }

        to.Shutdown(SocketShutdown.Send);
    }
}
