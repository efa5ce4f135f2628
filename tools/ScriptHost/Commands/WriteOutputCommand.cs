using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Writes objects to the pipeline.</summary>
[Cmdlet("Write", "Output")]
public sealed class WriteOutputCommand : PSCmdlet
{
    [AllowNull]
    [AllowEmptyCollection]
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    public object? InputObject { get; set; }
    [Parameter]
    public SwitchParameter NoEnumerate { get; set; }

    protected override void ProcessRecord() => WriteObject(InputObject, !NoEnumerate);
}
