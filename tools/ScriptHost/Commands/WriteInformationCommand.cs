using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Writes to the information stream.</summary>
[Cmdlet("Write", "Information")]
public sealed class WriteInformationCommand : PSCmdlet
{
    [AllowEmptyString]
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    public string Message { get; set; } = string.Empty;

    protected override void ProcessRecord() => WriteInformation(Message, System.Array.Empty<string>());
}
