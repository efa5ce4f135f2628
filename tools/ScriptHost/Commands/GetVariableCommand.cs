using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Gives the variables that can be seen.</summary>
[Cmdlet("Get", "Variable")]
public sealed class GetVariableCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    public string Name { get; set; } = "*";

    protected override void ProcessRecord() => WriteObject(InvokeProvider.ChildItem.Get("Variable:" + Name, recurse: false), enumerateCollection: true);
}
