using System;
using System.Collections;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;
using PSSsl.Engine;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// Takes, beside what PowerShell turns into a certificate itself, what Get-PeerCertificate gave, and certificates that come from another
/// session or out of a file.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class RebuiltCertificateAttribute : ArgumentTransformationAttribute
{
    /// <summary>True for parameters that are of the platform's type, false for those of this module's.</summary>
    public bool AsPlatforms { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        PathIntrinsics? paths = engineIntrinsics?.SessionState.Path;
        return (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            X509Certificate2Collection collection => collection,
            byte[] => One(inputData, paths),
            IList several => several.Cast<object?>().Select(v => One(v, paths))
                .SelectMany(v => v is X509Certificate2[] read ? read : new[] { v }).ToArray(),
            _ => One(inputData, paths),
        };
    }

    private object? One(object? given, PathIntrinsics? paths)
    {
        try
        {
            if (Deserialized.KindOf(given) is nameof(SslSocket))
                throw Deserialized.NotAlive(nameof(SslSocket));
            object? bare = Deserialized.Unwrap(given);
            if (bare is X509Certificate certificate && certificate.Handle == IntPtr.Zero)
                throw new ArgumentTransformationMetadataException("The certificate was disposed. Read it again.");
            return bare switch
            {
                PeerCertificate peer when AsPlatforms => peer.Certificate,
                PeerCertificate peer => SslCertificate.With(CertificateBytes.Load(peer.RawData),
                    peer.Chain.Where(c => !c.RawData.SequenceEqual(peer.RawData)), key: null),
                SslCertificate made when AsPlatforms => CertificateInput.Alive(made.Certificate, Option),
                // PowerShell would give these to the platform, which guesses what they are, and passes over what an authority's file says
                // beside the certificate.
                byte[] or FileInfo when AsPlatforms => CertificateInput.Read(Deserialized.Unwrap(given)!, Option).ToArray(),
                string text when AsPlatforms => text.Contains("-----BEGIN ") ? CertificateInput.Read(text, Option).ToArray()
                    : CertificateFile.ReadAll(paths is null ? text : FilePath.Of(paths, text), Option).ToArray(),
                string or FileInfo => throw NotRead(bare),
                PSCustomObject => given,
                var other => other,
            };
        }
        catch (SslException e)
        {
            throw new ArgumentTransformationMetadataException($"{e.Message} {e.RecommendedAction}", e);
        }
    }

    private static ArgumentTransformationMetadataException NotRead(object given)
    {
        string message = $"{(given is FileInfo ? "A file" : "A string")} is not a certificate: read it with Import-SslCertificate, or give "
            + "a server's or client's own with -CertificateFile.";
        // The inner exception tells the binder to try another parameter.
        return new ArgumentTransformationMetadataException(message, new PSInvalidCastException(message));
    }

    private const string Option = "CACertificate";
}
