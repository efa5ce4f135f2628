using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Makes a SecureString of text.</summary>
[Cmdlet("ConvertTo", "SecureString")]
public sealed class ConvertToSecureStringCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string String { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter AsPlainText { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        var secure = new System.Security.SecureString();
        foreach (char c in String)
            secure.AppendChar(c);
        secure.MakeReadOnly();
        WriteObject(secure);
    }
}
