using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Reads objects from lines of comma-separated values.</summary>
[Cmdlet("ConvertFrom", "Csv")]
public sealed class ConvertFromCsvCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string InputObject { get; set; } = string.Empty;

    private readonly CsvTable _table = new();

    protected override void ProcessRecord()
    {
        foreach (string line in InputObject.Split('\n'))
        {
            if (_table.Read(line.TrimEnd('\r')) is { } row)
                WriteObject(row);
        }
    }
}
