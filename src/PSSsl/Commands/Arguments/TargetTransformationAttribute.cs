using System;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Takes what can be a row of a table or stand for a host. Certificates, files and sockets from the pipeline are left to the parameters
/// that are meant for them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TargetTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (!IsSomethingElse(value, inputData))
            return inputData;
        // The inner exception tells the binder to try another parameter.
        string message = $"{TypeWord.Begin(value)} is not a host: give a name, or a row of a table.";
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }

    /// <summary>Also what has been in another session: a table's rows may have been there too, and stay rows.</summary>
    private static bool IsSomethingElse(object? value, object? given) =>
        value is SslSocket || (value is not null && CertificateTransformationAttribute.IsCertificate(value))
        || Deserialized.KindOf(given) is not null || Deserialized.OriginOf(given) == typeof(X509Certificate2).FullName;
}
