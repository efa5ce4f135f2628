using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using PSSsl.Sockets;
using PSSsl.StartTls;

namespace PSSsl.Commands;

/// <summary>Connects to hosts from the pipeline, several at once, and hands each socket to the cmdlet on the pipeline's thread.</summary>
public abstract class SslConnectCommand : SslContextCommand
{
    private readonly HashSet<Task> _running = new();
    private SslContext? _context;

    /// <summary>TCP port or service name (manual: PeerPort). Default 443.</summary>
    [Parameter(Position = 1, ValueFromPipelineByPropertyName = true, ParameterSetName = "Host")]
    [Alias("PeerPort")]
    [ArgumentCompleter(typeof(PortCompleter))]
    public string? Port { get; set; }

    /// <summary>Asks for TLS in plain text first, as the protocol does it; the default port is then the protocol's.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = "Host")]
    [StartTlsTransformation]
    [ArgumentCompleter(typeof(StartTlsCompleter))]
    public string? StartTls { get; set; }

    /// <summary>The name to send by SNI (manual: SSL_hostname); '' sends none. Default: the host, unless it is an address.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Sni")]
    [AllowEmptyString]
    public string? ServerName { get; set; }

    /// <summary>IPv4 or IPv6 only (manual: Domain): InterNetwork or InterNetworkV6.</summary>
    [Parameter(ParameterSetName = "Host")]
    [AddressFamilyTransformation]
    [ArgumentCompleter(typeof(AddressFamilyCompleter))]
    public AddressFamily AddressFamily { get; set; } = AddressFamily.Unspecified;

    /// <summary>The local address to connect from (manual: LocalAddr).</summary>
    [Parameter(ParameterSetName = "Host")]
    public IPAddress? LocalAddress { get; set; }

    /// <summary>The local TCP port to connect from (manual: LocalPort); 0 is any.</summary>
    [Parameter(ParameterSetName = "Host")]
    [ValidateRange(0, 65535)]
    public int LocalPort { get; set; }

    /// <summary>How many hosts are connected to at once.</summary>
    [Parameter(ParameterSetName = "Host")]
    [ValidateRange(1, 1000)]
    public int ThrottleLimit { get; set; } = 32;

    /// <summary>A context that was made before, or a socket or listener whose context is meant (manual: SSL_reuse_ctx).</summary>
    [Parameter]
    [SslContextTransformation]
    public SslContext? Context { get; set; }

    /// <summary>How long look-up, connecting and handshake may take together: seconds or a TimeSpan; 0 is without end. Default 30 s.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    private protected override SslContext? ContextOption => Context;

    private protected virtual bool LooksOnlyOption => false;

    private protected virtual bool NoHandshakeOption => false;

    private protected virtual string? SessionKeyOption => null;

    private protected virtual ScriptBlock? ErrorTrapOption => null;

    /// <summary>Gets a connected socket, on the pipeline's thread.</summary>
    private protected abstract void Connected(SslSocket socket, HostAndPort target);

    /// <summary>Gets a failure, on the pipeline's thread.</summary>
    private protected virtual void Failed(SslException error, string computerName) => WriteSslError(error, computerName);

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

    private protected void StartConnecting(string computerName)
    {
        StartTlsDialogue? dialogue = StartTlsDialogues.Named(StartTls);
        HostAndPort target;
        try
        {
            target = HostAndPort.Parse(computerName, string.IsNullOrEmpty(Port) ? null : HostAndPort.ParsePort(Port!), dialogue?.DefaultPort ?? 443);
        }
        catch (SslException e)
        {
            Failed(e, computerName);
            return;
        }

        var connector = new Connector(target, SharedContext)
        {
            Timeout = Timeout,
            Family = AddressFamily,
            LocalAddress = LocalAddress,
            LocalPort = LocalPort,
            ServerName = ServerName,
            VerifyName = VerifyName,
            LooksOnly = LooksOnlyOption,
            SessionKey = SessionKeyOption,
            NoHandshake = NoHandshakeOption,
            StartTls = dialogue,
            Trace = text => Pump.Post(() => WriteFlow(text)),
            DebugTrace = DebugWanted ? text => Pump.Post(() => WriteDebug($"{target}: {text}")) : null,
            Callbacks = (function, cancellation) => Pump.Invoke(function, cancellation),
            ErrorTrap = ErrorTrapOption is null ? null : (socket, error) => Pump.Invoke<object?>(() => RunErrorTrap(socket, error), StopToken),
        };
        Task task = Task.Run(() => ConnectOneAsync(connector, computerName));
        _running.Add(task);
        task.ContinueWith(done => Pump.Post(() => _running.Remove(done)), TaskScheduler.Default);
        Pump.Drain();
        if (_running.Count >= ThrottleLimit)
            Pump.RunUntil(() => _running.Count < ThrottleLimit, StopToken);
    }

    /// <summary>Waits for all; after Ctrl+C nothing is waited for, since every task ends by itself then.</summary>
    private protected void FinishConnecting() => Pump.RunUntil(() => _running.Count == 0, StopToken);

    private async Task ConnectOneAsync(Connector connector, string computerName)
    {
        try
        {
            SslSocket socket = await connector.ConnectAsync(StopToken).ConfigureAwait(false);
            socket.Target = computerName;
            if (StopToken.IsCancellationRequested)
                socket.Close(SslShutdown.None);
            else
                Pump.Post(() => Hand(socket, connector.Target));
        }
        catch (SslException e)
        {
            Pump.Post(() => Failed(e, computerName));
        }
        catch (OperationCanceledException)
        {
            // Ctrl+C: there is nobody left to tell.
        }
    }

    private void Hand(SslSocket socket, HostAndPort target)
    {
        // From here on the socket outlives the cmdlet.
        socket.Detach();
        Connected(socket, target);
    }

    private object? RunErrorTrap(SslSocket socket, SslException error)
    {
        foreach (PSObject result in ErrorTrapOption!.Invoke(socket, error.Message))
            WriteObject(result);
        return null;
    }
}
