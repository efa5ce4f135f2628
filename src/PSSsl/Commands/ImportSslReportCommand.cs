using System;
using System.Collections.Generic;
using System.Management.Automation;
using System.Text;
using PSSsl.Audit.Report;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>Reads reports again that <c>Export-SslReport</c> wrote as JSON.</summary>
[Cmdlet(VerbsData.Import, "SslReport")]
[OutputType(typeof(SslServerReport))]
public sealed class ImportSslReportCommand : SslCommand
{
    /// <summary>Thousands of servers fit into that.</summary>
    private const int MostMegabytes = 512;

    /// <summary>The files; wildcards are allowed.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FileCompleter))]
    public string[] Path { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (string path in Path)
        {
            try
            {
                foreach (string file in ResolvePaths(path))
                    WriteObject(Read(file), enumerateCollection: true);
            }
            catch (SslException e)
            {
                WriteSslError(e, path);
            }
        }
    }

    private static IReadOnlyList<SslServerReport> Read(string file)
    {
        try
        {
            return ReportJson.Read(Encoding.UTF8.GetString(BoundedFile.Read(file, file, MostMegabytes, "a file of reports")));
        }
        catch (FormatException e)
        {
            throw new SslException(SslErrorCode.FileContent, SslPhase.Configuration, $"{file} contains no reports: {e.Message}", e)
            {
                RecommendedAction = "Give a file that Export-SslReport wrote as JSON.",
            };
        }
    }
}
