using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PSSsl.Certificates;
using PSSsl.X509.Names;

namespace PSSsl.Trust;

/// <summary>
/// A directory of anchors: OpenSSL's hashed kind (<c>openssl rehash</c>) or a plain one. All certificates of all its files count; its
/// sub-directories, and files that hold something else, do not.
/// </summary>
internal sealed class AnchorDirectory
{
    private const int MostFiles = 10_000;
    private const int LargestFile = 1024 * 1024;

    private readonly string _directory;
    private readonly string _parameter;

    private AnchorDirectory(string directory, string parameter)
    {
        _directory = directory;
        _parameter = parameter;
    }

    /// <summary>Looks whether there is a certificate in it, and no further.</summary>
    /// <exception cref="SslException">It cannot be read, or contains no certificate.</exception>
    internal static AnchorDirectory Open(string directory, string parameter)
    {
        var opened = new AnchorDirectory(directory, parameter);
        SslException? fault = null;
        if (!Guarded(directory, parameter, () => Directory.EnumerateFiles(directory).Take(MostFiles)
            .Any(file => opened.ReadFile(file, ref fault) is not null)))
            throw opened.Nothing(fault);
        return opened;
    }

    /// <exception cref="SslException">It cannot be read, or contains no certificate.</exception>
    internal IReadOnlyList<CertificateWithUses> Read()
    {
        var found = new List<CertificateWithUses>();
        SslException? fault = null;
        foreach (string file in List())
            found.AddRange(ReadFile(file, ref fault) ?? Array.Empty<CertificateWithUses>());
        return found.Count > 0 ? found : throw Nothing(fault);
    }

    private SslException Nothing(SslException? firstFault) => SslException.Configuration(SslErrorCode.FileContent,
        $"The directory {_directory} (-{_parameter}) contains no certificates"
            + (List().Length == 0 ? ": it is empty" : string.Empty)
            + (firstFault is null ? "." : $": {firstFault.Message.TrimEnd('.')}."),
        "Put certificates in PEM or DER there; a single file is named with -CAFile.", firstFault);

    private IReadOnlyList<CertificateWithUses>? ReadFile(string file, ref SslException? firstFault)
    {
        if (!AnchorFile.IsRegular(file) || new FileInfo(file).Length > LargestFile)
            return null;
        try
        {
            return AnchorFile.Read(file, _parameter);
        }
        catch (SslException e)
        {
            // A revocation list, a key, a read-me: not a certificate is not a fault, unless it is all there is.
            firstFault ??= e;
            return null;
        }
    }

    private string[] List() => Guarded(_directory, _parameter, () =>
    {
        string[] files = Directory.EnumerateFiles(_directory).Take(MostFiles + 1).ToArray();
        if (files.Length > MostFiles)
            throw SslException.Configuration(SslErrorCode.FileContent,
                $"The directory {_directory} (-{_parameter}) contains more than {MostFiles} files: it is not a directory of certificates.",
                "Name another one.");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    });

    private static T Guarded<T>(string directory, string parameter, Func<T> look)
    {
        try
        {
            if (File.Exists(directory))
                throw SslException.Configuration(SslErrorCode.FileNotReadable, $"{directory} (-{parameter}) is a file, not a directory.",
                    "Name it with -CAFile.");
            if (!Directory.Exists(directory))
                throw SslException.Configuration(SslErrorCode.FileNotReadable, $"There is no directory {directory} (-{parameter}).",
                    "Check the path; a single file is named with -CAFile.");
            return look();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw SslException.Configuration(SslErrorCode.FileNotReadable,
                $"The directory {directory} (-{parameter}) cannot be read: {e.Message}",
                "Check its permissions.", e);
        }
    }
}
