using System;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>Ends TLS on a socket, which goes on in plain text and can be upgraded again.</summary>
[Cmdlet(VerbsLifecycle.Stop, "SslUpgrade", DefaultParameterSetName = "Full")]
[OutputType(typeof(SslSocket))]
public sealed class StopSslUpgradeCommand : SslCommand
{
    private readonly AlternativeParameters _alternatives = new();

    /// <summary>The socket. Its state is Open, also if the peer sent close_notify first.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [Alias("InputObject")]
    [ArgumentCompleter(typeof(SocketCompleter))]
    [DeserializedTransformation]
    public SslSocket[] Socket { get; set; } = null!;

    /// <summary>Sends close_notify and does not wait for the peer's: what of TLS the peer still sends is then read as plain text.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Fast")]
    public SwitchParameter FastShutdown { get; set => field = _alternatives.Only(value); }

    /// <summary>Sends no close_notify: for a peer that went over to plain text without it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "None")]
    public SwitchParameter NoShutdown { get; set => field = _alternatives.Only(value); }

    /// <summary>How long to wait for the peer's close_notify: seconds or a TimeSpan. Default: the socket's timeout.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        SslShutdown how = NoShutdown ? SslShutdown.None : FastShutdown ? SslShutdown.Fast : SslShutdown.Full;
        foreach (SslSocket socket in Socket)
        {
            try
            {
                socket.Trace = WriteFlow;
                socket.StopTls(how, Deadline.After(Timeout ?? socket.Timeout), StopToken);
                WriteObject(socket);
            }
            catch (SslException e)
            {
                WriteSslError(e, socket);
            }
            catch (OperationCanceledException)
            {
                throw new PipelineStoppedException();
            }
            finally
            {
                socket.Trace = null;
            }
        }
    }
}
