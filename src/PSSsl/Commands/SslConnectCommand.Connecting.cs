using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Net.Sockets;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Connecting;
using PSSsl.Connecting.Proxies;
using PSSsl.Connecting.StartTls;
using PSSsl.Hostnames;
using PSSsl.Sockets;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>How hosts are connected to, and what becomes of the results.</summary>
public abstract partial class SslConnectCommand
{
    private SslContext? _context;
    private ConnectQueue? _queue;
    private ConnectProgress? _progress;
    private bool _serverNameForAll;
    private bool _verifyNameForAll;

    private protected override SslContext? ContextOption => Context;

    private protected override bool IsOfRow(string parameter) => parameter == nameof(VerifyName) && !_verifyNameForAll;

    private protected virtual bool LooksOnlyOption => false;

    private protected virtual bool NoHandshakeOption => false;

    private protected virtual string? SessionKeyOption => null;

    private protected virtual ScriptBlock? ErrorTrapOption => null;

    private ConnectQueue Queue => _queue ??= new ConnectQueue(Pump, ThrottleLimit, StopToken)
    {
        Connected = Hand,
        Failed = (request, error) =>
        {
            Progress.Failed++;
            Failed(error, request);
        },
        Tick = ShowProgress,
    };

    private ConnectProgress Progress => _progress ??= new ConnectProgress(MyInvocation.MyCommand.Name);

    /// <summary>Gets a connected socket, on the pipeline's thread.</summary>
    private protected abstract void Connected(SslSocket socket);

    /// <summary>Gets a failure, on the pipeline's thread.</summary>
    private protected virtual void Failed(SslException error, ConnectRequest request) => WriteSslError(error, request.Target);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _exclusive.Settle();
        base.BeginProcessing();
        // Only what stands on the command line is bound by now.
        _serverNameForAll = MyInvocation.BoundParameters.ContainsKey(nameof(ServerName));
        _verifyNameForAll = IsGiven(nameof(VerifyName));
        try
        {
            CheckFamily();
            _proxies = SelectProxies();
            _way = ProxyWay.Of(_proxies);
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }

