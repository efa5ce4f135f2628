using System;
using System.IO;
using System.Linq;
using PSSsl.Tests.Framework;
using Xunit;

namespace PSSsl.Tests;

/// <summary>Code is read in windows beside each other.</summary>
public class LineLengthTests
{
    private const int Longest = 140;

    [Fact]
    public void NoLineIsTooLong()
    {
        string root = Path.GetFullPath(Path.Combine(FrameworkBuild.Folder, "..", "..", "..", "..", ".."));
        string[] sources = ["src", "bench", "tools", "examples"];
        string[] files = sources.SelectMany(s => Directory.EnumerateFiles(Path.Combine(root, s), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal)).ToArray();
        Assert.True(files.Length > 500, "the sources were not found");
        string[] tooLong = files.SelectMany(f => File.ReadLines(f).Select((line, at) => (line, where: $"{Path.GetRelativePath(root, f)}:{at + 1}")))
            .Where(l => l.line.Length > Longest).Select(l => $"{l.where} has {l.line.Length} columns").ToArray();
        Assert.True(tooLong.Length == 0, $"Lines have at most {Longest} columns:{Environment.NewLine}{string.Join(Environment.NewLine, tooLong)}");
    }
}
