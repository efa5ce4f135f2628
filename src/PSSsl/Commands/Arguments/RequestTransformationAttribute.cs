using System;
using System.Collections.Generic;
using System.IO;
using System.Management.Automation;
using System.Text;
using PSSsl.Certificates;
using PSSsl.Trust;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Takes a request for a certificate as people have it: what Import-SslCertificate or New-SslCertificate -Request gave, its file, or PEM.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RequestTransformationAttribute : ArgumentTransformationAttribute
{
    private const string Name = "FromRequest";

    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        try
        {
            return Read(inputData is PSObject wrapped ? wrapped.BaseObject : inputData, engineIntrinsics?.SessionState.Path);
        }
        catch (SslException e)
        {
            throw new ArgumentTransformationMetadataException($"{e.Message} {e.RecommendedAction}", e);
        }
    }

    private static SslCertificateRequest Read(object? value, PathIntrinsics? paths)
    {
        switch (value)
        {
            case SslCertificateRequest request:
                return request;
            case string pem when pem.Contains("-----BEGIN "):
                return One(Encoding.UTF8.GetBytes(pem), "the text of -FromRequest", null);
            case byte[] bytes:
                return One(bytes, "the bytes of -FromRequest", null);
            case FileInfo file:
                return One(KeyFile.ReadBytes(file.FullName, Name), file.FullName, file.FullName);
            case string path:
                string full = paths?.GetUnresolvedProviderPathFromPSPath(path) ?? path;
                return One(KeyFile.ReadBytes(full, Name), full, full);
            default:
                // The inner exception tells the binder to try another parameter.
                string message =
                    "This is not a certificate request. Give what Import-SslCertificate or New-SslCertificate -Request gave, a file, or "
                        + "PEM.";
                throw new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
        }
    }

    private static SslCertificateRequest One(byte[] content, string name, string? path)
    {
        IReadOnlyList<CertificationRequest> found = RequestFile.ReadAll(content, name);
        if (found.Count == 1)
            return ImportedRequest.Of(found[0], null, name, path, RequestSignature.IsValid);
        throw SslException.Configuration(SslErrorCode.FileContent, found.Count == 0 ? $"There is no certificate request in {name}."
            : $"There are {found.Count} certificate requests in {name}.",
            found.Count == 0 ? "Name a file with a request in PEM or DER."
                : "Import them with Import-SslCertificate, and pipe them to New-SslCertificate.");
    }
}
