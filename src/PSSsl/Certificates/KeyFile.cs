using System;
using System.IO;
using System.Linq;
using PSSsl.Engine;

namespace PSSsl.Certificates;

/// <summary>Reads files of certificates and keys, and says what is wrong with them in a user's words.</summary>
internal static class KeyFile
{
    private const int LargestFile = 16 * 1024 * 1024;

    /// <param name="path">The file.</param>
    /// <param name="parameter">The option that names it.</param>
    /// <param name="password">Gets the file's name, gives the password or null.</param>
    /// <exception cref="SslException">It cannot be used.</exception>
    internal static KeyMaterial Read(string path, string parameter, Func<string, char[]?>? password) => Parse(ReadBytes(path, parameter), $"{path} (-{parameter})", path, password);

    /// <param name="content">Is cleared.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="asked">What a password is asked for.</param>
    /// <param name="password">Gets that, gives the password or null.</param>
    /// <exception cref="SslException">It cannot be used.</exception>
    internal static KeyMaterial Parse(byte[] content, string name, string asked, Func<string, char[]?>? password)
    {
        try
        {
            return KeyMaterialReader.Read(content, password is null ? null : () => password(asked));
        }
        catch (KeyMaterialException e)
        {
            throw e.Fault switch
            {
                KeyMaterialFault.PasswordMissing => Error(SslErrorCode.PasswordMissing, $"{name} is encrypted and no password was given.", "Give it with -Password.", e),
                KeyMaterialFault.PasswordWrong => Error(SslErrorCode.PasswordWrong, $"The password does not open {name}.", "Check -Password.", e),
                _ => Error(SslErrorCode.FileContent, $"{name} cannot be read: {e.Message.TrimEnd('.')}.", "Check that the file is complete.", e),
            };
        }
        finally
        {
            Array.Clear(content, 0, content.Length);
        }
    }

    internal static byte[] ReadBytes(string path, string parameter)
    {
        try
        {
            var file = new FileInfo(path);
            if (Directory.Exists(path))
                throw Error(SslErrorCode.FileNotReadable, $"{path} (-{parameter}) is a directory, not a file.", "Name a file.");
            if (!file.Exists)
                throw Error(SslErrorCode.FileNotReadable, $"There is no file {path} (-{parameter}).", "Check the path.");
            if (file.Length > LargestFile)
                throw Error(SslErrorCode.FileContent, $"{path} (-{parameter}) is larger than 16 MiB: it is no file of certificates.", "Name another file.");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Error(SslErrorCode.FileNotReadable, $"{path} (-{parameter}) cannot be read: {e.Message}", "Check its permissions.", e);
        }
    }

    /// <summary>What a file holds, when it is not what was wanted.</summary>
    internal static string Describe(KeyMaterial material, string path, string parameter) => Describe(material, () => ReadBytes(path, parameter).Length == 0);

    internal static string Describe(KeyMaterial material, Func<bool> isEmpty)
    {
        var found = material.Others.ToList();
        if (material.Keys.Count > 0)
            found.Insert(0, "a private key");
        if (material.Certificates.Count > 0)
            found.Insert(0, material.Certificates.Count == 1 ? "a certificate" : $"{material.Certificates.Count} certificates");
        if (found.Count > 0)
            return "it holds " + string.Join(" and ", found);
        return isEmpty() ? "it is empty" : "it is neither PEM, DER nor PKCS#12";
    }

    internal static SslException Error(SslErrorCode code, string message, string todo, Exception? inner = null) =>
        new(code, SslPhase.Configuration, message, inner) { RecommendedAction = todo };
}
