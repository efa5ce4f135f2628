using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using PSSsl.X509.Names;

namespace PSSsl.Scripts;

/// <summary>
/// A script block that is kept and called later, perhaps in another runspace than the one it was given in (ForEach-Object -Parallel,
/// Start-ThreadJob). There its text runs, with the variables that it uses, and never a block of a runspace that does something else
/// meanwhile.
/// </summary>
internal sealed class HomeScript
{
    private readonly ScriptBlock _script;
    private readonly ScriptBlockAst _text;
    private readonly string _option;
    private readonly Guid? _home;
    private readonly OuterVariables _variables;
    private readonly ConditionalWeakTable<Runspace, ScriptBlock> _copies = new();

    private HomeScript(ScriptBlock script, string option, SessionState? state)
    {
        Guid? here = Runspace.DefaultRunspace?.InstanceId, bound = ScriptHome.Of(script);
        bool isOfHere = here is not null && (bound ?? here) == here;
        _script = script;
        _text = script.Ast as ScriptBlockAst ?? ((FunctionDefinitionAst)script.Ast).Body;
        _option = option;
        _home = bound ?? here;
        // A closure has its variables in a module of its own.
        _variables = OuterVariables.Of(_text, isOfHere ? script.Module?.SessionState ?? state : null);
    }

    /// <param name="script">The block.</param>
    /// <param name="option">What it was given with, for errors: "-VerifyCallback".</param>
    /// <param name="state">The session state that it was given in; null if that is not known.</param>
    internal static HomeScript Of(ScriptBlock script, string option, SessionState? state) => new(script, option, state);

    /// <summary>Runs it with the first argument as <c>$_</c> too.</summary>
    /// <exception cref="SslException">It cannot run on this thread.</exception>
    internal Collection<PSObject> Ask(params object?[] arguments) => Run(new List<PSVariable> { new("_", arguments[0]) }, arguments);

    /// <summary>Runs it.</summary>
    /// <exception cref="SslException">It cannot run on this thread.</exception>
    internal Collection<PSObject> Call(params object?[] arguments) => Run(new List<PSVariable>(), arguments);

    private Collection<PSObject> Run(List<PSVariable> variables, object?[] arguments)
    {
        Runspace here = Runspace.DefaultRunspace
            ?? throw NotHere("the thread that would run it has no runspace",
                "Shake hands and read in the runspace itself, with cmdlets or on its own thread.");
        if (here.InstanceId == _home)
            return _script.InvokeWithContext(null, variables, arguments);
        if (_variables.Fault is { } fault)
            throw NotHere($"it was written in another runspace, and {fault}",
                "Make the context in this runspace, or let the script block use nothing but its arguments, $env: and plain local "
                    + "variables.");
        variables.AddRange(_variables.Copies().Where(v => v.Name != "_"));
        return _copies.GetValue(here, _ => _text.GetScriptBlock()).InvokeWithContext(null, variables, arguments);
    }

    private SslException NotHere(string why, string todo) =>
        new(SslErrorCode.InvalidOption, SslPhase.Handshake, $"The script block of {_option} cannot run here: {why}.")
            { RecommendedAction = todo };
}
