using PSSsl.Sockets;

namespace PSSsl;

// Why a socket cannot do what it was asked for, and what can be done about it: closed, failed, not open yet, shut down by the one end or the other.
public sealed partial class SslSocket
{
    /// <summary>The error for reading and writing now; whoever asks has found that it cannot.</summary>
    internal SslException NotOpen()
    {
        if (_disposed || State == SslState.Closed)
            return NotOpen("is closed", "Open a new connection with New-SslSocket.");
        if (_failure is not null)
            return Failed(_failure);
        if (State == SslState.Plain)
            return NotOpen("speaks no TLS", "Start-SslUpgrade begins it.");
        if (State == SslState.Handshaking)
        {
            return NotOpen("is still in its handshake",
                $"Call .{(IsServer ? nameof(Accept) : nameof(Connect))}() until it gives true, with Wait-SslSocket in between; Stop-SslUpgrade gives the handshake up, and the plain connection back.");
        }

        return _engine?.PeerClosed == true
            ? NotOpen("has been shut down by the peer (close_notify): nothing is read or written until Stop-SslUpgrade", "Stop-SslUpgrade goes on in plain text; Close-SslSocket closes it.")
            : NotOpen("has been shut down by this end (close_notify): nothing is written until Stop-SslUpgrade has had the peer's goodbye too", "Call Stop-SslUpgrade again to go on in plain text; Close-SslSocket closes it.");
    }

    private SslException NotOpen(string why, string todo) => new(SslErrorCode.NotOpen, SslPhase.None, $"The socket to {_peerName} {why}.") { RecommendedAction = todo };

    private SslException Failed(SslException failure)
    {
        string way = Negotiated is null
            ? "Stop-SslUpgrade gives the plain connection back, if it is still there; Close-SslSocket closes it."
            : "Close this socket with Close-SslSocket, and open a new connection with New-SslSocket.";
        return new SslException(failure.Code, failure.Phase, $"The connection with {_peerName} has failed: {failure.Message}", failure)
        {
            Alert = failure.Alert,
            AlertFromPeer = failure.AlertFromPeer,
            VerifyErrors = failure.VerifyErrors,
            RecommendedAction = failure.RecommendedAction is null ? way : $"{failure.RecommendedAction} {way}",
        };
    }
}
