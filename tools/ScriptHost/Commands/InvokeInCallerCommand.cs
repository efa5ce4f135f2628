using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Runs a script block in the caller's scope, so that what it makes stays there: BeforeDiscovery.</summary>
[Cmdlet("Invoke", "InCaller")]
public sealed class InvokeInCallerCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock Script { get; set; } = null!;

    protected override void EndProcessing() => InvokeCommand.InvokeScript(useLocalScope: false, Script, null);
}
