using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Sorts objects, by a property if one is named.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string? Property { get; set; }

    [Parameter]
    public SwitchParameter Descending { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    private readonly List<PSObject?> _objects = new();

    protected override void ProcessRecord() => _objects.Add(InputObject);

    protected override void EndProcessing()
    {
        IEnumerable<PSObject?> sorted = _objects.OrderBy(o => o, Comparer<PSObject?>.Create((a, b) => LanguagePrimitives.Compare(Key(a), Key(b), true, System.Globalization.CultureInfo.InvariantCulture)));
        if (Unique)
            sorted = sorted.GroupBy(o => LanguagePrimitives.ConvertTo<string>(Key(o))).Select(g => g.First());
        foreach (PSObject? item in Descending ? sorted.Reverse() : sorted)
            WriteObject(item);
    }

    private object? Key(PSObject? item) => Property is null ? item?.BaseObject : item?.Properties[Property]?.Value;
}
