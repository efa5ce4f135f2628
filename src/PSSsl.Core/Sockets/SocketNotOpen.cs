namespace PSSsl.Sockets;

/// <summary>
/// Why a socket cannot do what it was asked for, and what can be done about it: closed, failed, not open yet, shut down by the one end or
/// the other.
/// </summary>
internal static class SocketNotOpen
{
    internal static SslException Why(SocketCore core)
    {
        switch (core.Status.State)
        {
            case SslState.Closed:
                return NotOpen(core, "is closed", "Open a new connection with New-SslSocket.");
            case SslState.Failed when core.Status.Failure is { } failure:
                return Failed(core, failure);
            case SslState.Plain:
                return NotOpen(core, "speaks no TLS", "Start-SslUpgrade begins it.");
            case SslState.Handshaking:
                string way = core.Owner.IsServer ? nameof(SslSocket.Accept) : nameof(SslSocket.Connect);
                return NotOpen(core, "is still in its handshake",
                    $"Call .{way}() until it gives true, with Wait-SslSocket in between; Stop-SslUpgrade gives the handshake up, and the "
                        + $"plain connection back.");
            default:
                return core.Engine?.PeerClosed == true
                    ? NotOpen(core, "has been shut down by the peer (close_notify): nothing is read or written until Stop-SslUpgrade",
                        "Stop-SslUpgrade goes on in plain text; Close-SslSocket closes it.")
                    : NotOpen(core,
                        "has been shut down by this end (close_notify): nothing is written until Stop-SslUpgrade has received the peer's "
                            + "close_notify too",
                        "Call Stop-SslUpgrade again to go on in plain text; Close-SslSocket closes it.");
        }
    }

    private static SslException NotOpen(SocketCore core, string why, string todo) =>
        new(SslErrorCode.NotOpen, SslPhase.None, $"The socket to {core.PeerName} {why}.") { RecommendedAction = todo };

    private static SslException Failed(SocketCore core, SslException failure)
    {
        string way = core.Negotiated is null
            ? "Stop-SslUpgrade gives the plain connection back, if it is still there; Close-SslSocket closes it."
            : "Close this socket with Close-SslSocket, and open a new connection with New-SslSocket.";
        return failure.Wrap($"The connection with {core.PeerName} has failed: {failure.Message}",
            failure.RecommendedAction is null ? way : $"{failure.RecommendedAction} {way}");
    }
}
