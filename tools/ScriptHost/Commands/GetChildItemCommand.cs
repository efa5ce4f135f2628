using System.Linq;
using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Gives what a directory holds.</summary>
[Cmdlet("Get", "ChildItem")]
public sealed class GetChildItemCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public string Path { get; set; } = ".";

    [Parameter(Position = 1)]
    public string Filter { get; set; } = "*";

    [Parameter]
    public SwitchParameter Recurse { get; set; }

    [Parameter]
    public SwitchParameter File { get; set; }

    [Parameter]
    public SwitchParameter Directory { get; set; }

    private string FullPath => SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);

    protected override void ProcessRecord()
    {
        foreach (System.IO.FileSystemInfo item in new System.IO.DirectoryInfo(FullPath).EnumerateFileSystemInfos(Filter, Recurse ? System.IO.SearchOption.AllDirectories : System.IO.SearchOption.TopDirectoryOnly).OrderBy(i => i.FullName, System.StringComparer.Ordinal))
        {
            if ((!File || item is System.IO.FileInfo) && (!Directory || item is System.IO.DirectoryInfo))
                WriteObject(item);
        }
    }
}
