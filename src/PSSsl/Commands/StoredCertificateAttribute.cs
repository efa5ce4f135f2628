using System;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Commands.Arguments;

namespace PSSsl.Commands;

/// <summary>
/// Takes certificates that are there already, with their keys, and leaves paths and files to the parameters that are meant for them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class StoredCertificateAttribute : ArgumentTransformationAttribute
{
    private static readonly RebuiltCertificateAttribute s_rebuilt = new();

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? bare = Deserialized.Unwrap(inputData);
        if (bare is X509Certificate2Collection several)
            return several.Cast<X509Certificate2>().Select(c => new SslCertificate(c)).ToArray();
        if (bare is not (X509Certificate2 or SslCertificate or PeerCertificate))
        {
            // The inner exception tells the binder to try another parameter.
            const string message = "This is not a certificate. Give an X509Certificate2, or name a file.";
            throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
        }

        object? read = s_rebuilt.Transform(engineIntrinsics, inputData);
        return read is X509Certificate2 certificate ? new[] { new SslCertificate(certificate) } : new[] { (SslCertificate)read! };
    }
}
