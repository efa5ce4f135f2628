using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Runtime.InteropServices;
using PSSsl.X509.Names;

namespace PSSsl.Commands;

/// <summary>
/// A path as the user means it, from the session's current location, which need not be the process's directory, and need not be a
/// folder at all: in Env: or Cert: there are no files, and what is left of such a path would be one of another place.
/// </summary>
internal static class FilePath
{
    /// <summary>The file that a path without wildcards means, whether it is there or not.</summary>
    /// <param name="paths">Of the session.</param>
    /// <param name="path">What was given.</param>
    /// <param name="code">What it means that no file can be there.</param>
    /// <exception cref="SslException">There is no such drive, or no files are there.</exception>
    internal static string Of(PathIntrinsics paths, string path, SslErrorCode code = SslErrorCode.FileNotReadable)
    {
        CheckText(path);
        try
        {
            string file = paths.GetUnresolvedProviderPathFromPSPath(Rooted(path), out ProviderInfo provider, out _);
            return HasFiles(provider) ? file : throw NoFile(paths, path, provider, code);
        }
        catch (Exception e) when (IsOfPaths(e))
        {
            throw NotFound(path, e, code);
        }
    }

    /// <summary>A file that is written: one, so that a pattern is a mistake, and would become a name.</summary>
    /// <exception cref="SslException">It has wildcards, there is no such drive, or no files can be there.</exception>
    internal static string ToWrite(PathIntrinsics paths, string path)
    {
        if (Bare(path).IndexOfAny(new[] { '*', '?' }) >= 0)
        {
            throw new SslException(SslErrorCode.FileNotWritable, SslPhase.Configuration,
                $"{path} is a pattern with wildcards, and not the name of a file to write.")
            {
                RecommendedAction = "Name one file.",
            };
        }

        return Of(paths, path, SslErrorCode.FileNotWritable);
    }

    /// <summary>
    /// The files that a path with wildcards means; a path without any as it is, so that whoever reads it says that it is not there.
    /// </summary>
    /// <exception cref="SslException">There is no such file.</exception>
    internal static IEnumerable<string> Like(PathIntrinsics paths, string path)
    {
        if (!HasWildcards(path))
            return new[] { Of(paths, path) };
        CheckText(path);
        string[] files;
        try
        {
            files = paths.GetResolvedProviderPathFromPSPath(Rooted(path), out ProviderInfo provider).ToArray();
            if (!HasFiles(provider))
                throw NoFile(paths, path, provider, SslErrorCode.FileNotReadable);
        }
        catch (Exception e) when (IsOfPaths(e))
        {
            throw NotFound(path, e, SslErrorCode.FileNotReadable);
        }

        files = files.Where(f => !Directory.Exists(f)).ToArray();
        return files.Length > 0 ? files
            : throw new SslException(SslErrorCode.FileNotReadable, SslPhase.Configuration, $"There is no file like {path}.")
        {
            RecommendedAction = "Check the path; -LiteralPath takes stars and brackets as they are.",
        };
    }

    private static bool HasWildcards(string path) => WildcardPattern.ContainsWildcardCharacters(Bare(path));

    /// <summary>What Windows calls a path that is taken as it is begins with \\?\, which is not a wildcard.</summary>
    private static string Bare(string path) =>
        IsWindows && path.StartsWith(@"\\?\", StringComparison.Ordinal) ? path.Substring(4) : path;

    private static bool IsWindows => RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    /// <summary>A share is one wherever the session is; PowerShell would look for it in Env: there.</summary>
    private static string Rooted(string path) =>
        IsWindows && path.StartsWith(@"\\", StringComparison.Ordinal) ? "FileSystem::" + path : path;

    private static bool HasFiles(ProviderInfo provider) => provider.Name == "FileSystem";

    private static bool IsOfPaths(Exception e) => e is RuntimeException or NotSupportedException or ArgumentException;

    private static void CheckText(string path)
    {
        if (path.IndexOf('\0') < 0)
            return;
        throw new SslException(SslErrorCode.FileNotReadable, SslPhase.Configuration,
            $"'{path.Replace('\0', '\u2400')}' contains a NUL character, which file names cannot have.")
        {
            RecommendedAction = "Look at where the path comes from: it is cut off there, or holds other data.",
        };
    }

    private static SslException NotFound(string path, Exception e, SslErrorCode code) =>
        new(code, SslPhase.Configuration, $"{path} cannot be found: {e.Message}", e) { RecommendedAction = "Check the path." };

    private static SslException NoFile(PathIntrinsics paths, string path, ProviderInfo provider, SslErrorCode code)
    {
        string what = paths.IsPSAbsolute(path, out _) || path.Contains("::")
            ? $"{path} is not a file, but belongs to PowerShell's provider {provider.Name}"
            : $"{path} is looked for in the current location, {paths.CurrentLocation.Path}, "
                + $"and PowerShell's provider {provider.Name} has no files";
        string todo = provider.Name == "Certificate"
            ? $"Give the certificate itself: Get-Item {path}, as an argument or through the pipeline; or a full path of a file."
            : "Give a full path, or go to a folder first (Set-Location).";
        return new SslException(code, SslPhase.Configuration, what + ".") { RecommendedAction = todo };
    }
}
