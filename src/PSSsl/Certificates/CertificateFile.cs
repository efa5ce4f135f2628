using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Engine;

namespace PSSsl.Certificates;

/// <summary>Files of certificates without keys: PEM bundles, DER, PKCS#7.</summary>
internal static class CertificateFile
{
    /// <exception cref="SslException">It cannot be read, or holds no certificate.</exception>
    internal static IReadOnlyList<X509Certificate2> ReadAll(string path, string parameter)
    {
        KeyMaterial material = KeyFile.Read(path, parameter, password: null);
        if (material.Certificates.Count == 0)
        {
            throw KeyFile.Error(SslErrorCode.FileContent,
                $"{path} (-{parameter}) holds no certificate: {KeyFile.Describe(material, path, parameter)}.", "Name a file with certificates in PEM or DER.");
        }

        return material.Certificates.Select(der => Parse(der, path, parameter)).ToArray();
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
