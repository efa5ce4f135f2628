using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using PSSsl.Audit.Report;
using PSSsl.Certificates.Writing;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>
/// Writes reports of <c>Test-SslServer</c> to one file: a page to look at, JSON to keep, CSV, JUnit or SARIF for other programs.
/// </summary>
[Cmdlet(VerbsData.Export, "SslReport", SupportsShouldProcess = true)]
[OutputType(typeof(void), typeof(FileInfo))]
public sealed class ExportSslReportCommand : SslCommand
{
    private readonly List<(string Path, List<SslServerReport> Reports)> _files = new();

    /// <summary>The reports, including those from other sessions, or the JSON files that they are in.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [ValidateNotNull]
    [ArgumentCompleter(typeof(ReportCompleter))]
    public PSObject[] Report { get; set; } = null!;

    /// <summary>
    /// The file; its ending says what is written, unless -Format does: .html, .json, .csv, .xml (JUnit), .sarif. A script block names a
    /// file for each report.
    /// </summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string Path { get; set; } = null!;

    /// <summary>The format: Html, Json, Csv, JUnit, Sarif. Default: from the file's extension.</summary>
    [Parameter]
    [Choice(typeof(SslReportFormat))]
    [ArgumentCompleter(typeof(ChoiceCompleter<SslReportFormat>))]
    public string? Format { get; set; }

    /// <summary>Replaces an existing file.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Returns the file that was written.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject report in Report)
        {
            try
            {
                ReportsOf(Path).AddRange(ReportInput.Read(report, SessionState.Path));
            }
            catch (SslException e)
            {
                WriteSslError(e, report);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // An audit of nothing has a report too.
        if (_files.Count == 0)
            ReportsOf(Path);
        foreach ((string path, List<SslServerReport> reports) in _files)
        {
            try
            {
                Write(path, reports);
            }
            catch (SslException e)
            {
                ThrowSslError(e, path);
            }
        }
    }

    private List<SslServerReport> ReportsOf(string path)
    {
        if (_files.All(f => f.Path != path))
            _files.Add((path, new List<SslServerReport>()));
        return _files.First(f => f.Path == path).Reports;
    }

    private void Write(string given, List<SslServerReport> reports)
    {
        string path = ResolveTarget(given)!;
        string text = Text(Choice.Of<SslReportFormat>(Format) ?? ByName(path), reports);
        if (!ShouldProcess(path, reports.Count == 1 ? "Write 1 report" : $"Write {reports.Count} reports"))
            return;
        using var file = new StagedFile(path, nameof(Path), Force);
        file.Write(new UTF8Encoding(false).GetBytes(text), isSecret: false);
        file.Commit();
        if (PassThru)
            WriteObject(new FileInfo(path));
    }

    private static string Text(SslReportFormat format, List<SslServerReport> reports) => format switch
    {
        SslReportFormat.Html => ReportHtml.Write(reports),
        SslReportFormat.Json => ReportJson.Write(reports),
        SslReportFormat.Csv => ReportCsv.Write(reports),
        SslReportFormat.JUnit => ReportJUnit.Write(reports),
        _ => ReportSarif.Write(reports),
    };

    private static SslReportFormat ByName(string path) => System.IO.Path.GetExtension(path).ToUpperInvariant() switch
    {
        ".HTML" or ".HTM" => SslReportFormat.Html,
        ".JSON" => SslReportFormat.Json,
        ".CSV" => SslReportFormat.Csv,
        ".XML" => SslReportFormat.JUnit,
        ".SARIF" => SslReportFormat.Sarif,
        var other =>
            throw new SslException(SslErrorCode.InvalidOption, SslPhase.Configuration,
                other.Length == 0 ? "The file name has no extension, which would say what is to be written."
                    : $"The extension '{other.ToLowerInvariant()}' does not say what is to be written.")
        {
            RecommendedAction = "End the file's name in .html, .json, .csv, .xml or .sarif, or give -Format.",
        },
    };
}
