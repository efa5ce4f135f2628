using System.Net;
using PSSsl.Contexts;
using PSSsl.Engine;
using PSSsl.Sessions;

namespace PSSsl.Sockets;

/// <summary>
/// Makes what TLS on a socket begins with: an engine that goes by the plan, by the context's rules and by earlier sessions.
/// </summary>
internal sealed class TlsBeginning
{
    private readonly SocketCore _core;
    private readonly TlsPlan _plan;

    private TlsBeginning(SocketCore core, TlsPlan plan)
    {
        _core = core;
        _plan = plan;
    }

    internal static TlsRun Make(SocketCore core, TlsPlan plan) => new TlsBeginning(core, plan).Make();

    private TlsRun Make()
    {
        var gate = new PeerVerification(_plan.Context, _plan.AsServer, _plan.VerifyName, _core.Owner, _plan.LooksOnly);
        var messages = _plan.Context.MessageCallback is null && _core.Owner.DebugTrace is null ? null
            : new MessageReporter(_plan.Context.MessageCallback, _core);
        TlsEngineSettings settings = _plan.Context.EngineSettings(_plan.AsServer, _plan.ServerName) with
        {
            Judge = gate.Judge,
            AllowsUnsafeRenegotiation = _plan.LooksOnly,
            KeyLog = _plan.Context.KeyLog is null ? null : _plan.Context.KeyLog.Write,
            Message = messages is null ? null : messages.Report,
            SelectHost = _plan.AsServer && _plan.Context.Hosts is not null ? name => SelectHost(name) : null,
        };
        ClientSessionStore? sessions = _plan.AsServer || _plan.LooksOnly ? null : SessionsOf(gate);
        settings = _plan.AsServer ? WithServerSessions(_plan.Context, settings)
            : sessions is null ? settings
            : settings with { Session = sessions.Offered?.Session,
                SessionEstablished = session => sessions.Add(session, _core.Negotiated?.Resumed == true) };
        return new TlsRun(new TlsEngine(settings), _plan.Context, gate, _plan.AsServer)
        {
            Sessions = sessions,
            Messages = messages,
            ReceivedBefore = _core.Wire.Received - _core.In.Count,
        };
    }

    /// <summary>The rules for the name that a client asks for; null if it is not served.</summary>
    private TlsEngineSettings? SelectHost(string? name)
    {
        ServedHost? host = _plan.Context.Hosts!.Find(name);
        string found = host is null ? "which is not served" : host.Context is null ? "a certificate is there" : "a context is there";
        _core.Owner.Trace?.Invoke($"{_core.PeerName}: the client asks for {name ?? "no name"}, {found}");
        if (host is null)
            return null;
        TlsRun tls = _core.Tls!;
        if (host.Context is null)
            return tls.Engine.Settings with { Identities = host.Identities };
        tls.Context = host.Context;
        tls.Judge = new PeerVerification(host.Context, asServer: true, _plan.VerifyName, _core.Owner);
        return WithServerSessions(host.Context, host.Context.EngineSettings(asServer: true, null) with { Judge = tls.Judge.Judge });
    }

    private TlsEngineSettings WithServerSessions(SslContext context, TlsEngineSettings settings) => settings with
    {
        TicketKeys = context.ServerSessions.TicketKeys,
        SessionEstablished = context.ServerSessions.Add,
        FindSession = context.ServerSessions.Find,
        FindPreSharedKey = context.KnowsKeys ? new PreSharedKeyFinder(context, _core.Owner).Find : null,
        FindStatus = context.OcspResponse is null ? null : new StatusFinder(context, _core.Owner).Find,
    };

    private ClientSessionStore? SessionsOf(PeerVerification gate)
    {
        if (_plan.Context.SessionCache is not { } cache || (_plan.SessionKey ?? Place()) is not { } key)
            return null;
        return new ClientSessionStore(cache, _plan.Context, key, _plan.ServerName, gate);
    }

    /// <summary>
    /// Host and port as the user would write them: of a connection that was made elsewhere, its address is known at least.
    /// </summary>
    private string? Place()
    {
        var remote = _core.Owner.RemoteEndPoint as IPEndPoint;
        string? host = _core.Owner.ComputerName ?? _plan.Host ?? (remote is null ? null : remote.Address.ToString());
        return host is null ? null
            : new HostAndPort(host.ToLowerInvariant(), _core.Owner.Port > 0 ? _core.Owner.Port : remote?.Port ?? 0).ToString();
    }
}
