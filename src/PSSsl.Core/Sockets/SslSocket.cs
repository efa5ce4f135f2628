using System;
using System.Collections.Generic;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Ciphers;
using PSSsl.Connecting.Proxies;
using PSSsl.Contexts;
using PSSsl.Engine;
using PSSsl.Sockets;
using PSSsl.Trust;
using PSSsl.Trust.Fetching;
using PSSsl.X509.Names;

namespace PSSsl;

/// <summary>
/// A socket that talks TLS, or plain text before an upgrade. One thread may read while another one writes. With
/// <see cref="Blocking"/> off no call waits: what cannot be done yet sets <see cref="LastError"/> to WantRead or WantWrite.
/// </summary>
public sealed class SslSocket : IDisposable
{
    /// <summary>What a line may weigh at most, unless told otherwise: 1 MiB.</summary>
    public const int DefaultMaxLength = 1024 * 1024;

    internal SslSocket(Transport transport, string? computerName, int port)
    {
        ComputerName = computerName;
        Port = port;
        LocalEndPoint = transport.LocalEndPoint;
        RemoteEndPoint = transport.RemoteEndPoint;
        string peerName = computerName is null ? RemoteEndPoint?.ToString() ?? SocketCore.Unnamed
            : new HostAndPort(computerName, port).ToString();
        Core = new SocketCore(this, transport, peerName);
    }

    /// <summary>The host that was given; null on a socket that was accepted or upgraded.</summary>
    public string? ComputerName { get; }

    /// <summary>The peer's TCP port that was given; 0 if unknown.</summary>
    public int Port { get; }

    /// <summary>The proxy that leads to the host, without user name and password; null if there is none.</summary>
    public string? Proxy { get; internal init; }

    /// <summary>The peer's address; the proxy's, if there is one.</summary>
    internal EndPoint? RemoteEndPoint { get; }

    /// <summary>Our own address.</summary>
    internal EndPoint? LocalEndPoint { get; }

    /// <summary>What the socket is in.</summary>
    internal SslState State => Core.Status.State;

    /// <summary>True for the server's end.</summary>
    public bool IsServer { get; private set; }

    /// <summary>False makes every call return at once.</summary>
    public bool Blocking { get; set; } = true;

    /// <summary>How long a blocking call may wait; zero is without end. Default 30 s.</summary>
    internal TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The last error of this socket, null if there was none.</summary>
    internal SslException? LastError => Core.Status.LastError;

    /// <summary>What TLS is spoken with; null while the socket is plain.</summary>
    internal SslContext? Context => Core.Tls?.Context;

    /// <summary>True if an end without close_notify is taken for an end like any other.</summary>
    public bool AllowTruncation { get; set; }

    /// <summary>True once the peer said that it is done (close_notify, RFC 8446, 6.1), so that nothing can be missing.</summary>
    public bool ClosedCleanly => Core.Engine?.PeerClosed == true;

    /// <summary>Bytes that can be read at once, decrypted already.</summary>
    internal int Pending => Core.In.Count;

    /// <summary>Bytes sent to the network, records and handshake included.</summary>
    internal long BytesSent => Core.Wire.Sent;

    /// <summary>Bytes received from the network, records and handshake included.</summary>
    internal long BytesReceived => Core.Wire.Received;

    /// <summary>How long the handshake took, connecting not included; null before its end.</summary>
    internal TimeSpan? HandshakeTime => Core.Tls is null ? null : Core.Handshake.Took;

    /// <summary>Protocol version; null before the handshake's end.</summary>
    internal SslVersion? Version => Negotiated is { } n ? (SslVersion)n.Version : null;

    /// <summary>Cipher suite; null before the handshake's end.</summary>
    internal SslCipher? Cipher => Negotiated is { } n ? CipherTable.ById(n.CipherSuite) : null;

    /// <summary>Group of the key exchange by IANA's name; null without one.</summary>
    public string? Group => Negotiated is { Group: > 0 } n ? NamedGroups.NameOf(n.Group) : null;

