using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>A cmdlet that connects, run in the background of this process in a runspace of its own (-AsJob).</summary>
internal sealed class SslJob : Job
{
    private readonly Runspace _runspace;
    private readonly PowerShell _shell;
    private readonly PSDataCollection<object> _input = new();

    private SslJob(string line, Runspace runspace, PowerShell shell)
        : base(line)
    {
        PSJobTypeName = nameof(SslJob);
        _runspace = runspace;
        _shell = shell;
        Error = shell.Streams.Error;
        Warning = shell.Streams.Warning;
        Verbose = shell.Streams.Verbose;
        Debug = shell.Streams.Debug;
        Progress = shell.Streams.Progress;
        Information = shell.Streams.Information;
    }

    public override bool HasMoreData =>
        Output.Count + Error.Count + Warning.Count + Verbose.Count + Debug.Count + Progress.Count > 0
            || JobStateInfo.State is JobState.NotStarted or JobState.Running or JobState.Stopping;

    public override string Location => "localhost";

    public override string StatusMessage => string.Empty;

    /// <summary>
    /// Runs the cmdlet as it was called, with its context made by now: whatever is wrong with the options is said at once, and passwords
    /// are asked for where somebody sits.
    /// </summary>
    /// <exception cref="SslException">A job cannot do what was asked for.</exception>
    internal static SslJob Start(SslConnectCommand command, SslContext context)
    {
        IDictionary<string, object> bound = command.MyInvocation.BoundParameters;
        Refuse(context, bound, command.MyInvocation.ExpectingInput);
        string name = command.MyInvocation.MyCommand.Name;
        InitialSessionState state = InitialSessionState.CreateDefault2();
        state.Commands.Add(new SessionStateCmdletEntry(name, command.GetType(), null));
        Runspace runspace = RunspaceFactory.CreateRunspace(state);
        runspace.Open();
        var shell = PowerShell.Create();
        shell.Runspace = runspace;
        shell.AddCommand(name).AddParameter(nameof(SslConnectCommand.Context), context);
        foreach (KeyValuePair<string, object> parameter in bound.Where(p => Passes(p.Key)))
            shell.AddParameter(parameter.Key, parameter.Value);
        var job = new SslJob(command.MyInvocation.Line.Trim(), runspace, shell);
        job.Begin(command.MyInvocation.ExpectingInput);
        return job;
    }

    /// <summary>Gives it one more object from the pipeline.</summary>
    internal void Add(object? input)
    {
        if (_input.IsOpen && input is not null)
            _input.Add(input);
    }

    /// <summary>No more will come.</summary>
    internal void AllAdded() => _input.Complete();

    public override void StopJob() => _shell.Stop();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _shell.Dispose();
            _runspace.Dispose();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Begin(bool expectsInput)
    {
        _shell.InvocationStateChanged += (_, change) => Changed(change.InvocationStateInfo);
        if (expectsInput)
            _shell.BeginInvoke(_input, Output);
        else
            _shell.BeginInvoke<object, PSObject>(null, Output);
    }

    private void Changed(PSInvocationStateInfo now)
    {
        if (now.Reason is IContainsErrorRecord { ErrorRecord: { } error } && now.State == PSInvocationState.Failed)
            Error.Add(error);
        if (now.State is PSInvocationState.Completed or PSInvocationState.Failed or PSInvocationState.Stopped)
            Output.Complete();
        switch (now.State)
        {
            case PSInvocationState.Running:
                SetJobState(JobState.Running);
                break;
            case PSInvocationState.Completed:
                SetJobState(JobState.Completed);
                break;
            case PSInvocationState.Failed:
                SetJobState(JobState.Failed);
                break;
            case PSInvocationState.Stopping:
                SetJobState(JobState.Stopping);
                break;
            case PSInvocationState.Stopped:
                SetJobState(JobState.Stopped);
                break;
        }
    }

    /// <summary>What the context holds already, and what belongs to the session that waits for the job, is left out.</summary>
    private static bool Passes(string parameter) => parameter is "Verbose" or "Debug"
        || (!ContextOptions.Contains(parameter)
            && parameter is not (nameof(GetPeerCertificateCommand.AsJob) or nameof(SslConnectCommand.Context))
            && !PSCmdlet.CommonParameters.Contains(parameter));

    /// <exception cref="SslException">A job cannot do what was asked for.</exception>
    private static void Refuse(SslContext context, IDictionary<string, object> bound, bool expectsInput)
    {
        // A script block runs in the session that it was written in, and that is busy, or asleep, when the job needs it.
        if (context.Trust.Callback is not null || context.MessageCallback is not null || context.VerifyScheme.Callback is not null)
            throw SslException.Option("A callback is a script block of this session, which a job cannot call.",
                "Leave it out, or run the cmdlet without -AsJob in Start-ThreadJob.");
        if (bound.ContainsKey(nameof(SslConnectCommand.Target)) && expectsInput)
            throw SslException.Option("With -AsJob, -Target and hosts from the pipeline cannot be given together.",
                "Leave -Target out: results then carry the object from the pipeline.");
    }
}
