using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Tells whether a file or directory exists.</summary>
[Cmdlet("Test", "Path")]
public sealed class TestPathCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Path { get; set; } = string.Empty;

    private string FullPath => SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);

    protected override void ProcessRecord() => WriteObject(System.IO.Path.Exists(FullPath));
}
