using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Takes what PowerShell makes text of, but for sockets and listeners: as text they are a host, a port and a word about their state.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HostTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? bare = Bare(inputData);
        object? wrong = (bare is IList list ? list.Cast<object?>().Select(Bare) : new[] { bare })
            .FirstOrDefault(v => v is SslSocket or SslListener);
        if (wrong is null)
            return inputData;
        string message = $"{TypeWord.Begin(wrong)} is not a host: give a name or an address.";
        // The inner exception tells the binder to try another parameter.
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
