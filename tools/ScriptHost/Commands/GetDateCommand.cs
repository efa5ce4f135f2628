using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Tells the time.</summary>
[Cmdlet("Get", "Date")]
public sealed class GetDateCommand : PSCmdlet
{
    [Parameter]
    public string? Format { get; set; }

    protected override void EndProcessing() => WriteObject(Format is null ? System.DateTime.Now : System.DateTime.Now.ToString(Format, System.Globalization.CultureInfo.CurrentCulture));
}
