using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PSSsl.Contexts;
using PSSsl.Engine;
using PSSsl.Sessions;
using PSSsl.Sockets;

namespace PSSsl;

public sealed partial class SslSocket
{
    private const int LongestQuote = 512;

    private ClientSessionStore? _sessions;
    private long _handshakeStarted;
    private long _receivedBefore;
    private bool _sawTls;

    /// <summary>By when the handshake must be over, for what is fetched in it; only steps of a call that waits have one.</summary>
    internal Deadline HandshakeDeadline { get; private set; }

    internal CancellationToken HandshakeCancellation { get; private set; }

    /// <summary>Says by when the handshake must be over and what ends it, for whatever waits in it; known from the first message on if it is said before <see cref="BeginTls"/>.</summary>
    internal void BoundHandshake(Deadline deadline, CancellationToken cancellationToken)
    {
        HandshakeDeadline = deadline;
        HandshakeCancellation = cancellationToken;
    }

    /// <summary>Runs the user's code in the handshake: where it can run, within the handshake's time, or on the spot.</summary>
    /// <exception cref="SslException">The time passed, and nobody had run it.</exception>
    internal object? RunCallback(Func<object?> function)
    {
        if (Callbacks is not { } callbacks)
            return function();
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(HandshakeCancellation);
        if (!HandshakeDeadline.IsNone)
            timer.CancelAfter(Math.Max(1, HandshakeDeadline.RemainingMilliseconds));
        try
        {
            return callbacks(function, timer.Token);
        }
        // The timer says so, and not the deadline, which may not have passed by a hair when it fires.
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !HandshakeCancellation.IsCancellationRequested)
        {
            throw SocketFaults.TimedOut(SslPhase.Handshake, $"waiting for a script block to be run in the handshake with {_peerName}", HandshakeDeadline.Span, IsServer ? "A listener's script blocks are run by Wait-SslConnection: call it while clients come."
                : "Make the script block quicker, or give a longer -Timeout.");
        }
    }

    /// <summary>Continues the handshake as client (manual: <c>connect_SSL</c>).</summary>
    /// <returns>True once it is done; false if the socket does not block and must be waited for, see <see cref="LastError"/>.</returns>
    /// <exception cref="SslException">It failed.</exception>
    public bool Connect() => Handshake(asServer: false);

    /// <summary>Continues the handshake as server (manual: <c>accept_SSL</c>).</summary>
    /// <returns>True once it is done; false if the socket does not block and must be waited for, see <see cref="LastError"/>.</returns>
    /// <exception cref="SslException">It failed.</exception>
    public bool Accept() => Handshake(asServer: true);

    private bool Handshake(bool asServer)
    {
        if (State == SslState.Open)
            return true;
        if (State != SslState.Handshaking)
            throw Fail(NotOpen());
        if (IsServer != asServer)
        {
            throw Fail(new SslException(SslErrorCode.InvalidOption, SslPhase.Handshake, $"This end of the connection with {_peerName} is its {(IsServer ? "server" : "client")}.")
            {
                RecommendedAction = "Use .Connect() on a client and .Accept() on a server.",
            });
        }

        if (Blocking)
        {
            FinishHandshake(Deadline.After(Timeout), CancellationToken.None);
            return true;
        }

        Want want = HandshakeStep();
        _handshakeWants = want;
        if (want == Want.Nothing)
            return true;
        Wants(want);
        return false;
    }

    /// <summary>
    /// Begins TLS. The first bytes go out with the first step. Sessions are looked for in the context's cache by the key, or by host and port; whoever only
    /// looks is to be shown the certificates, so there nothing is resumed.
    /// </summary>
    internal void BeginTls(SslContext context, bool asServer, string? serverName, string? verifyName, string? sessionKey = null, bool looksOnly = false)
    {
        Context = context;
        IsServer = asServer;
        _failure = null;
        LastError = null;
        _handshakeWants = Want.Nothing;
        _sawTls = false;
        _endSeen = false;
        _handshakeStarted = Stopwatch.GetTimestamp();
        _receivedBefore = BytesReceived - _lookahead.Count;
        var judge = new PeerGate(context, asServer, verifyName, this, looksOnly);
        Judge = judge;
        _peerCertificate = null;
        _sessions = null;
        TlsEngineSettings settings = context.EngineSettings(asServer, serverName) with
        {
            Judge = judge.Judge,
            AllowsUnsafeRenegotiation = looksOnly,
            KeyLog = context.KeyLog is null ? null : context.KeyLog.Write,
            Message = context.MessageCallback is null && DebugTrace is null ? null : new MessageReporter(context.MessageCallback, this).Report,
            SelectHost = asServer && context.Hosts is not null ? name => SelectHost(context, name, verifyName) : null,
        };
        _engine = new TlsEngine(asServer ? WithServerSessions(context, settings) : looksOnly ? settings : WithClientSessions(context, settings, serverName, sessionKey, judge));
        FeedLookahead();
        State = SslState.Handshaking;
        Trace?.Invoke(asServer ? $"{_peerName}: waiting for a TLS client" : $"{_peerName}: TLS handshake begins, SNI {(string.IsNullOrEmpty(serverName) ? "none" : serverName)}");
        try
        {
            _engine.Start();
        }
        catch (TlsEngineException e)
        {
            throw FailForGood(HandshakeFaults.Explain(e, this, _peerName));
        }
    }

    /// <summary>The rules for the name that a client asks for; null if it is not served.</summary>
    private TlsEngineSettings? SelectHost(SslContext context, string? name, string? verifyName)
    {
        ServedHost? host = context.Hosts!.Find(name);
        Trace?.Invoke($"{_peerName}: the client asks for {name ?? "no name"}, {(host is null ? "which is not served" : host.Context is null ? "a certificate is there" : "a context is there")}");
        if (host is null)
            return null;
        if (host.Context is null)
            return _engine!.Settings with { Identities = host.Identities };
        Context = host.Context;
        Judge = new PeerGate(host.Context, asServer: true, verifyName, this);
        return WithServerSessions(host.Context, host.Context.EngineSettings(asServer: true, null) with { Judge = Judge.Judge });
    }

    private TlsEngineSettings WithServerSessions(SslContext context, TlsEngineSettings settings) => settings with
    {
        TicketKeys = context.ServerSessions.TicketKeys,
        SessionEstablished = context.ServerSessions.Add,
        FindSession = context.ServerSessions.Find,
        FindPreSharedKey = context.KnowsKeys ? new PreSharedKeyFinder(context, this).Find : null,
        FindStatus = context.OcspResponse is null ? null : new StatusFinder(context, this).Find,
    };

    private TlsEngineSettings WithClientSessions(SslContext context, TlsEngineSettings settings, string? serverName, string? sessionKey, PeerGate judge)
    {
        if (context.SessionCache is not { } cache)
            return settings;
        sessionKey ??= (ComputerName ?? RemoteEndPoint?.ToString()) is { } host ? new HostAndPort(host.ToLowerInvariant(), Port).ToString() : null;
        if (sessionKey is null)
            return settings;
        var sessions = new ClientSessionStore(cache, context, sessionKey, serverName, judge);
        _sessions = sessions;
        return settings with { Session = sessions.Offered?.Session, SessionEstablished = session => sessions.Add(session, SessionReused) };
    }

    /// <summary>Bytes that were looked at before TLS began, a client's hello perhaps, are TLS's.</summary>
    private void FeedLookahead()
    {
        while (_lookahead.Count > 0)
        {
            ArraySegment<byte> room = _engine!.ReceiveRoom();
            _engine.Received(_lookahead.Take(room.Array!, room.Offset, room.Count));
        }
    }

    /// <summary>Shakes hands to the end.</summary>
    internal void FinishHandshake(Deadline deadline, CancellationToken cancellationToken)
    {
        BoundHandshake(deadline, cancellationToken);
        for (Want want; (want = HandshakeStep()) != Want.Nothing;)
        {
            try
            {
                Wait(want, deadline, SslPhase.Handshake, cancellationToken);
            }
            catch (SslException e) when (e.Code == SslErrorCode.TimedOut)
            {
                throw FailForGood(e);
            }
        }
    }

    internal async Task FinishHandshakeAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        BoundHandshake(deadline, cancellationToken);
        for (Want want; (want = HandshakeStep()) != Want.Nothing;)
        {
            try
            {
                await WaitAsync(want, deadline, SslPhase.Handshake, cancellationToken).ConfigureAwait(false);
            }
            catch (SslException e) when (e.Code == SslErrorCode.TimedOut)
            {
                throw FailForGood(e);
            }
        }
    }

    /// <summary>What was said in plain text before, by a proxy or the peer, is no handshake.</summary>
    internal long ReceivedInHandshake => BytesReceived - _receivedBefore;

    private Want HandshakeStep()
    {
        lock (_readLock)
        lock (_writeLock)
        {
            if (_disposed || _engine is null)
                throw Fail(NotOpen());
            if (_failure is not null)
                throw _failure;
            var turn = default(Turn);
            while (true)
            {
                if (FlushStep(SslPhase.Handshake) == Want.Write)
                    return Want.Write;
                if (_engine.Negotiated is not null)
                {
                    Opened();
                    return Want.Nothing;
                }

                try
                {
                    if (_engine.Process())
                        continue;
                }
                catch (TlsEngineException e)
                {
                    throw Refused(e);
                }

                if (!LooksLikeTls())
                    return Want.Read;
                Want want = ReceiveStep(SslPhase.Handshake, ref turn, out bool ended);
                if (ended)
                    throw FailForGood(HandshakeFaults.Ended(_peerName, ReceivedInHandshake, IsServer, NoCertificateGiven));
                if (want != Want.Nothing)
                    return want;
            }
        }
    }

    /// <summary>
    /// On a connection that stays its owner's if the handshake fails, the first bytes are looked at before they are taken.
    /// </summary>
    /// <returns>False if there are none yet.</returns>
    private bool LooksLikeTls()
    {
        if (_sawTls || !_transport.ReadsExactly)
            return true;
        var first = new byte[LongestQuote];
        int? seen;
        try
        {
            seen = _transport.TryPeek(first, 0, first.Length);
        }
        catch (Exception e) when (IsBreak(e))
        {
            throw Broken(SslPhase.Handshake, e);
        }

        if (seen == Transport.WouldBlock)
            return false;
        if (seen > 0 && first[0] is < 20 or > 23)
            throw FailForGood(HandshakeFaults.PlainText(first.Take(seen.Value).ToArray(), this));
        _sawTls = true;
        return true;
    }

    private SslException Refused(TlsEngineException e)
    {
        _sessions?.Failed();
        // The alert, if one is due, is sent if there is room; nothing waits for a peer that is being turned away.
        if (e.Failure != TlsFailure.NotTls)
            FlushStep(SslPhase.Handshake);
        return FailForGood(HandshakeFaults.Explain(e, this, _peerName));
    }

    private void Opened()
    {
        State = SslState.Open;
        LastError = null;
        _transport.HandshakeOver();
        // Whatever the handshake was a part of, a cmdlet perhaps, is not to be held by the connection.
        BoundHandshake(Deadline.None, default);
        if (SessionReused && _sessions?.Offered is { } session)
            Judge!.Resume(session.Verdict);
        HandshakeTime = TimeSpan.FromSeconds((Stopwatch.GetTimestamp() - _handshakeStarted) / (double)Stopwatch.Frequency);
        Trace?.Invoke(FormattableString.Invariant($"{_peerName}: {Version}, {Cipher}, {Group}{(Alpn is null ? string.Empty : ", ALPN " + Alpn)}{(SessionReused ? ", resumed" : string.Empty)}, {HandshakeTime.Value.TotalMilliseconds:0.0} ms"));
    }

    /// <summary>Lets go of a TLS that failed; the socket is plain again, and bytes that were read for nothing can be read again.</summary>
    internal void AbandonTls()
    {
        lock (_readLock)
        lock (_writeLock)
        {
            _transport.HandshakeOver();
            byte[] leftover = _engine?.TakeLeftover() ?? Array.Empty<byte>();
            _lookahead.Add(leftover, 0, leftover.Length);
            LeaveTls();
        }
    }
}
