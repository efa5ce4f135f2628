using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Tells how long a script block takes.</summary>
[Cmdlet("Measure", "Command")]
public sealed class MeasureCommandCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public ScriptBlock Expression { get; set; } = null!;

    protected override void EndProcessing()
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Expression.Invoke();
        WriteObject(watch.Elapsed);
    }
}
