using System;
using System.Management.Automation;
using System.Net.Sockets;
using PSSsl.Connecting;
using PSSsl.Connecting.Proxies;
using PSSsl.Hostnames;
using PSSsl.Connecting.StartTls;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>How hosts are connected to, and what becomes of the results.</summary>
public abstract partial class SslConnectCommand
{
    private SslContext? _context;
    private ConnectQueue? _queue;
    private ConnectProgress? _progress;
    private bool _serverNameForAll;

    private protected override SslContext? ContextOption => Context;

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
        base.BeginProcessing();
        // Only what stands on the command line is bound by now.
        _serverNameForAll = MyInvocation.BoundParameters.ContainsKey(nameof(ServerName));
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
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration, $"-LocalAddress {local} contradicts -AddressFamily {(local.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork ? "IPv6" : "IPv4")}.")
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

    /// <summary>A host, or a line of a file of hosts: comments say nothing, and a port may stand behind a space.</summary>
    private protected void StartConnecting(string line)
    {
        if (HostLine.Read(line) is not { } computerName)
            return;
        StartTlsDialogue? dialogue = StartTlsDialogues.Named(StartTls);
        object target = Target is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : Target ?? computerName;
        HostAndPort host;
        ProxyAddress? proxy;
        try
        {
            RowOfHosts.Check(Target, computerName);
            CheckNames();
            host = HostAndPort.Parse(computerName, string.IsNullOrEmpty(Port) ? null : HostAndPort.ParsePort(Port!), dialogue?.DefaultPort ?? 443);
            proxy = _proxies.For(host, WriteFlow);
        }
        catch (SslException e)
        {
            WriteSslError(e, target);
            return;
        }

        Progress.Taken++;
        SmallHello? again = AgainTo(host, proxy, dialogue, target, computerName);
        Queue.Add(new ConnectRequest(ConnectorTo(host, proxy, dialogue, target, SharedContext, Timeout, again), computerName, target) { Again = again });
        ShowProgress();
    }

    /// <summary>What could not be sent or compared is told before anything is connected to.</summary>
    private void CheckNames()
    {
        if (ServerName is { Length: > 0 } sni)
            HostNames.ForSni(sni);
        if (!string.IsNullOrEmpty(VerifyName) && SharedContext.VerifyScheme.Callback is null)
            HostNames.Read(VerifyName!, SslErrorCode.InvalidOption, SslPhase.Configuration);
    }

    /// <summary>Whoever takes over the plain connection of a handshake that failed decides what comes next.</summary>
    private SmallHello? AgainTo(HostAndPort host, ProxyAddress? proxy, StartTlsDialogue? dialogue, object target, string word)
    {
        if (NoHandshakeOption || ErrorTrapOption is not null || SharedContext.WithSmallHello() is not { } small)
            return null;
        // What is only to be found out there needs no verdict, and no script block of the user's.
        SslContext context = LooksOnlyOption ? small : small.ForLooking();
        return new SmallHello(Timeout, LooksOnlyOption, within => ConnectorTo(host, proxy, dialogue, target, context, within, again: null))
        {
            Warn = text => Pump.Post(() => WriteWarning($"{word}: {text}")),
        };
    }

    private Connector ConnectorTo(HostAndPort host, ProxyAddress? proxy, StartTlsDialogue? dialogue, object target, SslContext context, TimeSpan timeout, SmallHello? again) => new(host, context)
    {
        Begins = again is null ? null : again.Begins,
        AskedFor = target,
        Timeout = timeout,
        Family = Choice.Of<AddressFamily>(AddressFamily) ?? System.Net.Sockets.AddressFamily.Unspecified,
        LocalAddress = LocalAddress,
        LocalPort = LocalPort,
        // A row of a table whose column is empty does not say that no name is to be sent.
        ServerName = ServerName is { Length: 0 } && !_serverNameForAll ? null : ServerName,
        VerifyName = VerifyName,
        LooksOnly = LooksOnlyOption,
        SessionKey = SessionKeyOption,
        NoHandshake = NoHandshakeOption,
        Kept = NoHandshakeOption ? KeptOptions.Of(MyInvocation.BoundParameters) : null,
        Proxy = proxy,
        Way = _way,
        StartTls = dialogue,
        Trace = text => Pump.Post(() => WriteFlow(text)),
        DebugTrace = DebugWanted ? text => Pump.Post(() => WriteDebug($"{host}: {text}")) : null,
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
