using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Tests.Proxies;

/// <summary>What stands where a proxy should be: it does with each client what a test wants.</summary>
internal sealed class FakeProxy : IDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _running;

    internal FakeProxy(Func<NetworkStream, CancellationToken, Task> behave, IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _running = RunAsync(behave);
    }

    internal int Port { get; }

    /// <summary>Says the same to everybody, whatever is asked, and hangs up or goes on listening.</summary>
    internal static FakeProxy Saying(byte[] answer, bool hangsUp = true, bool byteByByte = false) => new(async (client, end) =>
    {
        for (int i = 0; i < answer.Length; i += byteByByte ? 1 : answer.Length)
            await client.WriteAsync(answer.AsMemory(i, byteByByte ? 1 : answer.Length), end);
        if (hangsUp)
            client.Socket.Shutdown(SocketShutdown.Send);
        await client.CopyToAsync(Stream.Null, end);
    });

    private async Task RunAsync(Func<NetworkStream, CancellationToken, Task> behave)
    {
        try
        {
            while (true)
                _ = ServeAsync(await _listener.AcceptSocketAsync(_end.Token), behave);
        }
        catch (Exception e)
            when (_end.IsCancellationRequested && e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(Socket accepted, Func<NetworkStream, CancellationToken, Task> behave)
    {
        accepted.NoDelay = true;
        using var client = new NetworkStream(accepted, ownsSocket: true);
        try
        {
            await behave(client, _end.Token);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
        {
            // The client went away, as it should from most of what it is told here.
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _running.Wait(TimeSpan.FromSeconds(5));
        _end.Dispose();
    }
}
