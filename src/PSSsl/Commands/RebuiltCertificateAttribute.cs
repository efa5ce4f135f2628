using System;
using System.Collections;
using System.Linq;
using System.Management.Automation;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;

namespace PSSsl.Commands;

/// <summary>Takes, beside what PowerShell turns into a certificate itself, what Get-PeerCertificate gave, and certificates that come from another session or out of a file.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class RebuiltCertificateAttribute : ArgumentTransformationAttribute
{
    /// <summary>True for parameters that are of the platform's type, false for those of this module's.</summary>
    public bool AsPlatforms { get; set; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
    {
        X509Certificate2Collection collection => collection,
        IList several => several.Cast<object?>().Select(One).ToArray(),
        _ => One(inputData),
    };

    private object? One(object? given)
    {
        try
        {
            if (Deserialized.KindOf(given) is nameof(SslSocket))
                throw Deserialized.NotAlive(nameof(SslSocket));
            return Deserialized.Unwrap(given) switch
            {
                PeerCertificate peer when AsPlatforms => peer.Certificate,
                PeerCertificate peer => SslCertificate.With(CertificateBytes.Load(peer.RawData), peer.Chain.Where(c => !c.RawData.SequenceEqual(peer.RawData)), key: null),
                SslCertificate certificate when AsPlatforms => certificate.Certificate,
                PSCustomObject => given,
                var other => other,
            };
        }
        catch (SslException e)
        {
            throw new ArgumentTransformationMetadataException($"{e.Message} {e.RecommendedAction}", e);
        }
    }
}
