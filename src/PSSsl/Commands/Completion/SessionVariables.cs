using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PSSsl.X509.Names;

namespace PSSsl.Commands.Completion;

/// <summary>The variables that can be seen where something is completed.</summary>
internal static class SessionVariables
{
    private static readonly string[] s_automatic = { "_", "PSItem", "this", "input", "args" };

    /// <summary>Their names with '$', and what they hold; in alphabetical order.</summary>
    internal static IEnumerable<KeyValuePair<string, object>> All()
    {
        if (Runspace.DefaultRunspace is null)
            yield break;
        // A runspace whose pipeline is running answers to commands alone.
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        foreach (PSVariable variable in shell.AddCommand("Get-Variable").Invoke<PSVariable>()
            .OrderBy(v => v.Name, StringComparer.OrdinalIgnoreCase))
        {
            object? value = variable.Value is PSObject wrapped ? wrapped.BaseObject : variable.Value;
            if (value is not null && !s_automatic.Contains(variable.Name, StringComparer.OrdinalIgnoreCase))
                yield return new KeyValuePair<string, object>(Written(variable.Name), value);
        }
    }

    private static string Written(string name) => name.All(c => char.IsLetterOrDigit(c) || c == '_') ? "$" + name : "${" + name + "}";
}
