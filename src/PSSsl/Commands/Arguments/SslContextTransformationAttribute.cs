using System;
using System.Management.Automation;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>A context, or something that has one.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SslContextTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        SslContext context => context,
        SslSocket { Context: { } context } => context,
        SslSocket => throw new ArgumentTransformationMetadataException("-Context: this socket is plain, it has no TLS context yet."),
        SslListener listener => listener.Context,
        { } when Deserialized.KindOf(inputData) is { } kind =>
            throw new ArgumentTransformationMetadataException("-Context: " + Deserialized.NotAlive(kind).Message),
        { } other =>
            throw new ArgumentTransformationMetadataException(
                $"-Context takes what New-SslContext makes, or a socket or listener that has a context; this is {TypeWord.Of(other)}."),
        null => throw new ArgumentTransformationMetadataException("-Context is empty."),
    };
}
