using System.Diagnostics;
using System.Threading;
using PSSsl.Contexts;
using PSSsl.Engine;
using PSSsl.Sessions;

namespace PSSsl.Sockets;

/// <summary>One time of TLS on a socket, from its beginning until plain text follows or the socket is closed.</summary>
internal sealed class TlsRun
{
    /// <summary>
    /// Whoever has it drives the handshake, and the engine with it: no lock is held meanwhile, for the user's code runs in it. Interlocked.
    /// </summary>
    private int _driven;

    /// <summary>Set once by whoever closes while another one drives.</summary>
    private volatile bool _isOver;

    /// <summary>Read and written by all who look at the certificate; the same each time.</summary>
    private volatile PeerCertificate? _described;

    internal TlsRun(TlsEngine engine, SslContext context, PeerVerification judge, bool isServer)
    {
        Engine = engine;
        Context = context;
        Judge = judge;
        IsServer = isServer;
        Started = Stopwatch.GetTimestamp();
    }

    /// <summary>Driven by the handshake until it is over; then read under the lock of receiving, written under that of sending.</summary>
    internal TlsEngine Engine { get; }

    internal bool IsServer { get; }

    /// <summary>Of a server, by the name that the client asks for: written by whoever drives the handshake, read anywhere.</summary>
    internal SslContext Context { get; set; }

    /// <summary>See <see cref="Context"/>.</summary>
    internal PeerVerification Judge { get; set; }

    internal ClientSessionStore? Sessions { get; init; }

    internal MessageReporter? Messages { get; init; }

    internal long Started { get; }

    /// <summary>What had been received before: said in plain text, by a proxy or the peer, it is not a handshake.</summary>
    internal long ReceivedBefore { get; init; }

    /// <summary>True once the first bytes were looked at; of whoever drives the handshake.</summary>
    internal bool SawTls { get; set; }

    internal PeerCertificate? Described
    {
        get => _described;
        set => _described = value;
    }

    /// <summary>True if nobody drives it, and nobody else may now.</summary>
    internal bool TryDrive() => Interlocked.CompareExchange(ref _driven, 1, 0) == 0;

    /// <summary>Whoever comes to the end of driving frees what was closed meanwhile.</summary>
    internal void Rest()
    {
        Interlocked.Exchange(ref _driven, 0);
        if (_isOver)
            Free();
    }

    /// <summary>Clears keys and buffers, now or as soon as nobody drives it. Both locks are held.</summary>
    internal void End()
    {
        _isOver = true;
        Free();
    }

    private void Free()
    {
        if (!TryDrive())
            return;
        Engine.Dispose();
    }
}
