using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Makes an object of a type.</summary>
[Cmdlet("New", "Object")]
public sealed class NewObjectCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string TypeName { get; set; } = string.Empty;

    [Parameter(Position = 1)]
    public object[] ArgumentList { get; set; } = System.Array.Empty<object>();

    protected override void EndProcessing() => WriteObject(System.Activator.CreateInstance(LanguagePrimitives.ConvertTo<System.Type>(TypeName), ArgumentList));
}
