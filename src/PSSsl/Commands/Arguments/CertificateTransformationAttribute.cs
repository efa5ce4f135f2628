using System;
using System.IO;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Takes what is or holds a certificate, and nothing else, so that host names, sockets and other objects from the pipeline go to the
/// parameters that are meant for them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class CertificateTransformationAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        object? value = Unwrap(inputData);
        if (value is SslCertificate made)
            return made.Certificate;
        if (value is not null && IsCertificate(value))
            return value;
        // The inner exception tells the binder to try another parameter.
        string message = value is null ? "A certificate is missing: the value is $null."
            : $"{TypeWord.Begin(value)} is not a certificate: give an X509Certificate2, what New-SslCertificate or "
                + $"Import-SslCertificate gave, a file, or its bytes.";
        throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }

    internal static bool IsCertificate(object value) =>
        value is SslCertificate or X509Certificate2 or X509Certificate2Collection or PeerCertificate or FileInfo or byte[] or byte;

    private static object? Unwrap(object? given)
    {
        try
        {
            return Deserialized.Unwrap(given);
        }
        catch (SslException e)
        {
            throw new ArgumentTransformationMetadataException($"{e.Message} {e.RecommendedAction}", e);
        }
    }
}
