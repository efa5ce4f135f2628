using System;
using System.Collections.Generic;
using System.Linq;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;

namespace PSSsl.Certificates;

/// <summary>Requests for certificates that were read, with the key that belongs to them where it is there.</summary>
internal static class ImportedRequest
{
    /// <param name="request">The request.</param>
    /// <param name="keys">Keys that were read with it; null for none.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="path">Where it was read from.</param>
    /// <param name="verify">Verifies its signature.</param>
    /// <exception cref="SslException">Its names cannot be read.</exception>
    internal static SslCertificateRequest Of(CertificationRequest request, IEnumerable<TlsPrivateKey>? keys, string name, string? path,
        Func<CertificationRequest, bool> verify)
    {
        TlsPrivateKey? own = keys?.FirstOrDefault(k => k.PublicKeyInfo?.SequenceEqual(request.PublicKeyInfo) == true);
        try
        {
            return new SslCertificateRequest(request, own?.Copy(), path, verify);
        }
        catch (FormatException e)
        {
            throw SslException.Configuration(SslErrorCode.FileContent, $"The certificate request in {name} cannot be read: {e.Message}.",
                "Check that it is complete, or ask its sender for a new one.", e);
        }
    }

    /// <summary>All requests of a file; the keys are disposed.</summary>
    /// <exception cref="SslException">One cannot be read, or a key belongs to none of them.</exception>
    internal static IReadOnlyList<SslCertificateRequest> Join(IReadOnlyList<CertificationRequest> requests,
        IReadOnlyList<TlsPrivateKey> keys, string name, string? path,
        Func<CertificationRequest, bool> verify)
    {
        try
        {
            if (keys.FirstOrDefault(k => !requests.Any(r => k.PublicKeyInfo?.SequenceEqual(r.PublicKeyInfo) == true)) is { } other)
            {
                throw SslException.Configuration(SslErrorCode.KeyMismatch,
                    $"The {other.Algorithm} private key does not belong to the certificate request in {name}.",
                    "Use the key that the request was made with.");
            }

            return requests.Select(r => Of(r, keys, name, path, verify)).ToArray();
        }
        finally
        {
            foreach (TlsPrivateKey key in keys)
                key.Dispose();
        }
    }
}
