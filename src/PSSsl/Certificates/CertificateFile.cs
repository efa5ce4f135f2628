using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;
using PSSsl.X509;

namespace PSSsl.Certificates;

/// <summary>Files of certificates, whose keys are not looked at: PEM bundles, DER, PKCS#7, PKCS#12.</summary>
internal static class CertificateFile
{
    /// <exception cref="SslException">It cannot be read, or holds no certificate.</exception>
    internal static IReadOnlyList<X509Certificate2> ReadAll(string path, string parameter) => ReadAll(path, parameter, password: null);

    /// <param name="path">The file.</param>
    /// <param name="parameter">The option that names it.</param>
    /// <param name="password">Gets the file's name, gives the password of a PKCS#12 store or null.</param>
    /// <exception cref="SslException">It cannot be read, or holds no certificate.</exception>
    internal static IReadOnlyList<X509Certificate2> ReadAll(string path, string parameter, Func<string, char[]?>? password)
    {
        KeyMaterial material = KeyFile.Read(path, parameter, password);
        return Certificates(material, path, parameter, () => KeyFile.Describe(material, path, parameter), "Name a file with certificates in PEM or DER.");
    }

    /// <summary>The same of bytes that come from somewhere else.</summary>
    /// <param name="content">PEM, DER, PKCS#7 or PKCS#12; it is left as it is.</param>
    /// <param name="name">What a user calls it.</param>
    /// <param name="parameter">The option that it was given to.</param>
    /// <param name="password">Gets the name, gives the password of a PKCS#12 store or null.</param>
    /// <exception cref="SslException">It cannot be read, or holds no certificate.</exception>
    internal static IReadOnlyList<X509Certificate2> ReadAll(byte[] content, string name, string parameter, Func<string, char[]?>? password)
    {
        KeyMaterial material = KeyFile.Read(content, name, parameter, password);
        return Certificates(material, name, parameter, () => KeyFile.Describe(material, content), "Give certificates in PEM or DER.");
    }

    private static X509Certificate2[] Certificates(KeyMaterial material, string name, string parameter, Func<string> describe, string todo)
    {
        if (material.Certificates.Count == 0)
            throw KeyFile.Error(SslErrorCode.FileContent, $"{name} (-{parameter}) holds no certificate: {describe()}.", todo);
        // The platform takes long for what is larger than any certificate, and never less than its size in memory.
        if (material.Certificates.FirstOrDefault(der => der.Length > ParsedCertificate.Largest) is { } large)
            throw KeyFile.Error(SslErrorCode.FileContent, $"{name} (-{parameter}) holds a certificate of {large.Length} bytes: more than {ParsedCertificate.Largest} are not read.", todo);
        return material.Certificates.Select(der => Parse(der, name, parameter)).ToArray();
    }

    private static X509Certificate2 Parse(byte[] der, string path, string parameter)
    {
        try
        {
            return new X509Certificate2(der);
        }
        catch (CryptographicException e)
        {
            throw KeyFile.Error(SslErrorCode.FileContent, $"A certificate in {path} (-{parameter}) cannot be read: {e.Message}", "Check that the file is complete.", e);
        }
    }
}
