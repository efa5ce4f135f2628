using System;
using System.IO;
using System.Linq;
using PSSsl.Engine;
using PSSsl.Engine.Keys;
using PSSsl.X509.Names;

namespace PSSsl.Certificates;

/// <summary>Reads files of certificates and keys, and says what is wrong with them in a user's words.</summary>
internal static class KeyFile
{
    private const int MostMegabytes = 16;

    /// <param name="path">The file.</param>
    /// <param name="parameter">The option that names it.</param>
    /// <param name="password">Gets the file's name, gives the password or null.</param>
    /// <exception cref="SslException">It cannot be used.</exception>
    internal static KeyMaterial Read(string path, string parameter, Func<string, char[]?>? password) =>
        Parse(ReadBytes(path, parameter), $"{path} (-{parameter})", path, password);

    /// <param name="content">Is cleared.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="asked">What a password is asked for.</param>
    /// <param name="password">Gets that, gives the password or null.</param>
    /// <exception cref="SslException">It cannot be used.</exception>
    internal static KeyMaterial Parse(byte[] content, string name, string asked, Func<string, char[]?>? password)
    {
        try
        {
            return Look(content, name, asked, password);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    /// <param name="content">The bytes of a file, or of something like it; they are left as they are.</param>
    /// <param name="path">What a user calls it.</param>
    /// <param name="parameter">The option that it was given to.</param>
    /// <param name="password">Gets its name, gives the password or null.</param>
    /// <exception cref="SslException">It cannot be used.</exception>
    internal static KeyMaterial Read(byte[] content, string path, string parameter, Func<string, char[]?>? password) =>
        Look(content, $"{path} (-{parameter})", path, password);

    private static KeyMaterial Look(byte[] content, string name, string asked, Func<string, char[]?>? password)
    {
        try
        {
            return KeyMaterialReader.Read(content, password is null ? null : () => password(asked));
        }
        catch (KeyMaterialException e)
        {
            throw e.Fault switch
            {
                KeyMaterialFault.PasswordMissing =>
                    SslException.Configuration(SslErrorCode.PasswordMissing, $"{name} is encrypted and no password was given.",
                        "Give it with -Password.", e),
                KeyMaterialFault.PasswordWrong =>
                    SslException.Configuration(SslErrorCode.PasswordWrong, $"The password does not open {name}.", "Check -Password.", e),
                KeyMaterialFault.Unknown =>
                    SslException.Configuration(SslErrorCode.FileContent, $"{name} cannot be used: {e.Message.TrimEnd('.')}.",
                    "OpenSSL may convert it: openssl pkcs8 -topk8, openssl pkcs12.", e),
                _ => SslException.Configuration(SslErrorCode.FileContent, $"{name} cannot be read: {e.Message.TrimEnd('.')}.",
                    "Check that the file is complete.", e),
            };
        }
    }

    internal static byte[] ReadBytes(string path, string parameter)
    {
        if (string.IsNullOrEmpty(path))
            throw SslException.Configuration(SslErrorCode.InvalidOption, $"-{parameter} was given and names no file.",
                "Name a file, or leave the option out.");
        return BoundedFile.Read(path, $"{path} (-{parameter})", MostMegabytes, "a file of certificates");
    }

    /// <summary>What a file holds, when it is not what was wanted.</summary>
    internal static string Describe(KeyMaterial material, string path, string parameter)
    {
        if (Found(material) is { } found)
            return found;
        byte[] content = ReadBytes(path, parameter);
        try
        {
            return Describe(material, content);
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    internal static string Describe(KeyMaterial material, Func<bool> isEmpty) =>
        Found(material) ?? (isEmpty() ? "it is empty" : "it is neither PEM, DER nor PKCS#12");

    /// <summary>What bytes hold, when it is not what was wanted.</summary>
    internal static string Describe(KeyMaterial material, byte[] content) => Found(material)
        ?? (content.Length == 0 ? "it is empty" : ForeignContent.Recognize(content) is { } foreign ? $"it holds {foreign}"
            : "it is neither PEM, DER nor PKCS#12");

    private static string? Found(KeyMaterial material)
    {
        var found = material.Others.ToList();
        if (material.Keys.Count > 0)
            found.Insert(0, "a private key");
        if (material.Certificates.Count > 0)
            found.Insert(0, material.Certificates.Count == 1 ? "a certificate" : $"{material.Certificates.Count} certificates");
        const int most = 10;
        return found.Count == 0 ? null : "it holds " + string.Join(" and ", found.Distinct().Take(most));
    }
}
