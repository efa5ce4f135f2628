using System;
using System.Collections.Generic;
using System.Net;

namespace PSSsl.Sockets;

/// <summary>A client that was accepted, or the reason why it was not.</summary>
internal sealed class AcceptedClient
{
    internal SslSocket? Socket { get; init; }

    internal SslException? Error { get; init; }

    /// <summary>The plain connection of a handshake that failed, for the error trap of whoever takes this.</summary>
    internal SslSocket? Trapped { get; init; }

    internal EndPoint? RemoteEndPoint { get; init; }

    /// <summary>Records and messages of its handshake, if they were followed.</summary>
    internal IReadOnlyCollection<string> DebugLines { get; init; } = Array.Empty<string>();

    /// <summary>What the error trap wrote.</summary>
    internal IReadOnlyList<object> TrapOutput { get; init; } = Array.Empty<object>();

    /// <summary>Closes what nobody takes.</summary>
    internal void Drop()
    {
        Socket?.Dispose();
        Trapped?.Close(SslShutdown.None);
    }
}
