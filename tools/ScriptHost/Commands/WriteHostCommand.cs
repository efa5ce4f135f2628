using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Writes to the console.</summary>
[Cmdlet("Write", "Host")]
public sealed class WriteHostCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromRemainingArguments = true)]
    public object? Object { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    [Parameter]
    public System.ConsoleColor? ForegroundColor { get; set; }

    protected override void ProcessRecord()
    {
        string text = Object is System.Collections.IEnumerable and not string ? LanguagePrimitives.ConvertTo<string>(Object) : LanguagePrimitives.ConvertTo<string>(Object ?? string.Empty);
        // The way PowerShell does it: a message of the information stream that the host shows unless it is redirected.
        WriteInformation(new HostInformationMessage { Message = text, NoNewLine = NoNewline, ForegroundColor = ForegroundColor }, new[] { "PSHOST" });
    }
}
