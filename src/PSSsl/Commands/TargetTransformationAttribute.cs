using System;
using System.Management.Automation;

namespace PSSsl.Commands;

/// <summary>Takes what can be a row of a table or stand for a host. Certificates, files and sockets from the pipeline are left to the parameters that are meant for them.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class TargetTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is not SslSocket && (value is null || !CertificateTransformationAttribute.IsCertificate(value)))
            return inputData;
        // The inner exception tells the binder to try another parameter.
        string message = $"A {value.GetType().Name} stands for no host: give a row of a table, or a name.";
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }
}
