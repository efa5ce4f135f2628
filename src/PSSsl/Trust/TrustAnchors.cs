using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography.X509Certificates;
using PSSsl.Certificates;

namespace PSSsl.Trust;

/// <summary>
/// The certificates a chain may end at: the platform's (on Linux those of OpenSSL's default places, or of $SSL_CERT_FILE and $SSL_CERT_DIR), or given ones.
/// Files are parsed once per process and again when they change.
/// </summary>
internal sealed class TrustAnchors
{
    private static readonly TrustAnchors s_system = new(null);
    private static readonly ConcurrentDictionary<string, IReadOnlyList<X509Certificate2>> s_files = new(StringComparer.Ordinal);

    private readonly HashSet<string> _encoded;

    private TrustAnchors(IReadOnlyList<X509Certificate2>? certificates)
    {
        Certificates = certificates;
        _encoded = new HashSet<string>((certificates ?? Array.Empty<X509Certificate2>()).Select(Encode), StringComparer.Ordinal);
    }

    /// <summary>No authority is trusted.</summary>
    internal static TrustAnchors None { get; } = new(Array.Empty<X509Certificate2>());

    /// <summary>The given certificates; null for the platform's own.</summary>
    internal IReadOnlyList<X509Certificate2>? Certificates { get; }

    /// <summary>The platform's, loaded by it once per process.</summary>
    internal static TrustAnchors System() => s_system;

    /// <summary>A file, a directory and certificates, as far as they are given.</summary>
    /// <exception cref="SslException">One cannot be read, or holds no certificate.</exception>
    internal static TrustAnchors From(string? file, string? directory, IReadOnlyList<X509Certificate2>? certificates)
    {
        var all = new List<X509Certificate2>(certificates ?? Array.Empty<X509Certificate2>());
        if (file is not null)
            all.AddRange(Cached(file, () => CertificateFile.ReadAll(file, "CAFile")));
        if (directory is not null)
            all.AddRange(ReadDirectory(directory));
        return new TrustAnchors(all);
    }

    /// <summary>Whether this very certificate, byte for byte, is given.</summary>
    internal bool Contains(X509Certificate2 certificate) => _encoded.Contains(Encode(certificate));

    private static IReadOnlyList<X509Certificate2> ReadDirectory(string directory)
    {
        if (!Directory.Exists(directory))
            throw KeyFile.Error(SslErrorCode.FileNotReadable, $"There is no directory {directory} (-CAPath).", "Check the path; a single file is named with -CAFile.");
        var found = new List<X509Certificate2>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        // Hashed directories hold the same certificates twice, once as a link that is named by its hash. Other files lie there too.
        foreach (string path in Directory.EnumerateFiles(directory).OrderBy(p => p, StringComparer.Ordinal))
        {
            if (!CouldHoldCertificates(path))
                continue;
            foreach (X509Certificate2 certificate in Cached(path, () => CertificateFile.ReadAll(path, "CAPath")))
            {
                if (seen.Add(Encode(certificate)))
                    found.Add(certificate);
            }
        }

        return found.Count > 0 ? found : throw KeyFile.Error(SslErrorCode.FileContent, $"The directory {directory} (-CAPath) holds no certificates.",
            "Put certificates in PEM or DER there, named .pem, .crt, .cer, .der or by OpenSSL's hash (openssl rehash).");
    }

    private static bool CouldHoldCertificates(string path)
    {
        string extension = Path.GetExtension(path).TrimStart('.').ToUpperInvariant();
        // A hash link is eight hex digits, a dot and a number; revocation lists have an 'r' before the number.
        return extension is "PEM" or "CRT" or "CER" or "DER" || (extension.Length > 0 && extension.All(char.IsDigit));
    }

    private static IReadOnlyList<X509Certificate2> Cached(string path, Func<IReadOnlyList<X509Certificate2>> read)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
            return read();
        string key = FormattableString.Invariant($"{file.FullName}|{file.LastWriteTimeUtc.Ticks}|{file.Length}");
        return s_files.GetOrAdd(key, _ => read());
    }

    private static string Encode(X509Certificate2 certificate) => Convert.ToBase64String(certificate.RawData);
}
