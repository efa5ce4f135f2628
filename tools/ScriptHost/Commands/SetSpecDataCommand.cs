using System.Collections;
using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Makes a case's values variables of the caller's scope, where a function could only make them in its own.</summary>
[Cmdlet("Set", "SpecData")]
public sealed class SetSpecDataCommand : PSCmdlet
{
    [AllowNull]
    [Parameter(Position = 0)]
    public object? Data { get; set; }

    protected override void EndProcessing()
    {
        SessionState.PSVariable.Set("_", Data);
        if ((Data is PSObject wrapped ? wrapped.BaseObject : Data) is not IDictionary values)
            return;
        foreach (DictionaryEntry value in values)
            SessionState.PSVariable.Set(value.Key.ToString(), value.Value);
    }
}
