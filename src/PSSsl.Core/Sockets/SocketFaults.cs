using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Sockets;

namespace PSSsl.Sockets;

/// <summary>The network's faults in words that say what to do.</summary>
internal static class SocketFaults
{
    internal static SslException TimedOut(SslPhase phase, string doing, TimeSpan after, string? todo = null)
    {
        string seconds = after.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
        string hint = phase switch
        {
            SslPhase.Lookup => "The name server does not answer: check the name and the network.",
            SslPhase.Connect => "Nothing answers there: check address and port, and firewalls in between; or give a longer -Timeout.",
            SslPhase.Proxy =>
                "Something takes connections there but does not answer: check the proxy's address, and that its scheme is right, for a "
                    + "proxy that wants TLS (https) or SOCKS waits for that; or give a longer -Timeout.",
            SslPhase.StartTls =>
                "Check the port and the protocol: a port for TLS from the start waits for the client to speak first; or give a longer "
                    + "-Timeout.",
            SslPhase.Handshake =>
                "The peer takes connections but does not speak TLS in time: check that this port is a TLS port (one that wants STARTTLS "
                    + "waits for it), or give a longer -Timeout.",
            SslPhase.Write =>
                "The peer does not read: it may be busy with what it sends itself, or have stopped; or give a longer -Timeout.",
            SslPhase.Listen => "Check that clients call this address and port, or give a longer -Timeout.",
            _ => "Give a longer -Timeout, or check whether the peer has anything to send.",
        };
        return new SslException(SslErrorCode.TimedOut, phase, $"Timed out after {seconds} s while {doing}.")
            { RecommendedAction = todo ?? hint };
    }

    internal static SslException Connect(string target, IReadOnlyList<IPAddress> addresses, IReadOnlyList<SocketException> faults)
    {
        // Somebody who refuses is nearer to the truth than a family that has no route.
        SocketException fault = faults.FirstOrDefault(f => f.SocketErrorCode == SocketError.ConnectionRefused) ?? faults[0];
        string tried = addresses.Count == 1 && target.Contains(addresses[0].ToString()) ? string.Empty
            : $" ({string.Join(", ", addresses)})";
        (SslErrorCode code, string what, string todo) = fault.SocketErrorCode switch
        {
            SocketError.ConnectionRefused =>
                (SslErrorCode.ConnectionRefused, "refuses the connection", "Check the port and that the service is running there."),
            SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown or SocketError.HostDown =>
                (SslErrorCode.HostUnreachable, "cannot be reached", "Check the address and this machine's routes."),
            // Taken and dropped before the connecting end looked.
            SocketError.ConnectionReset or SocketError.ConnectionAborted =>
                (SslErrorCode.PeerVanished, "accepts the connection and drops it immediately",
                    "Typical causes: an overloaded service, a blocked client, or a firewall in between: look into the server's "
                        + "log."),
            SocketError.TimedOut => (SslErrorCode.TimedOut, "does not answer", "Check address and port, and firewalls in between."),
            SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable =>
                (SslErrorCode.AddressInUse, "cannot be connected to from the local address",
                    "Choose another -LocalAddress or -LocalPort, or leave them out."),
            _ => (SslErrorCode.Network, "cannot be connected to", "See the message of the network above."),
        };
        return new SslException(code, SslPhase.Connect, $"{target}{tried} {what}: {fault.Message.TrimEnd('.')}.", fault)
            { RecommendedAction = todo };
    }

    /// <summary>A fault on a connection that existed.</summary>
    internal static SslException Broken(SslPhase phase, string peer, Exception fault)
    {
        var socket = fault as SocketException ?? fault.InnerException as SocketException;
        bool vanished = socket?.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown
            || (socket is not null && socket.Message.IndexOf("Broken pipe", StringComparison.OrdinalIgnoreCase) >= 0);
        return vanished
            ? new SslException(SslErrorCode.PeerVanished, phase,
                $"{peer} broke the connection{During(phase)}: {socket!.Message.TrimEnd('.')}.", fault)
            {
                RecommendedAction = phase == SslPhase.Handshake
                    ? "Look into the peer's log; typical causes are a firewall or an unsupported version."
                    : "The peer closed or crashed: look into its log.",
            }
            : new SslException(SslErrorCode.Network, phase,
                $"The connection with {peer} broke{During(phase)}: {fault.Message.TrimEnd('.')}.", fault)
            {
                RecommendedAction = "Check the network on the way, then connect again.",
            };
    }

    /// <summary>Whoever gave us the connection has closed it.</summary>
    internal static SslException Taken(SslPhase phase, string peer, Exception fault) =>
        new(SslErrorCode.NotOpen, phase, $"The connection with {peer} was closed by the object that it was taken over from.", fault)
    {
        RecommendedAction = "Close-SslSocket closes what was upgraded, too; what it was made of should be left alone until then.",
    };

    private static string During(SslPhase phase) => phase switch
    {
        SslPhase.Handshake => " during the TLS handshake",
        SslPhase.Read => " while reading",
        SslPhase.Write => " while writing",
        SslPhase.Shutdown => " while closing",
        _ => string.Empty,
    };
}
