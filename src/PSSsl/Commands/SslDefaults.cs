using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace PSSsl.Commands;

/// <summary>The defaults of one runspace. Another runspace, a job or a thread of ForEach-Object -Parallel, has its own.</summary>
internal sealed class SslDefaults
{
    private static readonly ConditionalWeakTable<Runspace, SslDefaults> s_all = new();

    private static readonly PropertyInfo[] s_entries = typeof(SslDefault).GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(p => p.CanWrite).ToArray();

    /// <summary>Of the runspace whose pipeline runs on this thread.</summary>
    internal static SslDefaults Current => Runspace.DefaultRunspace is { } runspace ? s_all.GetOrCreateValue(runspace) : new SslDefaults();

    internal SslDefault Values { get; set; } = new();

    internal static IEnumerable<string> Names => s_entries.Select(p => p.Name);

    internal static object? Get(SslDefault values, string name) => Entry(name).GetValue(values);

    internal static void Set(SslDefault values, string name, object? value) => Entry(name).SetValue(values, value);

    /// <summary>Sets those parameters of a cmdlet that were not given.</summary>
    /// <param name="command">The cmdlet.</param>
    /// <param name="given">The parameters that were given.</param>
    /// <param name="takes">Whether a default counts for it.</param>
    /// <returns>The names of those that were set.</returns>
    internal IReadOnlyList<string> Fill(SslTrustCommand command, ICollection<string> given, Func<string, bool> takes)
    {
        bool hasContext = given.Contains(nameof(SslDefault.Context));
        bool hasOptions = given.Any(ContextOptions.Contains);
        var filled = new List<string>();
        foreach (PropertyInfo entry in s_entries)
        {
            object? value = entry.GetValue(Values);
            PropertyInfo? parameter = command.GetType().GetProperty(entry.Name);
            if (value is null || parameter is null || given.Contains(entry.Name) || !takes(entry.Name))
                continue;
            // A context that is given settles all else, and what is given settles that the default context is not meant.
            if ((hasContext && ContextOptions.Contains(entry.Name)) || (hasOptions && entry.Name == nameof(SslDefault.Context)))
                continue;
            // Enumerations are text where they are parameters.
            parameter.SetValue(command, value is Enum ? value.ToString() : value);
            filled.Add(entry.Name);
        }

        return filled;
    }

    private static PropertyInfo Entry(string name) => s_entries.First(p => string.Equals(p.Name, name, StringComparison.OrdinalIgnoreCase));
}
