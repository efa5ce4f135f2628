using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using PSSsl.Certificates;

namespace PSSsl.Trust;

/// <summary>
/// <c>SSL_CERT_FILE</c> and <c>SSL_CERT_DIR</c> (OpenSSL, X509_get_default_cert_file): where they are set they take the place of the
/// platform's authorities, on every platform, and also when they are set in the session, which .NET does not see. As with OpenSSL each
/// replaces its own: with the file alone the system's directory stays, where the system has one, and the other way round.
/// </summary>
internal static class EnvironmentAnchors
{
    internal const string FileVariable = "SSL_CERT_FILE";
    internal const string DirectoryVariable = "SSL_CERT_DIR";

    /// <summary>Where OpenSSL's builds for Debian, Red Hat, SUSE, Alpine and the BSDs look.</summary>
    private static readonly string[] s_directories =
        OfUnix("/usr/lib/ssl/certs", "/etc/pki/tls/certs", "/etc/ssl/certs", "/usr/local/ssl/certs");

    private static readonly string[] s_files =
        OfUnix("/usr/lib/ssl/cert.pem", "/etc/pki/tls/cert.pem", "/etc/ssl/cert.pem", "/usr/local/ssl/cert.pem");

    /// <summary>
    /// On Windows they would be folders of the current drive's root, which every user may make: who is trusted is not theirs to say.
    /// </summary>
    private static string[] OfUnix(params string[] paths) =>
        RuntimeInformation.IsOSPlatform(OSPlatform.Windows) ? Array.Empty<string>() : paths;

    /// <summary>How long they are not looked at again; .NET does so with the platform's.</summary>
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(5);

    private static Found? s_last;

    /// <summary>
    /// Null if neither is set. They are read when a chain is judged: who verifies nobody is not bothered by a variable that names nothing.
    /// </summary>
    internal static TrustAnchors? Find()
    {
        string? file = Variable(FileVariable), directory = Variable(DirectoryVariable);
        if (file is null && directory is null)
            return null;
        if (s_last is { } last && last.File == file && last.Directory == directory
            && Stopwatch.GetTimestamp() - last.At < s_fresh.TotalSeconds * Stopwatch.Frequency)
            return last.Anchors;
        TrustAnchors anchors = TrustAnchors.Later(() => Read(file, directory));
        s_last = new Found(file, directory, Stopwatch.GetTimestamp(), anchors);
        return anchors;
    }

    private static CertificateWithUses[] Read(string? file, string? directory)
    {
        try
        {
            return Files(file).Concat(Directories(directory).SelectMany(d => d.Read())).ToArray();
        }
        catch (SslException e)
        {
            string name = e.Message.Contains("-" + FileVariable) ? FileVariable : DirectoryVariable;
            throw e.Wrap(e.Message.Replace($"(-{name})", $"($env:{name})"), $"Correct $env:{name}, remove it, or give -CAFile.");
        }
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static IReadOnlyList<CertificateWithUses> Files(string? given)
    {
        string? file = given ?? s_files.FirstOrDefault(File.Exists);
        return file is null ? Array.Empty<CertificateWithUses>() : AnchorFile.Read(file, FileVariable);
    }

    private static AnchorDirectory[] Directories(string? given)
    {
        if (given is null)
            return s_directories.Where(Directory.Exists).Take(1).Select(d => AnchorDirectory.Open(d, DirectoryVariable)).ToArray();
        string[] all = given.Split(new[] { Path.PathSeparator }, StringSplitOptions.RemoveEmptyEntries);
        // A list may have places that this machine has not.
        string[] here = all.Where(Directory.Exists).ToArray();
        return (here.Length > 0 ? here : all).Select(d => AnchorDirectory.Open(d, DirectoryVariable)).ToArray();
    }

    private sealed record Found(string? File, string? Directory, long At, TrustAnchors Anchors);
}
