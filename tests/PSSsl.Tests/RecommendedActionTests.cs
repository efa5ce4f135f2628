using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using PSSsl.Tests.Framework;
using Xunit;

namespace PSSsl.Tests;

/// <summary>Whoever reads an error at three in the morning wants to know what to do: each error that is made says so.</summary>
public partial class RecommendedActionTests
{
    [Fact]
    public void EveryErrorSaysWhatToDo()
    {
        string root = Path.GetFullPath(Path.Combine(FrameworkBuild.Folder, "..", "..", "..", "..", ".."));
        string[] files = Directory.EnumerateFiles(Path.Combine(root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal)).ToArray();
        Assert.True(files.Length > 400, "the sources were not found");
        var made = new HashSet<string>();
        string[] silent = files.SelectMany(f => Silent(File.ReadAllText(f), made).Select(at => $"{Path.GetRelativePath(root, f)}:{at}")).ToArray();
        Assert.True(silent.Length == 0, $"RecommendedAction is missing:{Environment.NewLine}{string.Join(Environment.NewLine, silent)}");
        Assert.True(made.Count > 30, $"Only errors of {made.Count} codes were found.");
    }

    /// <summary>The lines on which an error is made without saying what to do.</summary>
    private static IEnumerable<int> Silent(string source, HashSet<string> made)
    {
        foreach (Match start in MakesAnError().Matches(source))
        {
            string code = start.Groups["code"].Value;
            made.Add(code);
            // A fault of a certificate has a depth where an error has a phase, and its error says what to do.
            if (!start.Groups["phase"].Success)
                continue;
            int end = EndOfArguments(source, start.Index + start.Groups["new"].Length);
            if (!SaysWhatToDo().IsMatch(source[end..Math.Min(source.Length, end + 600)]))
                yield return source[..start.Index].Count(c => c == '\n') + 1;
        }
    }

    private static int EndOfArguments(string source, int at)
    {
        for (int depth = 1; depth > 0; at++)
        {
            if (source[at] == '"')
                at = StringEnd().Match(source, at + 1).Index;
            else if (source[at] is '(' or ')')
                depth += source[at] == '(' ? 1 : -1;
        }

        return at;
    }

    [GeneratedRegex(@"(?<new>\bnew(?: SslException)?\()(?:SslErrorCode\.(?<code>\w+)|\w*[cC]ode), (?<phase>SslPhase\.|phase\b|\w*Phase\b)?")]
    private static partial Regex MakesAnError();

    [GeneratedRegex(@"^\s*\{[^;]*?\bRecommendedAction\s*=\s")]
    private static partial Regex SaysWhatToDo();

    [GeneratedRegex(@"(?<!\\)""")]
    private static partial Regex StringEnd();
}
