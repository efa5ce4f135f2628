using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Gives what the console would show as text, with colours only where $PSStyle.OutputRendering says so. The engine has the formatting, and only lacks the command.</summary>
[Cmdlet("Out", "String")]
public sealed class OutStringCommand : FrontEndCommandBase
{
    private readonly System.IO.StringWriter _text = new();

    [Parameter]
    [ValidateRange(2, int.MaxValue)]
    public int Width { get; set; } = int.MaxValue;

    protected override void BeginProcessing()
    {
        EngineFormatting.AttachOutput(this, _text, Width);
        base.BeginProcessing();
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        WriteObject(_text.ToString());
    }

    protected override void InternalDispose()
    {
        base.InternalDispose();
        _text.Dispose();
    }
}
