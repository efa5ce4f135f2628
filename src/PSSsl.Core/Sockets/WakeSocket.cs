using System;
using System.Net;
using System.Net.Sockets;

namespace PSSsl.Sockets;

/// <summary>
/// A socket that other threads make readable, so that one call can wait for the network and for them. It is connected to itself, and takes
/// bytes from nobody else.
/// </summary>
internal sealed class WakeSocket : IDisposable
{
    private static readonly byte[] s_byte = new byte[1];

    private readonly byte[] _dropped = new byte[16];

    internal WakeSocket()
    {
        Socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            Socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Socket.Connect(Socket.LocalEndPoint!);
            Socket.Blocking = false;
        }
        catch
        {
            Socket.Dispose();
            throw;
        }
    }

    internal Socket Socket { get; }

    /// <summary>Makes it readable, from any thread. A buffer that is full is readable already.</summary>
    internal void Wake()
    {
        try
        {
            Socket.Send(s_byte, 0, 1, SocketFlags.None, out _);
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    internal void Reset()
    {
        SocketError error;
        do
            Socket.Receive(_dropped, 0, _dropped.Length, SocketFlags.None, out error);
        while (error == SocketError.Success);
    }

    public void Dispose() => Socket.Dispose();
}
