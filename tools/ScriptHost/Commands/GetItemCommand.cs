using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Gives a file or directory.</summary>
[Cmdlet("Get", "Item")]
public sealed class GetItemCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Path { get; set; } = string.Empty;

    private string FullPath => SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);

    protected override void ProcessRecord() => WriteObject(System.IO.Directory.Exists(FullPath) ? new System.IO.DirectoryInfo(FullPath) : new System.IO.FileInfo(FullPath));
}
