using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Writes an error.</summary>
[Cmdlet("Write", "Error")]
public sealed class WriteErrorCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string Message { get; set; } = string.Empty;

    protected override void ProcessRecord() =>
        WriteError(new ErrorRecord(new RuntimeException(Message), "WriteError", ErrorCategory.NotSpecified, null));
}
