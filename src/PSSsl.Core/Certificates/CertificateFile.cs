using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Certificates;

/// <summary>Files of certificates, whose keys are not looked at: PEM bundles, DER, PKCS#7, PKCS#12.</summary>
internal static class CertificateFile
{
    /// <exception cref="SslException">It cannot be read, or contains no certificate, or one that is not to be trusted for
    /// everything.</exception>
    internal static IReadOnlyList<X509Certificate2> ReadAll(string path, string parameter) => ReadAll(path, parameter, password: null);

    /// <param name="path">The file.</param>
    /// <param name="parameter">The option that names it.</param>
    /// <param name="password">Gets the file's name, gives the password of a PKCS#12 store or null.</param>
    /// <exception cref="SslException">It cannot be read, or contains no certificate, or one that is not to be trusted for
    /// everything.</exception>
    internal static IReadOnlyList<X509Certificate2> ReadAll(string path, string parameter, Func<string, char[]?>? password)
    {
        KeyMaterial material = KeyFile.Read(path, parameter, password);
        return Unrestricted(Certificates(material, path, parameter, () => KeyFile.Describe(material, path, parameter), InFile), path,
            parameter);
    }

    /// <summary>The same of bytes that come from somewhere else.</summary>
    /// <param name="content">PEM, DER, PKCS#7 or PKCS#12; it is left as it is.</param>
    /// <param name="name">What a user calls it.</param>
    /// <param name="parameter">The option that it was given to.</param>
    /// <param name="password">Gets the name, gives the password of a PKCS#12 store or null.</param>
    /// <exception cref="SslException">It cannot be read, or contains no certificate, or one that is not to be trusted for
    /// everything.</exception>
    internal static IReadOnlyList<X509Certificate2> ReadAll(byte[] content, string name, string parameter, Func<string, char[]?>? password)
    {
        KeyMaterial material = KeyFile.Read(content, name, parameter, password);
        string describe() => KeyFile.Describe(material, content);
        return Unrestricted(Certificates(material, name, parameter, describe, "Give certificates in PEM or DER."), name, parameter);
    }

    /// <summary>A file of authorities, with what it says that each is to be trusted for.</summary>
    /// <exception cref="SslException">It cannot be read, or contains no certificate.</exception>
    internal static IReadOnlyList<CertificateWithUses> ReadAuthorities(string path, string parameter)
    {
        KeyMaterial material = KeyFile.Read(path, parameter, password: null);
        return Certificates(material, path, parameter, () => KeyFile.Describe(material, path, parameter), InFile);
    }

    private const string InFile = "Name a file with certificates in PEM or DER.";

    private static CertificateWithUses[] Certificates(KeyMaterial material, string name, string parameter, Func<string> describe,
        string todo)
    {
        if (material.Certificates.Count == 0)
            throw SslException.Configuration(SslErrorCode.FileContent, $"{name} (-{parameter}) contains no certificate: {describe()}.",
                todo);
        // The platform takes long for what is larger than any certificate, and never less than its size in memory.
        if (material.Certificates.FirstOrDefault(der => der.Length > ParsedCertificate.Largest) is { } large)
        {
            throw SslException.Configuration(SslErrorCode.FileContent,
                $"{name} (-{parameter}) holds a certificate of {large.Length} bytes: more than {ParsedCertificate.Largest} are not read.",
                todo);
        }

        return material.Certificates.Select((der, i) =>
            new CertificateWithUses(Parse(der, $"{name} (-{parameter})"), material.Uses[i])).ToArray();
    }

    /// <summary>What is not an authority's place cannot keep what an authority's file says of it, and must not lose it.</summary>
    private static X509Certificate2[] Unrestricted(CertificateWithUses[] certificates, string name, string parameter)
    {
        CheckUnrestricted(certificates, $"{name} (-{parameter})");
        return certificates.Select(c => c.Certificate).ToArray();
    }

    /// <exception cref="SslException">One of them is not to be trusted for everything.</exception>
    internal static void CheckUnrestricted(IEnumerable<CertificateWithUses> certificates, string name)
    {
        if (certificates.FirstOrDefault(c => c.Uses is { Restricts: true }) is { } restricted)
        {
            throw SslException.Configuration(SslErrorCode.FileContent,
                $"{name} says what {CertificateLabel.Of(restricted.Certificate)} is to be trusted for, and that cannot be kept here.",
                "Give the file with -CAFile, where it is heeded; openssl x509 -in FILE -out FILE leaves the certificate alone.");
        }
    }

    /// <param name="der">The certificate.</param>
    /// <param name="name">What it was read from, in messages.</param>
    /// <exception cref="SslException">It cannot be read.</exception>
    internal static X509Certificate2 Parse(byte[] der, string name)
    {
        try
        {
            return CertificateBytes.Load(der);
        }
        catch (CryptographicException e)
        {
            throw SslException.Configuration(SslErrorCode.FileContent, $"A certificate in {name} cannot be read: {e.Message.TrimEnd('.')}.",
                "Check that the file is complete.", e);
        }
    }
}