    /// <summary>Scheme of the server's signature by IANA's name; null without one.</summary>
    public string? SignatureScheme => Negotiated is { SignatureScheme: > 0 } n ? SignatureSchemes.NameOf(n.SignatureScheme) : null;

    /// <summary>Application protocol (ALPN, RFC 7301), null if none was agreed on.</summary>
    public string? Alpn => Negotiated?.ApplicationProtocol is { } name ? HarmlessText.Of(name) : null;

    /// <summary>The name sent, or on a server received, by SNI.</summary>
    public string? ServerName => Negotiated?.ServerName is { } name ? HarmlessText.Of(name) : null;

    /// <summary>True if an earlier session was resumed.</summary>
    public bool SessionReused => Negotiated?.Resumed == true;

    /// <summary>Identity of the pre-shared key that said who both ends are; null if certificates did.</summary>
    public string? PskIdentity =>
        Negotiated?.PskIdentity is { } identity ? HarmlessText.Of(System.Text.Encoding.UTF8.GetString(identity)) : null;

    /// <summary>True with the extended master secret (RFC 7627).</summary>
    public bool ExtendedMasterSecret => Negotiated?.ExtendedMasterSecret == true;

    /// <summary>
    /// What OCSP says of the peer's certificate, by a response that was stapled or fetched, and verified; null if there is none, or nobody
    /// verifies.
    /// </summary>
    internal SslOcspResponse? OcspResponse => Judge?.Verdict?.Response;

    /// <summary>Our own certificate that the peer was shown.</summary>
    internal X509Certificate2? LocalCertificate => Negotiated?.LocalIdentity?.ChainDer is { Count: > 0 } chain
        ? CertificateBytes.Load(chain[0]) : null;

    /// <summary>
    /// The peer's certificate described, with what verification found; null if it sent none. Also there if it was refused. Until the
    /// handshake is over nothing proves that the peer has its key, and anybody can show anybody's: it is not called trusted before.
    /// </summary>
    internal PeerCertificate? PeerCertificate => PeerCertificates.Count == 0 || Core.Tls is not { } tls ? null
        : Negotiated is null ? Describe(isProven: false) : tls.Described ??= Describe(isProven: true);

    /// <summary>The peer's certificates in the order it sent them, also if they were refused.</summary>
    internal IReadOnlyList<X509Certificate2> PeerCertificates => Core.Engine?.PeerCertificates ?? Array.Empty<X509Certificate2>();

    /// <summary>
    /// True if the server asked for a client certificate, whether one was given or not; in TLS 1.3 what it does without one shows only
    /// after the handshake.
    /// </summary>
    public bool ClientCertificateRequested => Core.Engine?.RequestedAuthorities is not null;

    /// <summary>Names of the authorities whose certificates the server said it takes; empty if it named none.</summary>
    public SslTextList ClientCertificateAuthorities => new(RequestedNames.Read(Core.Engine?.RequestedAuthorities));

    /// <summary>True if the server asked for a client certificate and was given none.</summary>
    internal bool NoCertificateGiven => Core.Engine?.NoCertificateGiven == true;

    internal TlsNegotiated? Negotiated => Core.Negotiated;

    /// <summary>The name that a client sends by SNI, from the handshake's beginning.</summary>
    internal string? NameToSend => Core.Engine?.Settings.ServerName;

    internal Transport Transport => Core.Wire.Transport;

    /// <summary>How messages call the peer.</summary>
    internal string PeerName => Core.PeerName;

    internal PeerVerification? Judge => Core.Tls?.Judge;

    /// <summary>How what the peer's certificates point to is fetched.</summary>
    internal FetchWay? Way { get; init; }

    internal CallbackRunner? Callbacks { get; set; }

    /// <summary>What the server said in plain text before TLS (-StartTls); null if TLS was there from the start.</summary>
    internal SslStartTls? StartTls { get; set; }

    /// <summary>
    /// What was given: the object that came down the pipeline, or the host as the user wrote it; null on a socket that was accepted or
    /// upgraded.
    /// </summary>
    internal object? Target { get; set; }

