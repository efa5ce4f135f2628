using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PSSsl.Tools.ScriptHost;

/// <summary>Runs specs (*.Tests.ps1), each file in a session of its own, and counts.</summary>
internal static class SpecRunner
{
    internal static int Run(IEnumerable<string> paths)
    {
        int passed = 0, failed = 0, skipped = 0;
        foreach (string file in paths.SelectMany(Specs))
        {
            var results = RunFile(file).ToList();
            Console.WriteLine($"{Path.GetFileName(file)}: {results.Count(r => r.Outcome == "Passed")} passed, {results.Count(r => r.Outcome == "Failed")} failed, {results.Count(r => r.Outcome == "Skipped")} skipped");
            foreach (var result in results.Where(r => r.Outcome == "Failed"))
                Console.WriteLine($"  [-] {result.Name}\n      {result.Message.Replace("\n", "\n      ", StringComparison.Ordinal)}");
            foreach (var result in results.Where(r => r.Outcome == "Skipped"))
                Console.WriteLine($"  [!] {result.Name}{(result.Message.Length > 0 ? ": " + result.Message : string.Empty)}");
            passed += results.Count(r => r.Outcome == "Passed");
            failed += results.Count(r => r.Outcome == "Failed");
            skipped += results.Count(r => r.Outcome == "Skipped");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{passed} passed, {failed} failed, {skipped} skipped"));
        return failed > 0 || passed == 0 ? 1 : 0;
    }

    private static IEnumerable<string> Specs(string path) => Directory.Exists(path)
        ? Directory.EnumerateFiles(path, "*.Tests.ps1", SearchOption.AllDirectories).OrderBy(p => p, StringComparer.Ordinal)
        : [Path.GetFullPath(path)];

    private static IEnumerable<(string Outcome, string Name, string Message)> RunFile(string file)
    {
        DirectoryInfo drive = Directory.CreateTempSubdirectory("specs");
        try
        {
            using Runspace runspace = Session.Open(new ConsoleHost());
            runspace.SessionStateProxy.SetVariable("TestDrive", drive.FullName);
            using var shell = PowerShell.Create(runspace);
            using (Stream stream = typeof(SpecRunner).Assembly.GetManifestResourceStream("SpecLanguage.ps1")!)
            using (var reader = new StreamReader(stream))
                shell.AddScript(reader.ReadToEnd(), useLocalScope: false).Invoke();
            shell.Commands.Clear();
            shell.AddCommand("Invoke-SpecFile").AddArgument(Path.GetFullPath(file));
            string? crash = null;
            var results = new List<(string, string, string)>();
            try
            {
                foreach (PSObject result in shell.Invoke())
                    results.Add((Text(result, "Outcome"), Text(result, "Name"), Text(result, "Message")));
            }
            catch (RuntimeException e)
            {
                crash = ConsoleHost.Describe(e.ErrorRecord);
            }

            // The last thing a run says. Without it something ('exit', a stray 'break') left early, and tests after it never ran.
            if (!results.Remove(("Finished", string.Empty, string.Empty)))
                crash ??= "The run left the file before its end: an 'exit', 'break' or 'continue' outside of a loop.";
            if (crash is not null)
                results.Add(("Failed", Path.GetFileName(file), crash));
            return results;
        }
        finally
        {
            drive.Delete(recursive: true);
        }
    }

    private static string Text(PSObject result, string name) => result.Properties[name]?.Value?.ToString() ?? string.Empty;
}
