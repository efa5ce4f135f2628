using System;
using System.Collections.Generic;
using System.IO;
using PSSsl.Certificates;
using PSSsl.Engine;
using PSSsl.X509;

namespace PSSsl.Trust;

/// <summary>
/// A file of anchors. The same content is parsed once per process. It is known again by its digest, not by its time: a bundle that a link
/// leads to can be replaced without the link's time changing, and an authority that was taken out must not stay trusted.
/// </summary>
internal static class AnchorFile
{
    private const int MostFiles = 2000;
    private const long MostBytes = 64 * 1024 * 1024;

    private static readonly BoundedCache<string, IReadOnlyList<CertificateWithUses>> s_parsed =
        new(MostFiles, MostBytes, StringComparer.Ordinal);

    /// <exception cref="SslException">It cannot be read, or contains no certificate.</exception>
    internal static IReadOnlyList<CertificateWithUses> Read(string path, string parameter)
    {
        // A pipe gives its bytes once.
        if (!IsRegular(path))
            return CertificateFile.ReadAuthorities(path, parameter);
        string digest = Digest(path, parameter, out _);
        if (s_parsed.Find(digest, DateTime.MinValue) is { } known)
            return known;
        IReadOnlyList<CertificateWithUses> certificates = CertificateFile.ReadAuthorities(path, parameter);
        // Only what surely belongs to the digest is kept under it.
        if (Digest(path, parameter, out int length) == digest)
            s_parsed.Add(digest, certificates, length, DateTime.MaxValue);
        return certificates;
    }

    /// <summary>Whether it is a file with content, or a link to one; pipes and devices have no length.</summary>
    internal static bool IsRegular(string path)
    {
        try
        {
            var file = new FileInfo(path);
            // The length of a link is that of its text; what it leads to may be a pipe all the same.
            if ((file.Attributes & FileAttributes.ReparsePoint) != 0)
                return (LinkTarget.Of(file) ?? file) is FileInfo { Exists: true, Length: > 0 };
            return file.Exists && file.Length > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Links in a circle, for one, or a name that no file has. Who reads it all the same is told why it cannot be.
            return false;
        }
    }

    private static string Digest(string path, string parameter, out int length)
    {
        byte[] content = KeyFile.ReadBytes(path, parameter);
        length = content.Length;
        return Sha256Digest.Of(content);
    }
}
