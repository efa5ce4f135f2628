using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace PSSsl.Tests;

/// <summary>
/// Certificates for tests that need one and do not care which; <see cref="Trust.TestCertificate"/> makes chains of any shape,
/// <see cref="Making.Made"/> what the product itself makes.
/// </summary>
internal static class CertificateLab
{
    /// <summary>One that signed itself, valid for a month, with its key on P-256.</summary>
    internal static X509Certificate2 SelfSigned(string subject, params X509Extension[] extensions)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return SelfSigned(subject, key, extensions);
    }

    /// <summary>One that a key, EC or RSA, signed for itself.</summary>
    internal static X509Certificate2 SelfSigned(string subject, AsymmetricAlgorithm key, params X509Extension[] extensions)
    {
        CertificateRequest request = key is RSA rsa
            ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject, (ECDsa)key, HashAlgorithmName.SHA256);
        foreach (X509Extension extension in extensions)
            request.CertificateExtensions.Add(extension);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
    }

    /// <summary>Its names for hosts.</summary>
    internal static X509Extension DnsNames(params string[] names)
    {
        var builder = new SubjectAlternativeNameBuilder();
        foreach (string name in names)
            builder.AddDnsName(name);
        return builder.Build();
    }
}
