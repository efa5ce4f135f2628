using System;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Contexts;
using PSSsl.Sockets;

namespace PSSsl;

/// <content>The beginning of TLS, and its end.</content>
public sealed partial class SslSocket
{
    /// <summary>
    /// Continues the handshake as client, or begins it as it was planned, or began the last time.
    /// </summary>
    /// <returns>True once it is done; false if the socket does not block and must be waited for, see <see cref="LastError"/>.</returns>
    /// <exception cref="SslException">It failed.</exception>
    public bool Connect() => HandshakeCall.Make(this, asServer: false);

    /// <summary>
    /// Continues the handshake as server, or begins it as it was planned, or began the last time.
    /// </summary>
    /// <returns>True once it is done; false if the socket does not block and must be waited for, see <see cref="LastError"/>.</returns>
    /// <exception cref="SslException">It failed.</exception>
    public bool Accept() => HandshakeCall.Make(this, asServer: true);

    /// <summary>Begins TLS. The first bytes go out with the first step.</summary>
    internal void BeginTls(SslContext context, bool asServer, string? serverName, string? verifyName, string? sessionKey = null,
        bool looksOnly = false) =>
        BeginTls(new TlsPlan(context, asServer)
            { ServerName = serverName, VerifyName = verifyName, SessionKey = sessionKey, LooksOnly = looksOnly });

    internal void BeginTls(TlsPlan plan)
    {
        IsServer = plan.AsServer;
        Plan = plan;
        Core.Handshake.Begin(plan);
    }

    /// <summary>See <see cref="Handshake.Bound"/>.</summary>
    internal void BoundHandshake(Deadline deadline, CancellationToken cancellationToken) =>
        Core.Handshake.Bound(deadline, cancellationToken);

    /// <summary>See <see cref="Handshake.Finish"/>.</summary>
    internal void FinishHandshake(Deadline deadline, CancellationToken cancellationToken) =>
        Core.Handshake.Finish(deadline, cancellationToken);

    internal Task FinishHandshakeAsync(Deadline deadline, CancellationToken cancellationToken) =>
        Core.Handshake.FinishAsync(deadline, cancellationToken);

    /// <summary>Waits for a client's first byte.</summary>
    internal async Task UntilFirstByteAsync(Deadline deadline, CancellationToken cancellationToken) =>
        await Loop.RunAsync(Core, default(FirstByteStep), new Limits(SslPhase.Handshake, deadline, cancellationToken))
            .ConfigureAwait(false);

    /// <summary>See <see cref="Handshake.Received"/>.</summary>
    internal long ReceivedInHandshake => Core.Handshake.Received;

    internal void Consented(SslStartTls said)
    {
        StartTls = said;
        Core.HasConsent = true;
    }

    /// <summary>See <see cref="TlsShutdown.Abandon"/>.</summary>
    internal void AbandonTls() => Core.Shutdown.Abandon();

    /// <summary>
    /// Ends TLS and goes on in plain text: sends close_notify and waits for the peer's. Data that the
    /// peer sent before it can still be read, and plain text that came right behind it follows.
    /// </summary>
    /// <returns>True once it is done; false if the socket does not block and must be waited for, see <see cref="LastError"/>; then call it
    /// again.</returns>
    /// <exception cref="SslException">The connection failed, or the peer did not answer in time; the socket still speaks TLS
    /// then.</exception>
    public bool StopTls() => StopTls(SslShutdown.Full);

    /// <summary>Ends TLS and waits for that, whatever <see cref="Blocking"/> says.</summary>
    internal void StopTls(SslShutdown shutdown, Deadline deadline, CancellationToken cancellationToken) =>
        Core.Shutdown.Stop(shutdown, deadline, cancellationToken);

    /// <summary>
    /// Sends close_notify and closes; the peer's is not waited for.
    /// </summary>
    public void Close() => Close(SslShutdown.Fast);

    /// <summary>Closes. It never hangs: waiting is bounded by <see cref="Timeout"/>, and by 2 s for room to send.</summary>
    /// <param name="shutdown">How it is shut down.</param>
    /// <returns>True if the peer sent close_notify too.</returns>
    public bool Close(SslShutdown shutdown) => Close(shutdown, CancellationToken.None);

    internal bool Close(SslShutdown shutdown, CancellationToken cancellationToken) =>
        Core.Shutdown.Close(shutdown, Deadline.After(Timeout), cancellationToken);

    /// <summary>Closes at once, with close_notify if there is room for it.</summary>
    public void Dispose()
    {
        Close(SslShutdown.Fast);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends TLS and goes on in plain text, see <see cref="StopTls()"/>.</summary>
    /// <param name="shutdown">Full waits for the peer's close_notify. Fast does not: what of TLS the peer still sends is then read as plain
    /// text. None sends no close_notify.</param>
    /// <returns>See <see cref="StopTls()"/>.</returns>
    public bool StopTls(SslShutdown shutdown) => Core.Shutdown.Stop(shutdown);
}
