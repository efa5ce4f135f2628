using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;

namespace PSSsl.Bench;

/// <summary><c>bench/history.csv</c> itself, and what its next lines say of this machine and this commit.</summary>
internal static class History
{
    /// <summary>What machines must have in common for their ratios to be compared.</summary>
    internal static string Machine { get; } = string.Create(CultureInfo.InvariantCulture,
        $"{RuntimeInformation.RuntimeIdentifier}, {Environment.ProcessorCount} processors, .NET {Environment.Version.Major}");

    /// <summary>The repository that the benchmark was built in.</summary>
    internal static string Root { get; } = FindRoot();

    private static string FilePath => Path.Combine(Root, "bench/history.csv");

    internal static IReadOnlyList<HistoryEntry> Read() =>
        File.Exists(FilePath) ? HistoryEntry.Read(File.ReadAllLines(FilePath)) : [];

    /// <summary>Adds what was measured, under the commit that is checked out.</summary>
    internal static void Append(IEnumerable<MeasuredRatio> measured)
    {
        string date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string commit = Git("rev-parse", "--short=10", "HEAD") + (Git("status", "--porcelain", "src").Length > 0 ? "+" : "");
        if (!File.Exists(FilePath))
            File.WriteAllText(FilePath, HistoryEntry.Heading + "\n");
        File.AppendAllText(FilePath,
            string.Concat(measured.Select(one => new HistoryEntry(date, commit, Machine, one.Row, one.Ratio).Line() + "\n")));
    }

    private static string Git(params string[] arguments)
    {
        var start = new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, WorkingDirectory = Root };
        using Process git = Process.Start(start)!;
        string answer = git.StandardOutput.ReadToEnd().Trim();
        git.WaitForExit();
        return git.ExitCode == 0 ? answer : throw new InvalidOperationException("git does not tell which commit this is.");
    }

    private static string FindRoot()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "PSSsl.sln")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The repository is not above the benchmark.");
        return root;
    }
}
