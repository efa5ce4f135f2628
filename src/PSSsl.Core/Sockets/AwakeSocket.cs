using System;
using System.Net.Sockets;

namespace PSSsl.Sockets;

/// <summary>A socket whose calls wait does not wait for the time of one call.</summary>
internal readonly struct AwakeSocket : IDisposable
{
    private readonly Socket? _socket;
    private readonly bool _isCopy;

    /// <param name="socket">The socket.</param>
    /// <param name="isCopy">Its handle is a copy of another one, with which it shares how it waits.</param>
    internal AwakeSocket(Socket socket, bool isCopy)
    {
        _socket = socket;
        _isCopy = isCopy;
        Set(false);
    }

    public void Dispose() => Set(true);

    private void Set(bool waits)
    {
        if (_socket is null)
            return;
#if NET
        if (_isCopy)
            SystemHandle.SetBlocking(_socket, waits);
        else
#endif
            _socket.Blocking = waits;
    }
}
