using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Tests.Sockets;

/// <summary>Connected pairs of sockets, for any number of callers at once.</summary>
internal sealed class Loopback : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly SemaphoreSlim _turn = new(1);

    internal Loopback() => _listener.Start(16);

    internal async Task<(Socket Near, Socket Far)> PairAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            var near = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await near.ConnectAsync(_listener.LocalEndpoint, cancellationToken);
            return (near, await _listener.AcceptSocketAsync(cancellationToken));
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _turn.Dispose();
    }
}
