using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using PSSsl.Audit.Report;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>Tells what changed between two runs of <c>Test-SslServer</c>: findings that are new, gone, worse or better.</summary>
[Cmdlet(VerbsData.Compare, "SslReport")]
[OutputType(typeof(SslReportChange))]
public sealed class CompareSslReportCommand : SslCommand
{
    private readonly List<SslServerReport> _difference = new();

    /// <summary>The earlier reports, or the JSON files that they are in.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ReportCompleter))]
    public PSObject[] Reference { get; set; } = null!;

    /// <summary>The new reports, or the JSON files that they are in.</summary>
    [Parameter(Mandatory = true, Position = 1, ValueFromPipeline = true)]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ReportCompleter))]
    public PSObject[] Difference { get; set; } = null!;

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        try
        {
            _difference.AddRange(Difference.SelectMany(d => ReportInput.Read(d, SessionState.Path)));
        }
        catch (SslException e)
        {
            ThrowSslError(e, Difference);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            SslServerReport[] reference = Reference.SelectMany(r => ReportInput.Read(r, SessionState.Path)).ToArray();
            WriteObject(ReportComparison.Compare(reference, _difference), enumerateCollection: true);
        }
        catch (SslException e)
        {
            ThrowSslError(e, Reference);
        }
    }
}
