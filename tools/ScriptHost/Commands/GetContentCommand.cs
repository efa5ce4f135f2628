using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Reads a file: lines, or all with -Raw.</summary>
[Cmdlet("Get", "Content")]
public sealed class GetContentCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Path { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter Raw { get; set; }

    private string FullPath => SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);

    protected override void ProcessRecord()
    {
        if (Raw)
            WriteObject(System.IO.File.ReadAllText(FullPath));
        else
            WriteObject(System.IO.File.ReadAllLines(FullPath), enumerateCollection: true);
    }
}
