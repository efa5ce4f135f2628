using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Net.Sockets;
using System.Threading.Tasks;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Connecting;
using PSSsl.Connecting.StartTls;
using PSSsl.Hostnames;
using PSSsl.Sockets;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>Starts TLS on an existing connection. If that fails the connection stays its owner's, and plain.</summary>
[Cmdlet(VerbsLifecycle.Start, "SslUpgrade", DefaultParameterSetName = "Piped")]
[OutputType(typeof(SslSocket))]
public sealed class StartSslUpgradeCommand : SslServeCommand
{
    /// <summary>A TcpClient, Socket, Stream, plain SslSocket, or an open SslSocket, for TLS inside TLS.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Object")]
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Piped")]
    [Alias("Socket")]
    [ArgumentCompleter(typeof(ConnectionCompleter))]
    public object InputObject { get; set; } = null!;

    /// <summary>The handle of a connected socket of the operating system. A copy of it is used: the handle stays its owner's.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Handle")]
    public IntPtr Handle { get; set; }

    /// <summary>Acts as the server; needs a certificate.</summary>
    [Parameter]
    public SwitchParameter AsServer { get; set; }

    /// <summary>The host's name: sent by SNI, and what the certificate must be for, unless -VerifyName says otherwise.</summary>
    [Parameter(Position = 0, ParameterSetName = "Piped")]
    [Parameter(Position = 1, ParameterSetName = "Object")]
    [Parameter(Position = 1, ParameterSetName = "Handle")]
    [Alias("HostName", "PeerHost", "DnsName")]
    [ArgumentCompleter(typeof(UpgradeHostCompleter))]
    public string? ComputerName { get; set; }

    /// <summary>Switches from plain text to TLS the way the protocol does. The server's greeting must not have been read yet.</summary>
    [Parameter]
    [StartTlsTransformation]
    [ArgumentCompleter(typeof(StartTlsCompleter))]
    public string? StartTls { get; set; }

    /// <summary>The name to send in SNI; '' sends none.</summary>
    [Parameter]
    [Alias("Sni")]
    [AllowEmptyString]
    [ArgumentCompleter(typeof(HostNameCompleter))]
    public string? ServerName { get; set; }

    /// <summary>
    /// The key for sessions in the cache, instead of host and port: an FTPS data connection takes that of its control connection.
    /// </summary>
    [Parameter]
    public string? SessionKey { get; set; }

    /// <summary>Leaves the handshake to .Connect() or .Accept().</summary>
    [Parameter]
    public SwitchParameter NoHandshake { get; set; }

    /// <summary>False gives a socket whose calls return at once; then the handshake is left to .Connect() or .Accept() too.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(BlockingCompleter))]
    public bool Blocking { get; set; } = true;

    /// <summary>Called with the plain socket and the error if the handshake fails.</summary>
    [Parameter]
    public ScriptBlock? ErrorTrap { get; set; }

    private protected override bool IsServerCommand => AsServer;

    private protected override bool Serves => AsServer;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        object source = ParameterSetName == "Handle" ? Handle : InputObject is PSObject wrapped ? wrapped.BaseObject : InputObject;
        var before = source as SslSocket;
        (bool blocking, TimeSpan timeout) = (before?.Blocking ?? true, before?.Timeout ?? default);
        SslSocket? socket = null;
        bool isUpgraded = false;
        SslException? error = null;
        try
        {
            if (Deserialized.KindOf(InputObject) is { } kind)
                throw Deserialized.NotAlive(kind);
            socket = Upgrade(source, ref socket);
            isUpgraded = true;
        }
        catch (SslException e)
        {
            error = e;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            // The socket outlives the cmdlet, also if it is given back; and it is given back before anything is written, which may end the
            // pipeline.
            socket?.Detach();
            if (!isUpgraded && socket is not null)
            {
                if (ReferenceEquals(socket, before))
                    (socket.Blocking, socket.Timeout) = (blocking, timeout);
                error = GiveBack(socket, source, error);
            }
        }