    private void CheckFamily()
    {
        if (LocalAddress is { } local && Choice.Of<AddressFamily>(AddressFamily) is { } family && family != local.AddressFamily)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                $"-LocalAddress {local} contradicts -AddressFamily "
                    + $"{(local.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "IPv6" : "IPv4")}.")
            {
                RecommendedAction = "Leave one of them out.",
            };
        }
    }

    /// <summary>The context, made once for all hosts; a wrong option ends the cmdlet.</summary>
    private protected SslContext SharedContext
    {
        get
        {
            try
            {
                return _context ??= CreateContext();
            }
            catch (SslException e)
            {
                ThrowSslError(e, null);
                throw;
            }
        }
    }

    /// <summary>A host, or a line of a file of hosts: each of its ports is connected to.</summary>
    private protected void StartConnecting(string computerName, bool isLine)
    {
        StartTlsDialogue? dialogue = StartTlsDialogues.Named(StartTls);
        object target = Target is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : Target ?? computerName;
        Route[] routes;
        try
        {
            IReadOnlyList<HostAndPort> hosts = HostTargets.Of(Target, computerName, Port, dialogue?.DefaultPort ?? 443, isLine);
            if (hosts.Count > 0)
                CheckNames();
            routes = hosts.Select(RouteTo).ToArray();
        }
        catch (SslException e)
        {
            WriteSslError(e, target);
            return;
        }

        foreach (Route route in routes)
        {
            Progress.Taken++;
            object its = HostTargets.TargetOf(target, route.Host);
            SmallHello? again = AgainTo(route, dialogue, its, computerName);
            Queue.Add(new ConnectRequest(ConnectorTo(route, dialogue, its, SharedContext, Timeout, again), computerName, its)
                { Again = again });
            ShowProgress();
        }
    }

    /// <summary>A host, where it is connected to, and through which proxy.</summary>
    private sealed record Route(HostAndPort Host, HostAndPort? Place, ProxyAddress? Proxy);

    private Route RouteTo(HostAndPort host)
    {
        HostAndPort? place = ConnectToArgument.PlaceOf(host, ConnectTo);
        return new Route(host, place, _proxies.For(place ?? host, WriteFlow));
    }

    /// <summary>What could not be sent or compared is told before anything is connected to.</summary>
    private void CheckNames()
    {
        if (ServerName is { Length: > 0 } sni)
            HostNames.ForSni(sni);
        if (string.IsNullOrEmpty(VerifyName))
            return;
        // A row's name comes after the context was made, which would have refused it.
        string? why = !SharedContext.Trust.VerifiesChain ? "-VerifyMode None verifies nothing"
            : SharedContext.VerifyScheme.IsNone ? "-VerifyScheme none compares no names" : null;
        if (why is not null)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                $"The name '{VerifyName}' cannot be verified: {why}.")
            {
                RecommendedAction = "Leave one of them out.",
            };
        }

        if (SharedContext.VerifyScheme.Callback is null)
            HostNames.Read(VerifyName!, SslErrorCode.InvalidOption, SslPhase.Configuration);
    }

    /// <summary>Whoever takes over the plain connection of a handshake that failed decides what comes next.</summary>
    private SmallHello? AgainTo(Route route, StartTlsDialogue? dialogue, object target, string word)
    {
        if (NoHandshakeOption || ErrorTrapOption is not null || SharedContext.WithSmallHello() is not { } small)
            return null;
        // What is only to be found out there needs no verdict, and no script block of the user's.
        SslContext context = LooksOnlyOption ? small : small.ForLooking();
        return new SmallHello(Timeout, LooksOnlyOption, within => ConnectorTo(route, dialogue, target, context, within, again: null))
        {
            Warn = text => Pump.Post(() => WriteWarning($"{word}: {text}")),
        };
    }

    private Connector ConnectorTo(Route route, StartTlsDialogue? dialogue, object target, SslContext context, TimeSpan timeout,
        SmallHello? again) => new(route.Host, context)
    {
        Place = route.Place ?? route.Host,
        Begins = again is null ? null : again.Begins,
        AskedFor = target,
        Timeout = timeout,
        Family = Choice.Of<AddressFamily>(AddressFamily) ?? System.Net.Sockets.AddressFamily.Unspecified,
        LocalAddress = LocalAddress,
        LocalPort = LocalPort,
        // A row of a table whose column is empty does not say that no name is to be sent.
        ServerName = ServerName is { Length: 0 } && !_serverNameForAll ? null : ServerName,
        // An empty column asks for nothing.
        VerifyName = string.IsNullOrEmpty(VerifyName) ? null : VerifyName,
        LooksOnly = LooksOnlyOption,
        SessionKey = SessionKeyOption,
        NoHandshake = NoHandshakeOption,
        Kept = NoHandshakeOption ? KeptOptions.Of(MyInvocation.BoundParameters) : null,
        Proxy = route.Proxy,
        Way = _way,
        StartTls = dialogue,
        Trace = text => Pump.Post(() => WriteFlow(text)),
        DebugTrace = DebugWanted ? text => Pump.Post(() => WriteDebug($"{route.Host}: {text}")) : null,
        Callbacks = (function, cancellation) => Pump.Invoke(function, cancellation),
        ErrorTrap = ErrorTrapOption is null ? null : (socket, error) => Pump.Invoke<object?>(() => RunErrorTrap(socket, error), StopToken),
    };

    /// <summary>Waits for all that is under way.</summary>
    private protected void FinishConnecting()
    {
        if (_queue is null)
            return;
        Progress.AllTaken = true;
        _queue.Finish();
        if (Progress.End() is { } end)
            WriteProgress(end);
    }

    private void ShowProgress()
    {
        if (Progress.Next(Queue.Running) is { } record)
            WriteProgress(record);
    }

    private void Hand(ConnectRequest request, SslSocket socket)
    {
        // From here on the socket outlives the cmdlet.
        socket.Detach();
        Progress.Succeeded++;
        KnownHosts.Current.Add(request.Connector.Target);
        Connected(socket);
    }

    private object? RunErrorTrap(SslSocket socket, SslException error)
    {
        WriteObject(ScriptCallbacks.ErrorTrap(ErrorTrapOption!, SessionState)(socket, error), enumerateCollection: true);
        return null;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            _queue?.Dispose();
    }
}
