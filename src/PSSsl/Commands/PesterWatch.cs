using System;
using System.ComponentModel;
using System.Linq;
using System.Management.Automation;

namespace PSSsl.Commands;

/// <summary>
/// Notices that Pester was loaded after this module. Import-Module in a test file does nothing then, since the module is loaded already,
/// and Should would lack its operators.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class PesterWatch
{
    private static readonly string[] s_names = { "Invoke-Pester", "Should", "Describe" };

    private readonly CommandInvocationIntrinsics _commands;
    private readonly ScriptBlock _register;
    private readonly EventHandler<CommandLookupEventArgs>? _next;
    private readonly EventHandler<CommandLookupEventArgs> _own;
    private bool _isOver;

    /// <summary>Watches until Pester is there.</summary>
    /// <param name="commands">The runspace's.</param>
    /// <param name="register">Gives Pester its operators; writes true if Pester is there.</param>
    public PesterWatch(CommandInvocationIntrinsics commands, ScriptBlock register)
    {
        _commands = commands ?? throw new ArgumentNullException(nameof(commands));
        _register = register ?? throw new ArgumentNullException(nameof(register));
        _next = commands.PostCommandLookupAction;
        _own = Look;
        commands.PostCommandLookupAction = _own;
    }

    /// <summary>Watches no longer.</summary>
    public void Stop()
    {
        _isOver = true;
        if (_commands.PostCommandLookupAction == _own)
            _commands.PostCommandLookupAction = _next;
    }

    private void Look(object? sender, CommandLookupEventArgs e)
    {
        _next?.Invoke(sender, e);
        if (_isOver || !s_names.Contains(e.CommandName, StringComparer.OrdinalIgnoreCase))
            return;
        // What the script looks up is not of interest.
        _isOver = true;
        _isOver = _register.Invoke().Any(o => o?.BaseObject is true);
        if (_isOver)
            Stop();
    }
}
