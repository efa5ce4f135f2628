using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace PSSsl.Tools.Mutation;

/// <summary>Runs some of the tests, with one mutant on or none.</summary>
internal sealed class TestRun
{
    private readonly string _program;
    private readonly string[] _filter;

    internal TestRun(string program, string[] filter)
    {
        _program = program;
        _filter = filter;
    }

    /// <summary>How long a run may take; a mutant that loops without end is found by that.</summary>
    internal TimeSpan Patience { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>The numbers of all mutants that the tests come by.</summary>
    internal HashSet<int> Reached(string file)
    {
        if (!Passes(0, file))
            throw new InvalidOperationException("The tests fail without a mutant, too.");
        return File.ReadAllLines(file).Select(int.Parse).ToHashSet();
    }

    /// <summary>False if a test fails, or they do not end: then the mutant is found.</summary>
    internal bool Passes(int mutant, string? reachedFile = null)
    {
        var start = new ProcessStartInfo("dotnet")
            { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetDirectoryName(_program) };
        start.ArgumentList.Add(_program);
        start.ArgumentList.Add("-noColor");
        if (reachedFile is null)
            start.ArgumentList.Add("-stopOnFail");
        foreach (string argument in _filter)
            start.ArgumentList.Add(argument);

        start.Environment["PSSSL_MUTANT"] = mutant.ToString(System.Globalization.CultureInfo.InvariantCulture);
        start.Environment["PSSSL_MUTANTS_REACHED"] = reachedFile ?? string.Empty;
        using Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (process.WaitForExit(Patience))
            return process.ExitCode == 0;
        process.Kill(entireProcessTree: true);
        return false;
    }
}