    /// <summary>Told what goes on, on any thread.</summary>
    internal Action<string>? Trace { get; set; }

    /// <summary>Told of every record and handshake message by name, on any thread; it is asked for before TLS begins.</summary>
    internal Action<string>? DebugTrace { get; set; }

    /// <summary>
    /// Leaves the cmdlet that made it, whose streams it must not write to any more, and which runs no script blocks any more.
    /// </summary>
    internal void Detach()
    {
        Callbacks = null;
        Trace = null;
        DebugTrace = null;
    }

    /// <summary>What the socket is in.</summary>
    public SslState GetState() => State;

    /// <summary>Protocol version; null before the handshake's end.</summary>
    public SslVersion? GetVersion() => Version;

    /// <summary>The cipher suite, once the handshake is complete.</summary>
    public SslCipher? GetCipher() => Cipher;

    /// <summary>Everything that is wrong with the peer's certificate or its chain.</summary>
    public SslList<SslVerifyError> VerifyErrors => PeerCertificate?.VerifyErrors ?? new(Array.Empty<SslVerifyError>());

    /// <summary>The peer's certificate described, with what verification found; null if it sent none.</summary>
    public PeerCertificate? GetPeerCertificate() => PeerCertificate;

    /// <summary>The last error of this socket, null if there was none.</summary>
    public SslException? GetLastError() => LastError;

    /// <summary>A stream over this socket, for any .NET API; closing it closes the socket.</summary>
    public System.IO.Stream GetStream() => new SslSocketStream(this);

    /// <inheritdoc/>
    public override string ToString() => $"{PeerName} {State}";

    /// <summary>What it is made of.</summary>
    internal SocketCore Core { get; }

    /// <summary>How TLS began last, or is to begin; null if nothing says so.</summary>
    internal TlsPlan? Plan { get; set; }

    /// <summary>
    /// Continues the handshake as client, or begins it as it was planned, or began the last time.
    /// </summary>
    /// <returns>True once it is done; false if the socket does not block and must be waited for, see <see cref="LastError"/>.</returns>
    /// <exception cref="SslException">It failed.</exception>
    public bool Connect() => ShakeHands(asServer: false);

    /// <summary>
    /// Continues the handshake as server, or begins it as it was planned, or began the last time.
    /// </summary>
    /// <returns>True once it is done; false if the socket does not block and must be waited for, see <see cref="LastError"/>.</returns>
    /// <exception cref="SslException">It failed.</exception>
    public bool Accept() => ShakeHands(asServer: true);

    private bool ShakeHands(bool asServer)
    {
        if (State == SslState.Open)
            return true;
        if (State == SslState.Plain && Plan is { } plan && plan.AsServer == asServer)
            BeginTls(plan);
        if (State != SslState.Handshaking)
            throw Core.Status.Tell(NotOpen());
        if (IsServer != asServer)
        {
            throw Core.Status.Tell(new SslException(SslErrorCode.InvalidOption, SslPhase.Handshake,
                $"This end of the connection with {PeerName} is its {(IsServer ? "server" : "client")}.")
            {
                RecommendedAction = "Use .Connect() on a client and .Accept() on a server.",
            });
        }

        if (Blocking)
        {
            FinishHandshake(Deadline.After(Timeout), CancellationToken.None);
            return true;
        }

        var step = default(HandshakeStep);
        TransportWait want = Loop.Try(Core, ref step);
        Core.Ready.HandshakeWants(want);
        if (want != TransportWait.Nothing)
            Core.Ready.Stuck(want);
        return want == TransportWait.Nothing;
    }

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

    internal Deadline HandshakeDeadline => Core.Handshake.Deadline;

    internal CancellationToken HandshakeCancellation => Core.Handshake.Cancellation;

    /// <summary>See <see cref="Handshake.RunCallback"/>.</summary>
    internal object? RunCallback(Func<object?> function) => Core.Handshake.RunCallback(function);

