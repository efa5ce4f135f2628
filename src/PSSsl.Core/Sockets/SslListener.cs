using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Sockets;

namespace PSSsl;

/// <summary>
/// Listens for TLS clients. From its creation on it accepts and shakes hands in the background, within bounds, so that one script can
/// be both ends, and a client that stalls does not delay others. <c>Wait-SslConnection</c> hands the connections out.
/// </summary>
public sealed class SslListener : IDisposable
{
    private readonly ListenerCore _core;

    internal SslListener(ListenerCore core, X509Certificate2? authority)
    {
        _core = core;
        CertificateAuthority = authority;
        core.Start();
    }

    /// <summary>
    /// A listener that nobody holds any more stops; its background work holds only the core. Connections that nobody took are closed, which
    /// may wait, and no finalizer should.
    /// </summary>
    ~SslListener() => ThreadPool.QueueUserWorkItem(static core => ((ListenerCore)core!).Stop(), _core);

    /// <summary>Where it listens.</summary>
    internal IPEndPoint LocalEndPoint => _core.LocalEndPoint;

    /// <summary>The TCP port it listens on.</summary>
    public int Port => LocalEndPoint.Port;

    /// <summary>What TLS is spoken with.</summary>
    internal SslContext Context => _core.Context;

    /// <summary>Protocol versions that are spoken, the best first.</summary>
    internal IReadOnlyList<SslVersion> Versions => Context.Versions;

    /// <summary>What is asked of clients.</summary>
    internal SslClientCertificate ClientCertificate => Context.ClientCertificate;

    /// <summary>The throw-away authority of a listener made with -SelfSigned; clients that trust it trust the listener.</summary>
    internal X509Certificate2? CertificateAuthority { get; }

    /// <summary>Connections that are ready to be taken.</summary>
    public int Pending => _core.Ready;

    /// <summary>False once it was closed.</summary>
    public bool IsListening => !_core.Stopped;

    internal ListenerCore Core => _core;

    /// <summary>Listens, accepts and shakes hands in the background from now on.</summary>
    /// <param name="port">The TCP port; 0 takes a free one.</param>
    /// <param name="context">What TLS is spoken with; it needs a certificate with its key.</param>
    /// <param name="address">The address of this machine to listen on; null for 127.0.0.1, <see cref="IPAddress.IPv6Any"/> for all.</param>
    /// <param name="timeout">How long a client's handshake may take; null for 30 s.</param>
    /// <exception cref="SslException">The port is taken, or the context cannot serve.</exception>
    public static SslListener Listen(int port, SslContext context, IPAddress? address = null, TimeSpan? timeout = null) => new(
        ListenerCore.Bind(
            address ?? IPAddress.Loopback, port, 128, context ?? throw new ArgumentNullException(nameof(context)), timeout
                ?? TimeSpan.FromSeconds(30), noHandshake: false, errorTrap: null),
        authority: null);

    /// <summary>Waits for the next client that has shaken hands.</summary>
    /// <param name="failed">Told of each client before it whose handshake failed.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The open socket, the caller's to dispose.</returns>
    /// <exception cref="ObjectDisposedException">The listener was closed.</exception>
    public async Task<SslSocket> AcceptAsync(Action<SslException>? failed = null, CancellationToken cancellationToken = default)
    {
        using var changed = new SemaphoreSlim(0);
        void wake() => changed.Release();
        _core.Changed += wake;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                AcceptedClient? client = _core.HasSomething ? _core.TakeReady() : null;
                if (client?.Socket is { } socket)
                    return socket;
                if (client?.Error is { } error)
                    failed?.Invoke(error);
                else if (_core.Stopped)
                    throw new ObjectDisposedException(nameof(SslListener));
                else if (client is null)
                    await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _core.Changed -= wake;
        }
    }

    /// <summary>The throw-away authority of a listener made with -SelfSigned; null of others.</summary>
    public X509Certificate2? GetCertificateAuthority() => CertificateAuthority;

    /// <summary>Where it listens.</summary>
    public IPEndPoint GetLocalEndPoint() => LocalEndPoint;

    /// <summary>Stops listening and closes connections that were not taken.</summary>
    public void Close() => Dispose();

    /// <inheritdoc/>
    public void Dispose()
    {
        _core.Stop();
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{LocalEndPoint} {(IsListening ? "listening" : "closed")}";
}
