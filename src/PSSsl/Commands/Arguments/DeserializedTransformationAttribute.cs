using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Tells descriptions of sockets and the like that come from another session apart from the living, before PowerShell says that it cannot
/// convert them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DeserializedTransformationAttribute : ArgumentTransformationAttribute
{
    /// <summary>True where another parameter may take from the pipeline what this one refuses.</summary>
    public bool OrElse { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? unwrapped = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        string? kind = Deserialized.KindOf(inputData)
            ?? (unwrapped is IList several ? several.Cast<object?>().Select(Deserialized.KindOf).FirstOrDefault(k => k is not null) : null);
        if (kind is null)
            return inputData;
        SslException error = Deserialized.NotAlive(kind);
        string message = $"{error.Message} {error.RecommendedAction}";
        // PowerShell goes on to the next parameter only after a cast that failed, and says nothing of the reason if there is none.
        throw new ArgumentTransformationMetadataException(message, OrElse ? new PSInvalidCastException(message, error) : error);
    }
}
