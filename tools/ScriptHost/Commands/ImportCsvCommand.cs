using System.Management.Automation;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Reads objects from a file of comma-separated values.</summary>
[Cmdlet("Import", "Csv")]
public sealed class ImportCsvCommand : PSCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public string Path { get; set; } = string.Empty;

    protected override void ProcessRecord()
    {
        var table = new CsvTable();
        foreach (string line in System.IO.File.ReadLines(SessionState.Path.GetUnresolvedProviderPathFromPSPath(Path)))
        {
            if (table.Read(line) is { } row)
                WriteObject(row);
        }
    }
}
