using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Tests.Audit;

/// <summary>Connections of a server that says what a test wants, each on a thread of its own, numbered from 1.</summary>
internal sealed class ScriptedConnections : IDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Action<int, NetworkStream> _serve;
    private int _connections;

    internal ScriptedConnections(IPAddress address, int port, Action<int, NetworkStream> serve)
    {
        _serve = serve;
        _listener = new TcpListener(address, port);
        _listener.Start();
        _ = Task.Run(AcceptAsync);
    }

    internal int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public void Dispose()
    {
        _stop.Cancel();
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket socket = await _listener.AcceptSocketAsync(_stop.Token);
            int number = Interlocked.Increment(ref _connections);
            _ = Task.Factory.StartNew(() => Serve(number, socket), TaskCreationOptions.LongRunning);
        }
    }

    private void Serve(int number, Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            _serve(number, stream);
        }
        catch (Exception e) when (e is System.IO.IOException or SocketException or FormatException or ObjectDisposedException)
        {
            // The client hung up, or sent what no client sends.
        }
    }
}
