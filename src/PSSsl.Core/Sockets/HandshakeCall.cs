using System.Threading;

namespace PSSsl.Sockets;

/// <summary>
/// A script's call of Connect or Accept: begins the handshake as it was planned, or goes on with it, and waits for its end where the socket
/// blocks.
/// </summary>
internal static class HandshakeCall
{
    /// <returns>True once the handshake is done; false if it must be waited for.</returns>
    internal static bool Make(SslSocket socket, bool asServer)
    {
        SocketCore core = socket.Core;
        if (socket.State == SslState.Open)
            return true;
        if (socket.State == SslState.Plain && socket.Plan is { } plan && plan.AsServer == asServer)
            socket.BeginTls(plan);
        if (socket.State != SslState.Handshaking)
            throw core.Status.Tell(core.NotOpen());
        if (socket.IsServer != asServer)
            throw core.Status.Tell(OtherEnd(socket));
        if (socket.Blocking)
        {
            core.Handshake.Finish(Deadline.After(socket.Timeout), CancellationToken.None);
            return true;
        }

        var step = default(HandshakeStep);
        TransportWait want = Loop.Try(core, ref step);
        core.Ready.HandshakeWants(want);
        return core.Ready.IsDone(want);
    }

    private static SslException OtherEnd(SslSocket socket) => new(SslErrorCode.InvalidOption, SslPhase.Handshake,
        $"This end of the connection with {socket.PeerName} is its {(socket.IsServer ? "server" : "client")}.")
    {
        RecommendedAction = "Use .Connect() on a client and .Accept() on a server.",
    };
}
