using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace PSSsl.Sockets;

/// <summary>A socket of the system's that listens.</summary>
internal static class ListeningSocket
{
    /// <exception cref="SslException">The address or the port cannot be had.</exception>
    internal static Socket Bind(IPAddress address, int port, int backlog)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            // There another program could otherwise listen on the same port, and take clients away.
            if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
                socket.ExclusiveAddressUse = true;
            if (Equals(address, IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen(backlog);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new SslException(SslErrorCode.AddressInUse, SslPhase.Listen,
                $"Cannot listen on {new IPEndPoint(address, port)}: {e.Message.TrimEnd('.')}.", e)
            {
                RecommendedAction = e.SocketErrorCode == SocketError.AddressNotAvailable
                    ? "-LocalAddress must be an address of this machine, or '::' for all of them."
                    : e.SocketErrorCode == SocketError.AccessDenied ? "Ports below 1024 need more rights; or choose another -Port."
                    : "Choose another -Port (0 takes a free one), or stop what listens there.",
            };
        }
    }
}
