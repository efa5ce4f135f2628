using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;

namespace PSSsl.Sockets;

/// <summary>What an operation waits for.</summary>
internal enum TransportWait
{
    /// <summary>Nothing: it is done.</summary>
    Nothing,

    /// <summary>Bytes from the peer.</summary>
    Read,

    /// <summary>Room for bytes to the peer.</summary>
    Write,

    /// <summary>To go on at once, when it has been looked whether there is time.</summary>
    Turn,
}

/// <summary>
/// What lies under a socket: try to move bytes, and wait until trying makes sense. Every loop, blocking or not, synchronous or
/// not, is made of these.
/// </summary>
internal abstract class Transport : IDisposable
{
    internal const int WouldBlock = -1;

    /// <summary>True if no byte may be taken that the TLS connection does not need: somebody else may go on reading after it.</summary>
    internal bool ReadsExactly { get; init; }

    /// <summary>What the system can be asked about for it, among many; null if it cannot.</summary>
    internal virtual Socket? PollSocket => null;

    /// <summary>
    /// True if received bytes that nobody has taken are lost when the peer resets the connection: Winsock drops them, where others keep
    /// them.
    /// </summary>
    internal virtual bool LosesUnread => false;

    /// <summary>True if bytes are here that the system knows nothing of any more.</summary>
    internal virtual bool HasBytes => false;

    internal abstract EndPoint? LocalEndPoint { get; }

    internal abstract EndPoint? RemoteEndPoint { get; }

    /// <summary>Takes what is there: the number of bytes, 0 at the end, <see cref="WouldBlock"/> if there is nothing yet.</summary>
    internal abstract int TryReceive(byte[] buffer, int offset, int count);

    /// <summary>Looks at what is there without taking it, or <see cref="WouldBlock"/>; null if this kind cannot look.</summary>
    internal virtual int? TryPeek(byte[] buffer, int offset, int count) => null;

    /// <summary>Sends what there is room for: the number of bytes or <see cref="WouldBlock"/>.</summary>
    internal abstract int TrySend(byte[] buffer, int offset, int count);

    /// <summary>Waits at most so long; false if the time passed.</summary>
    internal abstract bool Wait(TransportWait what, int milliseconds);

    /// <summary>Waits without a thread until bytes are there.</summary>
    internal abstract Task WaitReadAsync(CancellationToken cancellationToken);

    /// <summary>The same, where it is waited for often: no object is made for it if the platform needs none.</summary>
    internal virtual async IOTask WhenReadable(CancellationToken cancellationToken) =>
        await WaitReadAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Sends at least one byte without a thread.</summary>
    internal abstract Task<int> SendAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken);

    /// <summary>Tells the peer that nothing more will be sent.</summary>
    internal abstract void ShutdownSend();

    /// <summary>Has somebody told, on any thread, when what is under way has ended; for transports that cannot be polled.</summary>
    internal virtual void WhenChanged(Action changed) => throw new NotSupportedException("This transport is polled.");

    /// <summary>
    /// Told when the handshake has ended, well or not; a protocol that carries only that in packets of its own stops doing so.
    /// </summary>
    internal virtual void HandshakeOver()
    {
    }

    /// <summary>What lies under it when TLS is over and packets for it are not needed any more; as a rule there is nothing.</summary>
    internal virtual Transport Bare => this;

    /// <summary>TLS is over, or failed: whoever lent it finds it as it was. It still works, more slowly.</summary>
    internal virtual void Rest()
    {
    }

    /// <summary>TLS begins on it, perhaps again.</summary>
    internal virtual void Resume()
    {
    }

    /// <summary>Gives it back as it was found, to a caller who keeps it.</summary>
    internal virtual void Restore()
    {
    }

    public abstract void Dispose();
}
