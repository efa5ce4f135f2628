namespace PSSsl.Sockets;

/// <summary>Takes in what the peer still says, to its close_notify.</summary>
internal static class PeersGoodbye
{
    private const int AtOnce = 16 * 1024;

    /// <summary>A step of waiting for it; what comes before it is kept, or dropped.</summary>
    /// <exception cref="SslException">It closed instead, or does not come to an end.</exception>
    internal static TransportWait Await(SocketCore core, TlsRun tls, bool keeps)
    {
        lock (core.In.Lock)
        {
            var turn = default(Turn);
            while (true)
            {
                if (!keeps)
                    Drop(tls);
                else if (!core.In.KeepPlaintext(tls))
                    throw core.Status.Tell(GoesOn(core));
                switch (Pump.Step(core, tls, SslPhase.Shutdown, ref turn))
                {
                    case Pumped.TlsShutdown:
                        return TransportWait.Nothing;
                    case Pumped.Nothing:
                        return TransportWait.Read;
                    case Pumped.Ended:
                        throw core.Fail(Closed(core));
                }
            }
        }
    }

    private static void Drop(TlsRun tls)
    {
        if (tls.Engine.Available == 0)
            return;
        var dropped = new byte[AtOnce];
        while (tls.Engine.Read(dropped, 0, dropped.Length) > 0)
        {
        }
    }

    private static SslException Closed(SocketCore core) => new(SslErrorCode.PeerVanished, SslPhase.Shutdown,
        $"{core.PeerName} closed the connection without sending close_notify.")
    {
        RecommendedAction = "It does not go on in plain text: open a new connection.",
    };

    private static SslException GoesOn(SocketCore core) => new(SslErrorCode.TooLong, SslPhase.Shutdown,
        $"{core.PeerName} goes on sending instead of sending close_notify: more than {Receiving.MostKept} bytes came.")
    {
        RecommendedAction = "What came is kept: read it, then call Stop-SslUpgrade again.",
    };
}
