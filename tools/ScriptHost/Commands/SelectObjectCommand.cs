using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Takes some objects, or some of their properties.</summary>
[Cmdlet("Select", "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string[]? Property { get; set; }

    [Parameter]
    public string? ExpandProperty { get; set; }

    [Parameter]
    public int First { get; set; } = -1;

    [Parameter]
    public int Last { get; set; } = -1;

    [Parameter]
    public int Skip { get; set; }

    [Parameter]
    public SwitchParameter Unique { get; set; }

    private readonly List<PSObject?> _objects = new();

    protected override void ProcessRecord() => _objects.Add(InputObject);

    protected override void EndProcessing()
    {
        IEnumerable<PSObject?> chosen = _objects.Skip(Skip);
        if (First >= 0)
            chosen = chosen.Take(First);
        if (Last >= 0)
            chosen = chosen.Reverse().Take(Last).Reverse();
        IEnumerable<object?> shaped = chosen.Select(Shape);
        if (Unique)
            shaped = shaped.GroupBy(o => LanguagePrimitives.ConvertTo<string>(o)).Select(g => g.First());
        foreach (object? result in shaped)
            WriteObject(result, enumerateCollection: ExpandProperty is not null);
    }

    private object? Shape(PSObject? source)
    {
        if (ExpandProperty is not null)
            return source?.Properties[ExpandProperty]?.Value;
        if (Property is null)
            return source;
        var shaped = new PSObject();
        if (source?.TypeNames.FirstOrDefault() is { } type)
            shaped.TypeNames.Insert(0, "Selected." + type);
        foreach (string name in Property)
            shaped.Properties.Add(new PSNoteProperty(name, source?.Properties[name]?.Value));
        return shaped;
    }
}
