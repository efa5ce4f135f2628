using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Counts objects.</summary>
[Cmdlet("Measure", "Object")]
public sealed class MeasureObjectCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    private int _count;

    protected override void ProcessRecord() => _count++;

    protected override void EndProcessing()
    {
        var measured = new PSObject();
        measured.Properties.Add(new PSNoteProperty("Count", _count));
        WriteObject(measured);
    }
}
