using System.Management.Automation;

namespace PSSsl.Commands;

/// <summary>Creates a cache for TLS session resumption.</summary>
[Cmdlet(VerbsCommon.New, "SslSessionCache")]
[OutputType(typeof(SslSessionCache))]
public sealed class NewSslSessionCacheCommand : SslCommand
{
    /// <summary>How many sessions are kept; the least recently used goes first. Default 1024.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(1, 1000000)]
    public int Size { get; set; } = SslSessionCache.DefaultSize;

    /// <inheritdoc/>
    protected override void EndProcessing() => WriteObject(new SslSessionCache(Size));
}
