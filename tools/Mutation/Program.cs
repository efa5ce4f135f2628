using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PSSsl.Tools.Mutation;

/// <summary>
/// Changes the code in small ways and looks whether a test fails: dotnet run --project tools/Mutation -c Release -- COPY ROOM STEP
/// FILTER... COPY is a clone of the repository that may be spoilt, ROOM a folder of src/PSSsl.Core, STEP takes every so manieth mutant
/// only, FILTER are arguments of the test program that choose tests.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length < 4 || !int.TryParse(args[2], out int step) || step < 1)
        {
            Console.Error.WriteLine("usage: Mutation COPY ROOM STEP FILTER...   (COPY: a clone of the repository that may be spoilt)");
            return 2;
        }

        string copy = Path.GetFullPath(args[0]);
        List<Mutant> mutants = Spoil(copy, args[1]);
        Build(copy);
        var run = new TestRun(Path.Combine(copy, "tests/PSSsl.Tests/bin/Release/net10.0/PSSsl.Tests.dll"), args[3..]);
        var clock = Stopwatch.StartNew();
        HashSet<int> reached = run.Reached(Path.Combine(copy, "reached.txt"));
        run.Patience = TimeSpan.FromSeconds(20) + (3 * clock.Elapsed);
        Mutant[] tried = mutants.Where(m => m.Number % step == 0).ToArray();
        Mutant[] survivors = tried.Where(m => !reached.Contains(m.Number) || run.Passes(m.Number)).ToArray();
        foreach (Mutant m in survivors)
            Console.WriteLine(
                $"| {m.File}:{m.Line} | `{OneLine(m.Before)}` | `{OneLine(m.After)}` | "
                    + $"{(reached.Contains(m.Number) ? "survived" : "not reached")} |");
        Console.WriteLine(
            $"{args[1]}: {mutants.Count} mutants, {tried.Length} tried, {tried.Length - survivors.Length} found, {survivors.Length} not.");
        return 0;
    }

    private static List<Mutant> Spoil(string copy, string room)
    {
        var mutants = new List<Mutant>();
        CSharpParseOptions options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Preview)
            .WithPreprocessorSymbols("NET", "NET8_0_OR_GREATER");
        foreach (string file in Directory.EnumerateFiles(Path.Combine(copy, "src/PSSsl.Core", room), "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal))
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(file), options).GetRoot();
            File.WriteAllText(file, new Mutator(Path.GetRelativePath(copy, file).Replace('\\', '/'), mutants).Visit(root)!.ToFullString());
        }

        File.WriteAllText(Path.Combine(copy, "src/PSSsl.Core/MutantSwitch.cs"), MutantSwitchSource.Of(mutants.Count));
        return mutants;
    }

    /// <summary>For .NET alone, and without what is said of code that nobody wrote.</summary>
    private static void Build(string copy)
    {
        using Process build = Process.Start("dotnet",
        [
            "build", Path.Combine(copy, "tests/PSSsl.Tests"), "-c", "Release", "-v", "q", "--nologo", "-p:RunAnalyzers=false",
            "-p:TreatWarningsAsErrors=false", "-p:NoWarn=CS1591",
        ])!;
        build.WaitForExit();
        if (build.ExitCode != 0)
            throw new InvalidOperationException("The copy with its mutants does not build.");
    }

    private static string OneLine(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace("|", "\\|", StringComparison.Ordinal);
}
