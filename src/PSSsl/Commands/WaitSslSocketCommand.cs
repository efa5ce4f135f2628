using System;
using System.Collections.Generic;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;
using PSSsl.Sockets;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>Waits until some of many sockets are ready and writes those: the loop of a script that serves them all on one thread.</summary>
[Cmdlet(VerbsLifecycle.Wait, "SslSocket")]
[OutputType(typeof(SslSocket), typeof(SslListener))]
public sealed class WaitSslSocketCommand : SslCommand
{
    private readonly List<object> _given = new();

    /// <summary>Sockets, and listeners, which are ready when a connection can be taken.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    [Alias("InputObject", "Listener")]
    [ArgumentCompleter(typeof(EndpointCompleter))]
    public object[] Socket { get; set; } = null!;

    /// <summary>What to wait for. Auto: what each socket wants; its handshake, data to read, and room if a write found none.</summary>
    [Parameter]
    [Choice(typeof(SslWaitFor))]
    [ArgumentCompleter(typeof(ChoiceCompleter<SslWaitFor>))]
    public string? For { get; set; }

    /// <summary>
    /// How long to wait: seconds or a TimeSpan. Without it there is no limit; 0, as with <c>select</c>, looks what is ready now and waits
    /// for nothing. Nothing is written if the time passes.
    /// </summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _given.AddRange(Socket);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        using var waiter = new SocketSelector(Choice.Of<SslWaitFor>(For) ?? SslWaitFor.Auto);
        foreach (object? given in Flattened.From(_given))
            Add(waiter, given);
        try
        {
            foreach (object ready in waiter.Wait(Deadline(), StopToken))
                WriteObject(ready);
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    private Deadline Deadline() =>
        Timeout is not { } timeout ? Net.Deadline.None : timeout <= TimeSpan.Zero ? Net.Deadline.Now : Net.Deadline.After(timeout);

    private void Add(SocketSelector waiter, object? given)
    {
        switch (given)
        {
            case SslSocket { State: SslState.Closed } socket:
                Refuse(SslErrorCode.NotOpen, $"Cannot wait for the socket {socket}: it is closed.",
                    "Take sockets out of the list when they are closed.", given);
                break;
            case SslListener { IsListening: false } listener:
                Refuse(SslErrorCode.NotOpen, $"Cannot wait for the listener {listener}: it is closed.",
                    "Take listeners out of the list when they are closed.", given);
                break;
            case SslSocket socket:
                waiter.Add(socket);
                break;
            case SslListener listener:
                waiter.Add(listener);
                break;
            case PSObject when Deserialized.KindOf(given) is { } kind:
                WriteSslError(Deserialized.NotAlive(kind), given);
                break;
            default:
                Refuse(SslErrorCode.InvalidOption, $"{(given is null ? "Nothing" : "A " + given.GetType().Name)} can't be waited for.",
                    "Give sockets and listeners of this module.", given);
                break;
        }
    }

    private void Refuse(SslErrorCode code, string message, string todo, object? given) =>
        WriteSslError(new SslException(code, SslPhase.None, message) { RecommendedAction = todo }, given);
}
