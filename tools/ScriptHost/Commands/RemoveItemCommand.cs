using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Deletes files and directories.</summary>
[Cmdlet("Remove", "Item")]
public sealed class RemoveItemCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string[] Path { get; set; } = System.Array.Empty<string>();

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            string full = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path);
            if (System.IO.Directory.Exists(full))
                System.IO.Directory.Delete(full, Recurse);
            else if (System.IO.File.Exists(full))
                System.IO.File.Delete(full);
            else
                WriteError(new ErrorRecord(new ItemNotFoundException($"There is no {full}."), "PathNotFound", ErrorCategory.ObjectNotFound, path));
        }
    }
}
