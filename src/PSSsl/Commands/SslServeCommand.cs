using System;
using System.Management.Automation;
using PSSsl.Commands.Arguments;
using PSSsl.Commands.Completion;

namespace PSSsl.Commands;

/// <summary>What the cmdlets that can be servers have in common.</summary>
public abstract class SslServeCommand : SslServerContextCommand
{
    /// <summary>A context from New-SslContext, or a socket or listener whose context is used.</summary>
    [Parameter]
    [SslContextTransformation]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public SslContext? Context { get; set; }

    /// <summary>Time limit for a handshake: seconds or a TimeSpan; 0 means no limit. Default 30 s.</summary>
    [Parameter]
    [SecondsTransformation]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    private protected override SslContext? ContextOption => Context;
}
