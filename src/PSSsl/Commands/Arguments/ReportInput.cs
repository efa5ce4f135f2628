using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Text;
using PSSsl.Audit.Report;

namespace PSSsl.Commands.Arguments;

/// <summary>Reports as they are given: themselves, what has been in another session, or files that Export-SslReport wrote.</summary>
internal static class ReportInput
{
    /// <summary>Thousands of servers fit into that.</summary>
    private const int MostMegabytes = 512;

    /// <exception cref="SslException">It is neither a report nor a file of some.</exception>
    internal static IReadOnlyList<SslServerReport> Read(object value, PathIntrinsics paths) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) switch
        {
            string path => Named(path, paths),
            FileInfo file => ReadFile(file.FullName),
            _ => new[] { DeserializedReport.Read(value) },
        };

    private static SslServerReport[] Named(string path, PathIntrinsics paths)
    {
        try
        {
            return FilePath.Like(paths, path).SelectMany(ReadFile).ToArray();
        }
        catch (SslException e) when (e.Code == SslErrorCode.FileNotReadable)
        {
            throw e.Wrap($"'{path}' is not a report, and not a file of reports either: {char.ToLowerInvariant(e.Message[0])}"
                + e.Message.Substring(1), "Check the path of the JSON file, or give what Test-SslServer or Import-SslReport returns.");
        }
    }

    /// <exception cref="SslException">It cannot be read, or is not JSON of reports.</exception>
    internal static IReadOnlyList<SslServerReport> ReadFile(string file)
    {
        try
        {
            return ReportJson.Read(Encoding.UTF8.GetString(BoundedFile.Read(file, file, MostMegabytes, "a file of reports")));
        }
        catch (FormatException e)
        {
            throw new SslException(SslErrorCode.FileContent, SslPhase.Configuration, $"{file} contains no reports: {e.Message}", e)
            {
                RecommendedAction = "Give a file that Export-SslReport wrote as JSON.",
            };
        }
    }
}
