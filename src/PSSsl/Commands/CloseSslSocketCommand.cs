using System;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>Closes sockets and listeners; it never hangs.</summary>
[Cmdlet(VerbsCommon.Close, "SslSocket", DefaultParameterSetName = "Fast")]
[OutputType(typeof(SslSocket))]
public sealed class CloseSslSocketCommand : SslCommand
{
    private readonly AlternativeParameters _alternatives = new();

    /// <summary>
    /// The socket, or a listener. A variable that is still empty was never connected: a finally block closes it like any other, and hides
    /// no error.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [Alias("Socket", "Listener")]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public object?[]? InputObject { get; set; }

    /// <summary>Sends close_notify and does not wait for the peer's; -FastShutdown:$false waits for it.</summary>
    [Parameter(ParameterSetName = "Fast")]
    public SwitchParameter FastShutdown { get; set => field = _alternatives.Only(value); } = true;

    /// <summary>Sends no close_notify: for a copy of a socket that another program still uses.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "None")]
    public SwitchParameter NoShutdown { get; set => field = _alternatives.Only(value); }

    /// <summary>Accepted for the manual's SSL_ctx_free; a context is freed when nothing uses it any more.</summary>
    [Parameter]
    public SwitchParameter FreeContext { get; set; }

    /// <summary>How long to wait for the peer's close_notify, with -FastShutdown:$false. Default: the socket's timeout.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>Writes the closed socket to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (object? target in Flattened.From(InputObject ?? Array.Empty<object?>()))
        {
            switch (target)
            {
                case null:
                    continue;
                case SslListener listener:
                    listener.Close();
                    break;
                case SslSocket socket:
                    Close(socket);
                    break;
                default:
                    WriteSslError(Deserialized.KindOf(target) is { } kind ? Deserialized.NotAlive(kind)
                        : SslException.Option($"{TypeWord.Begin(target)} is neither a socket nor a listener of this module.",
                            "Give what New-SslSocket, New-SslListener, Wait-SslConnection or Start-SslUpgrade returned."), target);
                    continue;
            }

            if (PassThru)
                WriteObject(target);
        }
    }

    private void Close(SslSocket socket)
    {
        SslShutdown how = NoShutdown ? SslShutdown.None : FastShutdown ? SslShutdown.Fast : SslShutdown.Full;
        if (Timeout is { } timeout)
            socket.Timeout = timeout;
        bool wasOpen = socket.State == SslState.Open;
        bool clean;
        try
        {
            clean = socket.Close(how, StopToken);
        }
        catch (OperationCanceledException)
        {
            // It is closed all the same; the goodbye was not waited for.
            return;
        }

        if (wasOpen && how == SslShutdown.Full && !clean)
            WriteWarning($"{socket.PeerName} closed without close_notify: the last data it sent may be missing.");
    }
}
