using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Writes a file.</summary>
[Cmdlet("Set", "Content")]
public sealed class SetContentCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0)]
    public string Path { get; set; } = string.Empty;

    [Parameter(Position = 1, ValueFromPipeline = true)]
    public object? Value { get; set; }

    [Parameter]
    public SwitchParameter NoNewline { get; set; }

    private string FullPath => SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path);

    private readonly System.Text.StringBuilder _text = new();

    protected override void ProcessRecord()
    {
        foreach (object? line in LanguagePrimitives.GetEnumerable(Value) ?? new[] { Value })
            _text.Append(LanguagePrimitives.ConvertTo<string>(line)).Append(NoNewline ? string.Empty : System.Environment.NewLine);
    }

    protected override void EndProcessing() => System.IO.File.WriteAllText(FullPath, _text.ToString());
}
