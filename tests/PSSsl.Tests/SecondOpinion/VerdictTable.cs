using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PSSsl.Tests.Interop;
using PSSsl.X509.Names;

namespace PSSsl.Tests.SecondOpinion;

/// <summary>The rows of docs/verdicts.md that tell what a kind comes to.</summary>
internal static class VerdictTable
{
    private static readonly Lazy<Dictionary<string, string[]>> s_rows = new(Read);

    /// <summary>Whether the row of a chain's one fault tells this verdict, and the strict one.</summary>
    internal static bool Tells(Opinions opinions) => s_rows.Value.TryGetValue(opinions.Chain.Faults.Single().Name, out string[]? cells)
        && Tells(cells[1], opinions.Ours) && Tells(cells[2], opinions.Strict);

    private static bool Tells(string cell, Opinion opinion) => cell.Contains(opinion.Accepts ? "yes" : "no", StringComparison.Ordinal);

    private static Dictionary<string, string[]> Read()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "verdicts.md"));
        return lines.SkipWhile(l => l != "## Kinds").Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Where(cells => cells[0] is not "attack or oddity" and not "---")
            .ToDictionary(cells => cells[0]);
    }
}
