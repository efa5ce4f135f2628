using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Joins the parts of a path.</summary>
[Cmdlet("Join", "Path")]
public sealed class JoinPathCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Path { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1)]
    public string ChildPath { get; set; } = string.Empty;

    [Parameter(Position = 2, ValueFromRemainingArguments = true)]
    public string[] AdditionalChildPath { get; set; } = System.Array.Empty<string>();

    protected override void ProcessRecord()
    {
        string joined = System.IO.Path.Combine(Path, ChildPath);
        foreach (string part in AdditionalChildPath)
            joined = System.IO.Path.Combine(joined, part);
        WriteObject(joined);
    }
}
