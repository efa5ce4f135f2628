using System;
using System.IO;
using System.Linq;
using PSSsl.Tests.Interop;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>docs/verdicts.md names tests that are there, and every kind of chain.</summary>
public sealed class VerdictDocumentTests
{
    private static string[] Lines => File.ReadAllLines(Path.Combine(Repository.Root, "docs", "verdicts.md"));

    [Fact]
    public void EachAttackNamesItsTests()
    {
        string[][] rows = Lines.SkipWhile(l => l != "## Attacks and oddities").TakeWhile(l => l != "## Differences")
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(2)
            .Select(l => l.Trim('|', ' ').Split('|')[^1].Split(',', StringSplitOptions.TrimEntries)).ToArray();
        Assert.True(rows.Length > 40);
        Assert.All(rows.SelectMany(tests => tests), test => Assert.True(IsThere(test), test));
    }

    [Fact]
    public void EachKindHasItsRow()
    {
        string[] missing = ChainFault.All.Select(f => f.Name).Where(name =>
            !Lines.Any(l => l.StartsWith($"| {name} | ", StringComparison.Ordinal))).ToArray();
        Assert.True(missing.Length == 0, string.Join(", ", missing));
    }

    private static bool IsThere(string test)
    {
        string units = Path.Combine(Repository.Root, "tests", "PSSsl.Tests", test);
        return test.EndsWith(".ps1", StringComparison.Ordinal)
            ? File.Exists(Path.Combine(Repository.Root, "tests", "Pester", test)) : File.Exists(units + ".cs") || Directory.Exists(units);
    }
}
