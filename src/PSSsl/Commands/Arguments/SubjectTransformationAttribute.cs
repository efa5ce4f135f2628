using System;
using System.Management.Automation;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Leaves a request for a certificate that comes down the pipeline to -FromRequest: as a text it would pass for a subject.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SubjectTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not SslCertificateRequest)
            return inputData;
        const string message = "A certificate request is not a subject. Give it with -FromRequest.";
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
