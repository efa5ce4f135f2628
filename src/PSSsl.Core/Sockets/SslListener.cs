using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Threading;
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
