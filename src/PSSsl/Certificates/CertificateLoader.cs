using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;

namespace PSSsl.Certificates;

/// <summary>Our own certificate with its key, from the options that name them.</summary>
internal static class CertificateLoader
{
    private const string CertificateOption = nameof(SslContextOptions.CertificateFile);
    private const string KeyOption = nameof(SslContextOptions.KeyFile);

    /// <returns>Nothing if no certificate was given.</returns>
    /// <exception cref="SslException">What was given cannot be used.</exception>
    internal static IReadOnlyList<TlsIdentity> Load(SslContextOptions options)
    {
        if (options.CertificateFile is not null && options.Certificate is { Length: > 0 })
            throw Conflict("-CertificateFile and -Certificate both give a certificate; leave one out.");
        if (options.CertificateFile is not null)
            return new[] { FromFile(options.CertificateFile, options.KeyFile, options.Password) };
        if (options.Certificate is { Length: > 0 } certificates)
            return FromObjects(certificates, options.KeyFile, options.Password);
        if (options.KeyFile is not null)
            throw Conflict("-KeyFile gives a key without its certificate: add -CertificateFile or -Certificate.");
        return Array.Empty<TlsIdentity>();
    }

    private static TlsIdentity FromFile(string certificateFile, string? keyFile, Func<string, char[]?>? password)
    {
        KeyMaterial material = KeyFile.Read(certificateFile, CertificateOption, password);
        if (material.Certificates.Count == 0)
        {
            throw KeyFile.Error(SslErrorCode.FileContent,
                $"{certificateFile} (-{CertificateOption}) holds no certificate: {KeyFile.Describe(material, certificateFile, CertificateOption)}.",
                material.Keys.Count > 0 ? "Name the certificate's file there, and this one with -KeyFile." : "Name a file with a certificate in PEM, DER or PKCS#12.");
        }

        IReadOnlyList<TlsPrivateKey> keys = keyFile is null ? material.Keys : ReadKeys(keyFile, password);
        if (keys.Count == 0)
            throw KeyFile.Error(SslErrorCode.KeyMissing, $"{certificateFile} (-{CertificateOption}) holds a certificate but no private key.", "Name the key's file with -KeyFile.");
        return Pair(material.Certificates, keys, certificateFile, keyFile ?? certificateFile);
    }

    private static IReadOnlyList<TlsIdentity> FromObjects(IReadOnlyList<X509Certificate2> certificates, string? keyFile, Func<string, char[]?>? password)
    {
        if (keyFile is not null)
            return new[] { Pair(certificates.Select(c => c.RawData).ToArray(), ReadKeys(keyFile, password), $"'{certificates[0].Subject}'", keyFile) };
        // Several with keys, RSA and EC say, are alternatives; those without are their issuers.
        List<TlsIdentity> identities = certificates.Where(c => c.HasPrivateKey)
            .Select(c => TlsIdentity.FromPlatform(c, certificates) ?? throw KeyFile.Error(SslErrorCode.KeyMissing,
                $"The private key of '{c.Subject}' cannot be used for signing.", "Use an RSA or EC key, or give -KeyFile."))
            .ToList();
        return identities.Count > 0 ? identities : throw KeyFile.Error(SslErrorCode.KeyMissing,
            $"The certificate '{certificates[0].Subject}' (-Certificate) has no private key.", "Give one with its key, or name the key's file with -KeyFile.");
    }

    private static IReadOnlyList<TlsPrivateKey> ReadKeys(string keyFile, Func<string, char[]?>? password)
    {
        KeyMaterial material = KeyFile.Read(keyFile, KeyOption, password);
        return material.Keys.Count > 0 ? material.Keys : throw KeyFile.Error(SslErrorCode.FileContent,
            $"{keyFile} (-{KeyOption}) holds no private key: {KeyFile.Describe(material, keyFile, KeyOption)}.", "Name the file with the private key.");
    }

    private static TlsIdentity Pair(IReadOnlyList<byte[]> certificates, IReadOnlyList<TlsPrivateKey> keys, string certificateSource, string keySource)
    {
        foreach (TlsPrivateKey key in keys)
        {
            if (TlsIdentity.Pair(certificates, key) is { } identity)
                return identity;
        }

        throw KeyFile.Error(SslErrorCode.KeyMismatch, certificateSource == keySource
            ? $"The private key in {keySource} does not belong to the certificate in it."
            : $"The private key in {keySource} does not belong to the certificate in {certificateSource}.",
            "Use the key that the certificate was requested with.");
    }

    private static SslException Conflict(string message) => new(SslErrorCode.InvalidOption, SslPhase.Configuration, message);
}
