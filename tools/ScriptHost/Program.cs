using System;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PSSsl.Tools.ScriptHost;

/// <summary>
/// A stand-in for the shell where there is only the .NET SDK: runs a script, a command or specs in the PowerShell engine, with the few everyday commands that
/// those use. <c>ScriptHost script.ps1 [arguments]</c>, <c>ScriptHost -Command TEXT</c>, <c>ScriptHost -Test PATH …</c>.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length == 0)
        {
            Console.Error.WriteLine("usage: ScriptHost script.ps1 [arguments] | -Command TEXT | -Test PATH ...");
            return 64;
        }

        return args[0] switch
        {
            "-Test" => SpecRunner.Run(args.Skip(1)),
            "-Command" or "-c" => Run(shell => shell.AddScript(string.Join(" ", args.Skip(1)))),
            _ => Run(shell => AddFile(shell, args[0], args.Skip(1).ToArray())),
        };
    }

    private static int Run(Action<PowerShell> add)
    {
        var host = new ConsoleHost();
        using Runspace runspace = Session.Open(host);
        using var shell = PowerShell.Create(runspace);
        bool stopped = false;
        Console.CancelKeyPress += (_, e) =>
        {
            e.Cancel = true;
            stopped = true;
            shell.BeginStop(null, null);
        };
        ScriptExit.LetThrough(runspace);
        add(shell);
        shell.AddCommand("Out-Default");
        shell.Commands.Commands[^2].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        try
        {
            shell.Invoke();
        }
        catch (PipelineStoppedException)
        {
            return 130;
        }
        catch (RuntimeException e)
        {
            host.UI.WriteErrorLine(ConsoleHost.Describe(e.ErrorRecord));
            return 1;
        }

        return stopped ? 130 : host.ExitCode ?? 0;
    }

    /// <summary>Binds arguments as a shell does: -Name value, -Switch, and what is left by position.</summary>
    private static void AddFile(PowerShell shell, string path, string[] args)
    {
        var command = new Command(System.IO.Path.GetFullPath(path), isScript: false, useLocalScope: false);
        foreach (string word in args)
        {
            bool isName = word.Length > 1 && word[0] == '-' && char.IsLetter(word[1]);
            int colon = isName ? word.IndexOf(':', StringComparison.Ordinal) : -1;
            if (!isName)
                command.Parameters.Add(null, word);
            else if (colon < 0)
                command.Parameters.Add(word);
            else
                command.Parameters.Add(word[1..colon], SwitchValue(word[(colon + 1)..]));
        }

        shell.Commands.AddCommand(command);
    }

    /// <summary>A switch can only be given a Boolean, so these two words mean one.</summary>
    private static object SwitchValue(string text) => text.ToUpperInvariant() switch { "$TRUE" => true, "$FALSE" => false, _ => text };
}
