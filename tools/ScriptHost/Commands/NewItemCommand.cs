using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Makes a directory or an empty file.</summary>
[Cmdlet("New", "Item")]
public sealed class NewItemCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Path { get; set; } = string.Empty;

    [Parameter]
    public string ItemType { get; set; } = "File";

    [Parameter]
    public SwitchParameter Force { get; set; }

    private string FullPath => SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);

    protected override void ProcessRecord()
    {
        if (ItemType == "Directory")
        {
            WriteObject(System.IO.Directory.CreateDirectory(FullPath));
            return;
        }

        System.IO.File.WriteAllText(FullPath, string.Empty);
        WriteObject(new System.IO.FileInfo(FullPath));
    }
}
