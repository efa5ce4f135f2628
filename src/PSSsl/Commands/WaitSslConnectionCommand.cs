using System;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Sockets;

namespace PSSsl.Commands;

/// <summary>Waits for connections of a listener. Clients that fail their handshake are reported and waiting goes on.</summary>
[Cmdlet(VerbsLifecycle.Wait, "SslConnection", DefaultParameterSetName = "Wait")]
[OutputType(typeof(SslSocket))]
public sealed class WaitSslConnectionCommand : SslCommand
{
    private readonly AlternativeParameters _alternatives = new();

    /// <summary>The listener.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ListenerCompleter))]
    [DeserializedTransformation]
    public SslListener Listener { get; set; } = null!;

    /// <summary>How long to wait for a connection: seconds or a TimeSpan; 0 means no limit. Default 0.</summary>
    [Parameter(ParameterSetName = "Wait")]
    [SecondsTransformation]
    public TimeSpan Timeout { get; set => field = _alternatives.Only(value, "wait"); } = TimeSpan.Zero;

    /// <summary>How many connections to wait for; default 1.</summary>
    [Parameter(ParameterSetName = "Wait")]
    [ValidateRange(1, int.MaxValue)]
    public int Count { get; set => field = _alternatives.Only(value, "wait"); } = 1;

    /// <summary>
    /// Returns all connections that are ready, without waiting, for a script with one thread.
    /// </summary>
    [Parameter(Mandatory = true, ParameterSetName = "NoWait")]
    public SwitchParameter NoWait { get; set => field = _alternatives.Only(value); }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        Deadline deadline = Deadline.After(Timeout);
        int most = NoWait ? int.MaxValue : Count;
        for (int taken = 0; taken < most;)
        {
            AcceptedClient? client = Take(deadline);
            if (client is null)
            {
                if (!NoWait || !Listener.IsListening)
                    Report(deadline);
                return;
            }

            foreach (string line in client.DebugLines)
                WriteDebug($"{client.RemoteEndPoint}: {line}");
            if (client.Socket is null)
            {
                WriteObject(client.TrapOutput, enumerateCollection: true);
                WriteFlow($"{client.RemoteEndPoint}: {client.Error!.Message}");
                WriteSslError(client.Error!, client.RemoteEndPoint);
                continue;
            }

            client.Socket.Detach();
            WriteFlow($"{client.RemoteEndPoint}: {client.Socket.State}, {client.Socket.Version}, {client.Socket.Cipher}");
            WriteObject(client.Socket);
            taken++;
        }
    }

    private AcceptedClient? Take(Deadline deadline)
    {
        try
        {
            if (!NoWait)
                return Listener.Core.Take(deadline, StopToken);
            return Listener.Core.HasSomething ? Listener.Core.TakeReady() : null;
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private void Report(Deadline deadline)
    {
        SslException error = Listener.IsListening
            ? SocketFaults.TimedOut(SslPhase.Listen, $"waiting for a connection on {Listener.LocalEndPoint}", deadline.Span)
            : new SslException(SslErrorCode.NotOpen, SslPhase.Listen, $"The listener on {Listener.LocalEndPoint} is closed.")
            {
                RecommendedAction = "Create a new one with New-SslListener.",
            };
        WriteSslError(error, Listener);
    }
}
