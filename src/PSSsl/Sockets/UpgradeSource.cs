using System;
using System.IO;
using System.Net.Sockets;

namespace PSSsl.Sockets;

/// <summary>Connections that others made, as sockets of ours. As long as the handshake can fail they are read no further than TLS needs.</summary>
internal static class UpgradeSource
{
    /// <exception cref="SslException">It is no connection, or not connected.</exception>
    internal static SslSocket Open(object source)
    {
        switch (source)
        {
            case SslSocket { State: SslState.Plain } plain:
                return plain;
            case SslSocket { State: SslState.Open } open:
                // TLS inside TLS.
                return new SslSocket(new NestedTransport(open) { ReadsExactly = true }, open.ComputerName, open.Port);
            case SslSocket other:
                throw other.NotOpen();
            case TcpClient client:
                return FromSocket(client.Client ?? throw Unusable("The TcpClient is not connected."));
            case Socket socket:
                return FromSocket(socket);
            case Stream { CanRead: true, CanWrite: true } stream:
                return new SslSocket(new StreamTransport(stream) { ReadsExactly = true }, null, 0);
            case Stream:
                throw Unusable("The stream can not be both read and written.");
            case IntPtr handle:
                return FromHandle(handle);
            default:
                throw Unusable($"A {source.GetType().FullName} is no connection.");
        }
    }

    private static SslSocket FromSocket(Socket socket, bool isOurs = false)
    {
        if (socket.SocketType != SocketType.Stream)
            throw Unusable($"The socket is of type {socket.SocketType}, and TLS needs one that keeps bytes in their order (Stream).");
        if (!socket.Connected)
            throw Unusable("The socket is not connected.");
        return new SslSocket(new SocketTransport(socket) { ReadsExactly = true, IsOurs = isOurs }, null, 0);
    }

    private static SslSocket FromHandle(IntPtr handle)
    {
#if NET
        var owned = new SafeSocketHandle(handle, ownsHandle: true);
        try
        {
            return FromSocket(new Socket(owned), isOurs: true);
        }
        catch (Exception e) when (e is SocketException or ArgumentException or SslException)
        {
            // What could not be used stays open and the caller's.
            owned.SetHandleAsInvalid();
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, $"Handle {handle} is no connected socket: {e.Message}", e);
        }
#else
        throw Unusable("Handles can be used from PowerShell 7 on; give a Socket or TcpClient instead.");
#endif
    }

    private static SslException Unusable(string why) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"Cannot begin TLS there: {why}")
    {
        RecommendedAction = "Give a connected TcpClient or Socket, a Stream that can be read and written, or an SslSocket that is Plain or Open.",
    };
}
