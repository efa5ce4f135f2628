using System;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>What the cmdlets that can be servers have in common.</summary>
public abstract class SslServeCommand : SslServerContextCommand
{
    /// <summary>A context that was made before, or a socket or listener whose context is meant.</summary>
    [Parameter]
    [SslContextTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public SslContext? Context { get; set; }

    /// <summary>How long a handshake may take: seconds or a TimeSpan; 0 means no limit. Default 30 s.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    private protected override SslContext? ContextOption => Context;
}
