using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PSSsl.Commands.Completion;

/// <summary>Completes with the variables that hold what a parameter takes.</summary>
internal abstract class VariableCompleter : IArgumentCompleter
{
    /// <summary>Longer lists are not looked through at a key press.</summary>
    private const int MostElements = 1000;

    /// <summary>True if the parameter takes lists.</summary>
    private protected virtual bool TakesMany => false;

    /// <summary>What a value is; null if the parameter does not take it.</summary>
    private protected abstract string? Describe(object value);

    /// <summary>Values that can be used now are offered before those that are closed.</summary>
    private protected virtual bool IsUsable(object value) => true;

    /// <summary>More that a variable offers: one of its value's properties.</summary>
    private protected virtual IEnumerable<KeyValuePair<string, string>> Members(string variable, object value) =>
        Array.Empty<KeyValuePair<string, string>>();

    /// <inheritdoc/>
    public virtual IEnumerable<CompletionResult> CompleteArgument(string commandName, string parameterName, string wordToComplete,
        CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        string typed = (wordToComplete ?? string.Empty).TrimStart('$');
        var offers = new List<(bool Usable, string Text, string About)>();
        foreach (KeyValuePair<string, object> variable in SessionVariables.All())
        {
            if (!variable.Key.TrimStart('$', '{').StartsWith(typed, StringComparison.OrdinalIgnoreCase))
                continue;
            if (DescribeOneOrMany(variable.Value) is { } about)
                offers.Add((IsUsable(variable.Value), variable.Key, about));
            offers.AddRange(Members(variable.Key, variable.Value).Select(m => (true, m.Key, m.Value)));
        }

        return offers.OrderByDescending(o => o.Usable)
            .Select(o => new CompletionResult(o.Text, o.Text, CompletionResultType.Variable, o.About)).ToArray();
    }

    private string? DescribeOneOrMany(object value)
    {
        if (Describe(value) is { } about)
            return about;
        if (!TakesMany || value is not IList { Count: > 0 and <= MostElements } list)
            return null;
        List<string?> parts = list.Cast<object?>().Select(e => e is PSObject wrapped ? wrapped.BaseObject : e)
            .Select(e => e is null ? null : Describe(e)).ToList();
        return parts.Contains(null) ? null : $"{parts.Count}: {string.Join("; ", parts.Take(3))}{(parts.Count > 3 ? "; …" : string.Empty)}";
    }
}
