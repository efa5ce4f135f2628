using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;

namespace PSSsl.Fuzz;

/// <summary>Where inputs are kept: seeds to begin with, and the corpus of what once went wrong.</summary>
internal static class Folders
{
    private static readonly string s_root = typeof(Folders).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a =>
        a.Key == "Folder").Value!;

    internal static string Corpus { get; } = Path.Combine(s_root, "corpus");

    /// <summary>The files whose names begin with one of these words and a dash, in the order of their names.</summary>
    internal static IReadOnlyList<byte[]> Seeds(IEnumerable<string> kinds) =>
        kinds.SelectMany(kind => Directory.GetFiles(Path.Combine(s_root, "seeds"), kind + "-*")).OrderBy(f =>
            f, System.StringComparer.Ordinal).Select(File.ReadAllBytes).ToArray();

    internal static IReadOnlyList<string> Crashes(string target)
    {
        Directory.CreateDirectory(Corpus);
        return Directory.GetFiles(Corpus, target + "-*").OrderBy(f => f, System.StringComparer.Ordinal).ToArray();
    }
}
