using System.Management.Automation;
using PSSsl.Audit.Report;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>Reads reports again that <c>Export-SslReport</c> wrote as JSON.</summary>
[Cmdlet(VerbsData.Import, "SslReport")]
[OutputType(typeof(SslServerReport))]
public sealed class ImportSslReportCommand : SslCommand
{
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
                    WriteObject(ReportInput.ReadFile(file), enumerateCollection: true);
            }
            catch (SslException e)
            {
                WriteSslError(e, path);
            }
        }
    }
}
