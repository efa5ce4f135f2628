using System;
using PSSsl.Engine;

namespace PSSsl.Sockets;

/// <summary>What one step of the pump came to.</summary>
internal enum Pumped
{
    /// <summary>Records were processed or bytes came: look again.</summary>
    Something,

    /// <summary>There is nothing more now, or others come first.</summary>
    Nothing,

    /// <summary>The peer has said that it sends no more.</summary>
    TlsShutdown,

    /// <summary>The connection has ended, without a goodbye.</summary>
    Ended,
}

/// <summary>
/// Moves what the peer sends from the wire into the engine, and is the one place where the engine's errors become those of the socket.
/// </summary>
internal static class Pump
{
    /// <summary>Processes what is here; if that is nothing, receives. All plaintext was taken, and nobody else reads.</summary>
    internal static Pumped Step(SocketCore core, TlsRun tls, SslPhase phase, ref Turn turn)
    {
        try
        {
            if (tls.Engine.Process())
            {
                core.Out.Answer(tls);
                return Pumped.Something;
            }
        }
        catch (TlsEngineException e)
        {
            if (tls.Engine.Negotiated is null)
                tls.Sessions?.Failed();
            // The alert, if one is due, is sent if there is room; nothing waits for a peer that is being turned away.
            // What is not TLS may still be taken over by somebody who speaks it, if all is left as it was.
            bool isAnswered = e.Failure != TlsFailure.NotTls || (e.AlertPassed && !core.Wire.Transport.ReadsExactly);
            if (isAnswered)
                core.Out.Answer(tls);
            throw core.Fail(HandshakeFaults.Explain(e, core.Owner, core.PeerName, isAnswered));
        }

        if (tls.Engine.PeerClosed)
            return Pumped.TlsShutdown;
        return Receive(core, tls, phase, ref turn);
    }

    private static Pumped Receive(SocketCore core, TlsRun tls, SslPhase phase, ref Turn turn)
    {
        if (turn.IsOver)
            return Pumped.Nothing;
        ArraySegment<byte> room = tls.Engine.ReceiveRoom();
        int count = core.Wire.Transport.ReadsExactly ? Math.Min(room.Count, tls.Engine.MissingInput) : room.Count;
        int received = core.Wire.Receive(phase, room.Array!, room.Offset, count);
        if (received == Transport.WouldBlock)
            return Pumped.Nothing;
        if (received == 0)
            return Pumped.Ended;
        turn.Took(received);
        tls.Engine.Received(received);
        return Pumped.Something;
    }
}
