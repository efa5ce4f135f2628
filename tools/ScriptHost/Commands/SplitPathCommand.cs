using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Gives the parent or the last part of a path.</summary>
[Cmdlet("Split", "Path")]
public sealed class SplitPathCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Path { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter Leaf { get; set; }

    [Parameter]
    public SwitchParameter Parent { get; set; }

    protected override void ProcessRecord() => WriteObject(Leaf ? System.IO.Path.GetFileName(Path.TrimEnd('/', '\\')) : System.IO.Path.GetDirectoryName(Path));
}
