using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Reads objects from lines of comma-separated values; quotes are not understood here.</summary>
[Cmdlet("ConvertFrom", "Csv")]
public sealed class ConvertFromCsvCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string InputObject { get; set; } = string.Empty;

    private string[]? _names;

    protected override void ProcessRecord()
    {
        foreach (string line in InputObject.Split('\n', System.StringSplitOptions.RemoveEmptyEntries | System.StringSplitOptions.TrimEntries))
        {
            string[] values = line.Split(',', System.StringSplitOptions.TrimEntries);
            if (_names is null)
            {
                _names = values;
                continue;
            }

            var row = new PSObject();
            for (int i = 0; i < _names.Length; i++)
                row.Properties.Add(new PSNoteProperty(_names[i], i < values.Length ? values[i] : null));
            WriteObject(row);
        }
    }
}
