using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Writes to the verbose stream.</summary>
[Cmdlet("Write", "Verbose")]
public sealed class WriteVerboseCommand : PSCmdlet
{
    [AllowEmptyString]
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string Message { get; set; } = string.Empty;

    protected override void ProcessRecord() => WriteVerbose(Message);
}
