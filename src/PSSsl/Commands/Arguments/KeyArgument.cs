using System;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using PSSsl.Certificates;
using PSSsl.Certificates.Making;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Arguments;

/// <summary>-Key: a private key as a user may have it at hand.</summary>
internal static class KeyArgument
{
    private const string Allowed = "Give a key's file, PEM text, bytes, an RSA or ECDsa object, or a certificate that has its key.";

    /// <returns>A copy, to be disposed.</returns>
    /// <exception cref="SslException">It is none.</exception>
    internal static TlsPrivateKey Read(object value, SslCommand cmdlet, Func<string, char[]?>? password)
    {
        try
        {
            return value switch
            {
                SslCertificate certificate => (certificate.Key ?? throw None($"the certificate '{certificate}' has no private key")).Copy(),
                X509Certificate2 certificate =>
                    (TlsPrivateKey.Of(certificate)
                        ?? throw None($"the certificate {CertificateLabel.Of(certificate)} has no private key")).Copy(),
                AsymmetricAlgorithm key => TlsPrivateKey.CopyOf(key),
                byte[] bytes =>
                    Only(KeyFile.Parse((byte[])bytes.Clone(), "What was given with -Key", "-Key", password), "what was given with -Key"),
                string pem when pem.Contains("-----BEGIN ") =>
                    Only(KeyFile.Parse(Encoding.UTF8.GetBytes(pem), "What was given with -Key", "-Key", password),
                        "what was given with -Key"),
                string path => Only(KeyFile.Read(cmdlet.ResolvePath(path)!, "Key", password), cmdlet.ResolvePath(path)!),
                _ => throw None($"{TypeWord.Of(value)} is not one"),
            };
        }
        catch (KeyMaterialException e)
        {
            throw SslException.Configuration(SslErrorCode.KeyUnusable, $"The key of -Key cannot be used: {e.Message.TrimEnd('.')}.",
                e.Fault == KeyMaterialFault.NotExportable ? "Its provider does not export it: use a key that can be exported."
                    : "Use an RSA, EC, Ed25519, Ed448 or ML-DSA key.", e);
        }
    }

    private static TlsPrivateKey Only(KeyMaterial material, string source) => material.Keys.Count == 1 ? material.Keys[0]
        : throw SslException.Configuration(SslErrorCode.FileContent,
            $"There is not exactly one private key in {source}: {KeyFile.Describe(material, () => false)}.", Allowed);

    private static SslException None(string why) => SslException.Option($"-Key takes a private key, and {why}.", Allowed);
}
