using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Copies a file.</summary>
[Cmdlet("Copy", "Item")]
public sealed class CopyItemCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Path { get; set; } = string.Empty;

    [Parameter(Mandatory = true, Position = 1)]
    public string Destination { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter Force { get; set; }

    private string FullPath => SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);

    protected override void ProcessRecord()
    {
        string target = SessionState.Path.GetUnresolvedProviderPathFromPSPath(Destination);
        if (System.IO.Directory.Exists(target))
            target = System.IO.Path.Combine(target, System.IO.Path.GetFileName(FullPath));
        System.IO.File.Copy(FullPath, target, overwrite: true);
    }
}