        if (error is not null)
            WriteSslError(error, source);
        else
            WriteObject(socket);
    }

    private SslSocket Upgrade(object source, ref SslSocket? socket)
    {
        TlsPlan? kept = source is SslSocket { State: SslState.Plain, Plan: { Options: not null } plan } && plan.AsServer == AsServer ? plan
            : null;
        bool isSaid = KeptOptions.Says(MyInvocation.BoundParameters.Keys);
        using var lent = new KeptOptions(this, kept);
        SslContext context = kept is not null && !isSaid ? kept.Context : CreateContext();
        socket = UpgradeSource.Open(source);
        string? name = ComputerName ?? socket.ComputerName;
        CheckOptions(context, name);
        BeginTls(socket, context, name, kept);
        return socket;
    }

    private void BeginTls(SslSocket socket, SslContext context, string? name, TlsPlan? kept)
    {
        socket.Trace = WriteFlow;
        socket.DebugTrace = DebugWanted ? WriteDebug : null;
        socket.Timeout = Timeout;
        Deadline deadline = Deadline.After(Timeout);
        if (StartTlsDialogues.Named(StartTls) is { } dialogue)
            AskForTls(socket, dialogue, name, deadline);
        socket.BeginTls(new TlsPlan(context, AsServer)
        {
            ServerName = ServerName is { } given ? HostNames.ForSni(given) : name is null ? null
                : Connector.DefaultServerName(new HostAndPort(name, 0)),
            VerifyName = VerifyName ?? context.VerifyName ?? name,
            SessionKey = SessionKey,
            Host = name,
            Options = kept?.Options,
        });
        socket.Blocking = Blocking;
        if (Blocking && !NoHandshake)
            socket.FinishHandshake(deadline, StopToken);
    }

    private void AskForTls(SslSocket socket, StartTlsDialogue dialogue, string? name, Deadline deadline)
    {
        socket.Trace = text => Pump.Post(() => WriteFlow(text));
        Task asking = Task.Run(() => dialogue.RunAsync(socket, name, deadline, StopToken));
        Pump.RunUntil(asking, StopToken);
        asking.GetAwaiter().GetResult();
        socket.Trace = WriteFlow;
    }

    private void CheckOptions(SslContext context, string? name)
    {
        if (AsServer && !context.CanServe)
        {
            throw new SslException(SslErrorCode.KeyMissing, SslPhase.Configuration, "A server needs a certificate with its key.")
            {
                RecommendedAction = "Give -CertificateFile and -KeyFile, or -Certificate.",
            };
        }

        if (AsServer && StartTls is not null)
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                "-StartTls asks a server for TLS, and with -AsServer this end is the server.")
            {
                RecommendedAction = "Read the client's request and answer it on the plain socket, then begin TLS with -AsServer alone.",
            };
        }

        if (AsServer)
        {
            RefuseClientOptions(nameof(ServerName), nameof(SessionKey), nameof(ComputerName));
            context.CheckAsServer();
        }
        else
        {
            RefuseServerOptions();
            RefuseIdleKey(SessionKey, context);
        }

        if (!AsServer && name is null && VerifyName is null && context.VerifyName is null && context.Verifies(asServer: false)
            && context.Trust.Callback is null && context.Trust.Pins.Count == 0 && context.Psk is null
            && context.VerifyScheme.Name != "none")
        {
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                "The host's name is needed: without it the certificate's name cannot be verified.")
            {
                RecommendedAction = "Give -ComputerName (or -VerifyName); -VerifyScheme none checks the chain alone.",
            };
        }
    }

    /// <summary>Gives the connection back, plain, as it was; to the error trap first, if there is one.</summary>
    /// <returns>What is to be told.</returns>
    private SslException? GiveBack(SslSocket socket, object source, SslException? error)
    {
        socket.AbandonTls();
        socket.Detach();
        bool isTrapped = error is not null && ErrorTrap is not null;
        try
        {
            if (isTrapped)
                error = TrappedFailure.Tell(RunErrorTrap, socket, error!, closes: false);
            else if (error is not null && socket.Pending > 0 && source is Stream)
                error.RecommendedAction += $" {socket.Pending} bytes were taken from the stream already: -ErrorTrap gets a socket that "
                    + $"still has them.";
        }
        finally
        {
            // Whoever was handed the socket of a handle has a copy of that, and closes it.
            if (!isTrapped || source is not IntPtr)
                Restore(socket, source);
        }

        return error;
    }

    private void RunErrorTrap(SslSocket socket, SslException error) =>
        WriteObject(ScriptCallbacks.ErrorTrap(ErrorTrap!, SessionState)(socket, error), enumerateCollection: true);

    /// <summary>Gives what was not ours back as it was.</summary>
    private static void Restore(SslSocket socket, object source)
    {
        if (source is not SslSocket && socket.State != SslState.Closed)
            socket.Transport.Restore();
    }
}
