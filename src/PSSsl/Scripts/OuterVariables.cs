using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using PSSsl.X509.Names;

namespace PSSsl.Scripts;

/// <summary>
/// The variables that a script block finds around it. Elsewhere they would be empty, and "not in the list of what is banned" true of
/// everything: so they are taken along, with the values they have when the block runs, or the block does not run there.
/// </summary>
internal sealed class OuterVariables
{
    /// <summary>What every runspace has of its own, or every call.</summary>
    private static readonly HashSet<string> s_everywhere = new(StringComparer.OrdinalIgnoreCase)
    {
        "_", "PSItem", "args", "input", "this", "Matches", "foreach", "switch", "MyInvocation", "PSBoundParameters", "PSCmdlet",
        "PSScriptRoot", "PSCommandPath", "StackTrace", "Error", "Host", "ExecutionContext", "PWD", "true", "false", "null", "?", "^", "$",
    };

    private readonly List<PSVariable> _taken = new();

    private OuterVariables()
    {
    }

    /// <summary>Why the block cannot run elsewhere; null if it can.</summary>
    internal string? Fault { get; private set; }

    /// <param name="script">The block.</param>
    /// <param name="state">Where its variables are; null if that is not known.</param>
    internal static OuterVariables Of(ScriptBlockAst script, SessionState? state)
    {
        var found = new OuterVariables();
        foreach (VariablePath path in script.FindAll(a => a is VariableExpressionAst, searchNestedScriptBlocks: true)
            .Select(a => ((VariableExpressionAst)a).VariablePath).Where(p => !IsEverywhere(p)))
            found.Add(path, script, state);
        return found;
    }

    /// <summary>Their values now.</summary>
    internal IEnumerable<PSVariable> Copies() => _taken.Select(v => new PSVariable(v.Name, v.Value));

    private static bool IsEverywhere(VariablePath path) =>
        path.IsDriveQualified ? string.Equals(path.DriveName, "env", StringComparison.OrdinalIgnoreCase)
            : path.IsUnqualified && s_everywhere.Contains(path.UserPath);

    private void Add(VariablePath path, ScriptBlockAst script, SessionState? state)
    {
        if (path.IsDriveQualified || path.IsGlobal || path.IsScript)
        {
            Fault ??= $"it uses ${path.UserPath}, which only that runspace has";
            return;
        }

        string name = path.IsUnqualified ? path.UserPath : path.UserPath.Substring(path.UserPath.IndexOf(':') + 1);
        if (_taken.Any(v => string.Equals(v.Name, name, StringComparison.OrdinalIgnoreCase)))
            return;
        PSVariable? variable = state?.PSVariable.Get(name);
        if (variable is null)
            NoteMissing(name, script, state is not null);
        // What cannot be changed there is PowerShell's own, and the same in every runspace.
        else if ((variable.Options & (ScopedItemOptions.Constant | ScopedItemOptions.ReadOnly | ScopedItemOptions.AllScope)) == 0)
            _taken.Add(variable);
    }

    private void NoteMissing(string name, ScriptBlockAst script, bool isKnown)
    {
        if (!IsSetBy(script, name))
            Fault ??= $"it uses ${name}, {(isKnown ? "which was not set when it was given" : "and from here its value cannot be known")}";
    }

    private static bool IsSetBy(ScriptBlockAst script, string name) => script.Find(
        a => a switch
        {
            ParameterAst parameter => IsNamed(parameter.Name, name),
            ForEachStatementAst loop => IsNamed(loop.Variable, name),
            AssignmentStatementAst { Operator: TokenKind.Equals } set => set.Left is VariableExpressionAst left && IsNamed(left, name),
            _ => false,
        },
        searchNestedScriptBlocks: true) is not null;

    private static bool IsNamed(VariableExpressionAst variable, string name) =>
        string.Equals(variable.VariablePath.UserPath, name, StringComparison.OrdinalIgnoreCase);
}
