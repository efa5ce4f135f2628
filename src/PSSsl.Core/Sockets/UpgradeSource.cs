using System;
using System.IO;
using System.Net.Sockets;
#if !NET
using System.Reflection;
#endif

namespace PSSsl.Sockets;

/// <summary>
/// Connections that others made, as sockets of ours. As long as the handshake can fail they are read no further than TLS needs.
/// </summary>
internal static class UpgradeSource
{
    /// <exception cref="SslException">It is not a connection, or not connected.</exception>
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
                throw other.Core.NotOpen();
            case TcpClient client:
                return FromSocket(client.Client ?? throw Unusable("the TcpClient is not connected."));
            case Socket socket:
                return FromSocket(socket);
            case NetworkStream { CanRead: true, CanWrite: true } stream when SocketOf(stream) is { } socket:
                return FromSocket(socket, stream);
            case Stream { CanRead: true, CanWrite: true } stream:
                return new SslSocket(new StreamTransport(stream) { ReadsExactly = true }, null, 0);
            case Stream:
                throw Unusable("the stream cannot be both read and written.");
            case IntPtr handle:
                return FromHandle(handle);
            default:
                throw Unusable($"an object of type {source.GetType().FullName} is not a connection.");
        }
    }

    private static SslSocket FromSocket(Socket socket, IDisposable? holder = null)
    {
        if (socket.SocketType != SocketType.Stream)
            throw Unusable($"the socket is of type {socket.SocketType}, and TLS needs one that keeps bytes in their order (Stream).");
        if (!socket.Connected)
            throw Unusable("the socket is not connected.");
        return new SslSocket(new SocketTransport(socket) { ReadsExactly = true, Holder = holder }, null, 0);
    }

    /// <summary>
    /// What a stream of the network lies on: there bytes can be looked at before they are taken. Null for one that does more than that.
    /// </summary>
    private static Socket? SocketOf(NetworkStream stream) => stream.GetType() != typeof(NetworkStream) ? null
#if NET
        : stream.Socket;
#else
        : (Socket?)typeof(NetworkStream).GetProperty("Socket", BindingFlags.Instance | BindingFlags.Public
            | BindingFlags.NonPublic)?.GetValue(stream);
#endif

    private static SslSocket FromHandle(IntPtr handle)
    {
#if NET
        Socket? copy = null;
        try
        {
            copy = SystemHandle.Copy(handle);
            if (!copy.Connected)
                throw new SocketException((int)SocketError.NotConnected);
            bool waited = SystemHandle.IsBlocking(copy);
            return new SslSocket(new SocketTransport(copy)
                { ReadsExactly = true, IsOurs = true, IsCopy = true, CopyWaited = waited }, null, 0);
        }
        catch (Exception e) when (e is SocketException or ArgumentException or ObjectDisposedException)
        {
            copy?.Dispose();
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                $"Handle {handle} is not a connected socket: {e.Message.TrimEnd('.')}.", e)
            {
                RecommendedAction = "Give the handle of a connected socket, or a TcpClient, Socket or Stream.",
            };
        }
#else
        throw Unusable("handles can be used from PowerShell 7 on; give a Socket or TcpClient instead.");
#endif
    }

    private static SslException Unusable(string why) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"Cannot begin TLS there: {why}")
    {
        RecommendedAction =
            "Give a connected TcpClient or Socket, a Stream that can be read and written, or an SslSocket that is Plain or Open.",
    };
}
