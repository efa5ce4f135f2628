using System.Management.Automation;

namespace PSSsl.Commands;

/// <summary>Shows what cmdlets of this runspace use where a parameter is not given.</summary>
[Cmdlet(VerbsCommon.Get, "SslDefault")]
[OutputType(typeof(SslDefault))]
public sealed class GetSslDefaultCommand : SslCommand
{
    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(SslDefaults.Current.Values with { });
}