    /// <summary>True from the server's consent to TLS on, see <see cref="SocketCore.HasConsent"/>.</summary>
    internal bool HasConsent => Core.HasConsent;

    internal void Consented(SslStartTls said)
    {
        StartTls = said;
        Core.HasConsent = true;
    }

    /// <summary>See <see cref="TlsShutdown.Abandon"/>.</summary>
    internal void AbandonTls() => Core.Shutdown.Abandon();

    /// <summary>The error for reading and writing now; whoever asks has found that it cannot.</summary>
    internal SslException NotOpen() => Core.NotOpen();

    /// <summary>
    /// Ends TLS and goes on in plain text: sends close_notify and waits for the peer's. Data that the
    /// peer sent before it can still be read, and plain text that came right behind it follows.
    /// </summary>
    /// <returns>True once it is done; false if the socket does not block and must be waited for, see <see cref="LastError"/>; then call it
    /// again.</returns>
    /// <exception cref="SslException">The connection failed, or the peer did not answer in time; the socket still speaks TLS
    /// then.</exception>
    public bool StopTls() => StopTls(SslShutdown.Full);

    /// <summary>Ends TLS and goes on in plain text, see <see cref="StopTls()"/>.</summary>
    /// <param name="shutdown">Full waits for the peer's close_notify. Fast does not: what of TLS the peer still sends is then read as plain
    /// text. None sends no close_notify.</param>
    /// <returns>See <see cref="StopTls()"/>.</returns>
    public bool StopTls(SslShutdown shutdown)
    {
        if (Blocking)
        {
            StopTls(shutdown, Deadline.After(Timeout), CancellationToken.None);
            return true;
        }

        var step = new StopStep(shutdown);
        TransportWait want = Loop.Try(Core, ref step);
        Core.Ready.WriteCalled();
        if (want != TransportWait.Nothing)
            Core.Ready.Stuck(want);
        return want == TransportWait.Nothing;
    }

    /// <summary>Ends TLS and waits for that, whatever <see cref="Blocking"/> says.</summary>
    internal void StopTls(SslShutdown shutdown, Deadline deadline, CancellationToken cancellationToken) =>
        Loop.Run(Core, new StopStep(shutdown), new Limits(SslPhase.Shutdown, deadline, cancellationToken));

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

    /// <summary>Reads what is there, at least one byte.</summary>
    /// <returns>The number of bytes; 0 at the end; -1 if the socket does not block and there is nothing yet.</returns>
    /// <exception cref="SslException">The connection failed, or ended without close_notify
    /// (<see cref="SslErrorCode.Truncated"/>).</exception>
    /// <exception cref="ArgumentException">The place is outside of the buffer.</exception>
    public int Read(byte[] buffer, int offset, int count)
    {
        SslSocketStream.CheckRange(buffer, offset, count);
        return Reader.Read(buffer, offset, count);
    }

    /// <summary>Reads at most so many bytes.</summary>
    /// <returns>The bytes; none at the end; null if the socket does not block and there is nothing yet.</returns>
    /// <exception cref="SslException">See <see cref="Read(byte[], int, int)"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public byte[]? Read(int maxCount) => Reader.Read(maxCount);

    /// <summary>Reads one byte.</summary>
    /// <returns>The byte, or -1 at the end or, if the socket does not block, where there is nothing yet (then <see cref="LastError"/> is
    /// WantRead).</returns>
    public int ReadByte()
    {
        var one = new byte[1];
        return Read(one, 0, 1) == 1 ? one[0] : -1;
    }

    /// <summary>Reads a line in UTF-8; its end, LF or CRLF, is left off.</summary>
    /// <returns>The line; the rest at the end of the stream; null if there is none, or not yet on a socket that does not block.</returns>
    public string? ReadLine() => Reader.Line() is { } line ? Encoding.UTF8.GetString(line) : null;

    /// <summary>Looks at the next bytes and leaves them there; waits until there is at least one.</summary>
    /// <returns>The bytes; none at the end; null if the socket does not block and there is nothing yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public byte[]? Peek(int maxCount) => Reader.Look(maxCount);

