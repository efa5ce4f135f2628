using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Threading;
using PSSsl.Commands.Arguments;

namespace PSSsl.Commands;

/// <summary>
/// The base of all cmdlets: one token that Ctrl+C cancels, one pump through which other threads have things done on the
/// pipeline's thread, and errors as records that say what to do.
/// </summary>
public abstract class SslCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private bool _disposed;

    /// <summary>Makes a cmdlet.</summary>
    private protected SslCommand() => StopToken = _stopping.Token;

    /// <summary>Cancelled by Ctrl+C, and when the cmdlet is over; whoever works for it may look at this longer than it lives.</summary>
    private protected CancellationToken StopToken { get; }

    private protected PipelinePump Pump { get; } = new();

    /// <summary>True if the debug stream goes anywhere: -Debug, or $DebugPreference. Following every record costs something.</summary>
    private protected bool DebugWanted => Wants("Debug");

    /// <summary>
    /// True if what <see cref="WriteFlow"/> writes goes anywhere; where a sentence for each of a million inputs would cost more than they
    /// do.
    /// </summary>
    private protected bool FlowWanted => Wants("Verbose") || DebugWanted;

    /// <summary>
    /// The verbose stream; with -Debug alone the debug stream, because there PowerShell asks at every verbose line whether to go on.
    /// </summary>
    private protected void WriteFlow(string text)
    {
        if (MyInvocation.BoundParameters.ContainsKey("Debug") && !MyInvocation.BoundParameters.ContainsKey("Verbose"))
            WriteDebug(text);
        else
            WriteVerbose(text);
    }

    /// <summary>Warns; what a peer chose in the text is made harmless.</summary>
    private protected new void WriteWarning(string text) => base.WriteWarning(HarmlessText.Message(text));

    /// <summary>Tells what goes on; what a peer chose in the text is made harmless.</summary>
    private protected new void WriteVerbose(string text) => base.WriteVerbose(HarmlessText.Message(text));

    /// <summary>Tells every step; what a peer chose in the text is made harmless.</summary>
    private protected new void WriteDebug(string text) => base.WriteDebug(HarmlessText.Message(text));

    private bool Wants(string stream) => MyInvocation.BoundParameters.TryGetValue(stream, out object? given)
        ? ((SwitchParameter)given).IsPresent
        : SessionState.PSVariable.GetValue(stream + "Preference") is ActionPreference preference and not ActionPreference.SilentlyContinue
            && preference != ActionPreference.Ignore;

    /// <summary>Sees that nothing that was given is empty.</summary>
    protected override void BeginProcessing()
    {
        try
        {
            GivenParameters.Check(GetType(), MyInvocation.BoundParameters);
        }
        catch (SslException e)
        {
            ThrowSslError(e, null);
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stopping.Cancel();

    private protected void WriteSslError(SslException error, object? target) => WriteError(ErrorRecords.From(error, target));

    private protected void ThrowSslError(SslException error, object? target) => ThrowTerminatingError(ErrorRecords.From(error, target));

    /// <summary>A file that is read; what is empty stays so.</summary>
    /// <exception cref="SslException">There is no such drive, or no files are there.</exception>
    internal string? ResolvePath(string? path) => string.IsNullOrEmpty(path) ? path : FilePath.Of(SessionState.Path, path!);

    /// <summary>A file that is written; what is empty stays so.</summary>
    /// <exception cref="SslException">There is no such drive, or no files can be there.</exception>
    private protected string? ResolveTarget(string? path) =>
        string.IsNullOrEmpty(path) ? path : FilePath.ToWrite(SessionState.Path, path!);

    /// <summary>The files that a path with wildcards means.</summary>
    /// <exception cref="SslException">There are none.</exception>
    private protected IEnumerable<string> ResolvePaths(string path) => FilePath.Like(SessionState.Path, path);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    /// <param name="disposing">True if called by Dispose.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (!disposing || _disposed)
            return;
        _disposed = true;
        _stopping.Cancel();
        _stopping.Dispose();
        Pump.Dispose();
    }
}