    private SocketReader Reader => new(this, Deadline.After(Timeout), CancellationToken.None);

    /// <summary>Reads like a blocking socket, whatever <see cref="Blocking"/> says.</summary>
    internal int ReadWaiting(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken = default) =>
        count == 0 ? 0 : Loop.Run(Core, new ReadStep(buffer, offset, count), new Limits(SslPhase.Read, deadline, cancellationToken));

    internal IOCountTask ReadAsync(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return count == 0 ? NoBytes
            : Loop.RunAsync(Core, new ReadStep(buffer, offset, count), new Limits(SslPhase.Read, deadline, cancellationToken));
    }

#if NET
    private static IOCountTask NoBytes => new(0);
#else
    private static IOCountTask NoBytes => Task.FromResult(0);
#endif

    /// <summary>Writes bytes.</summary>
    /// <returns>How many were taken: all of them on a blocking socket; otherwise those there was room for, -1 if none.</returns>
    /// <exception cref="SslException">The connection failed or is shut down.</exception>
    /// <exception cref="ArgumentException">The place is outside of the buffer.</exception>
    public int Write(byte[] buffer, int offset, int count)
    {
        SslSocketStream.CheckRange(buffer, offset, count);
        if (Blocking)
            return WriteWaiting(buffer, offset, count, Deadline.After(Timeout));
        var step = new WriteStep(buffer, offset, count, whatFits: true);
        TransportWait want = Loop.Try(Core, ref step);
        Core.Ready.WriteCalled();
        if (want == TransportWait.Nothing)
            return count;
        Core.Ready.Stuck(TransportWait.Write);
        return step.Result > 0 ? step.Result : -1;
    }

    /// <summary>Writes bytes.</summary>
    /// <returns>See <see cref="Write(byte[], int, int)"/>.</returns>
    public int Write(byte[] bytes) => Write((bytes ?? throw new ArgumentNullException(nameof(bytes))), 0, bytes.Length);

    /// <summary>Writes text in UTF-8, as it is.</summary>
    /// <returns>See <see cref="Write(byte[], int, int)"/>; bytes, not characters.</returns>
    public int Write(string text) => Write(Encoding.UTF8.GetBytes(text));

    /// <summary>Writes text in UTF-8 and CRLF behind it, the line end of the protocols of the Internet.</summary>
    /// <returns>See <see cref="Write(byte[], int, int)"/>; bytes, not characters.</returns>
    public int WriteLine(string text) => Write(text + "\r\n");

    /// <summary>Writes like a blocking socket, whatever <see cref="Blocking"/> says.</summary>
    internal int WriteWaiting(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken = default) =>
        Loop.Run(Core, new WriteStep(buffer, offset, count), new Limits(SslPhase.Write, deadline, cancellationToken));

    internal IOCountTask WriteAsync(byte[] buffer, int offset, int count, Deadline deadline, CancellationToken cancellationToken) =>
        Loop.RunAsync(Core, new WriteStep(buffer, offset, count), new Limits(SslPhase.Write, deadline, cancellationToken));

    private PeerCertificate Describe(bool isProven) =>
        PeerCertificate.Shown(new PresentedChain(PeerCertificates[0], PeerCertificates, Judge?.Staple), Judge?.Verdict, isProven,
            new ShownBy
        {
            Peer = PeerName,
            PeerHost = ComputerName,
            // Behind a proxy the address is the proxy's.
            Port = ComputerName is null && Proxy is null ? (RemoteEndPoint as IPEndPoint)?.Port : Port,
            Address = Proxy is null ? (RemoteEndPoint as IPEndPoint)?.Address.ToString() : null,
            StartTls = StartTls?.Protocol.ToString(),
            Version = Version?.ToString(),
            Cipher = Cipher?.Name,
            Date = DateTime.UtcNow,
            IsClients = IsServer,
            Target = Target,
            ClientCertificateRequested = IsServer ? null : ClientCertificateRequested,
            ClientCertificateAuthorities = ClientCertificateAuthorities,
        });
}
