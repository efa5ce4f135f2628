using System;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace PSSsl.Tools.ScriptHost;

/// <summary>
/// Lets <c>exit 3</c> in the next script leave the pipeline with that code. Unless it is asked for, the engine ends the script only, and a build that
/// failed would report success.
/// </summary>
internal static class ScriptExit
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    internal static void LetThrough(Runspace runspace)
    {
        PropertyInfo context = typeof(Runspace).GetProperty("ExecutionContext", Hidden) ?? throw Missing("Runspace.ExecutionContext");
        PropertyInfo rethrow = context.PropertyType.GetProperty("ScriptCommandProcessorShouldRethrowExit", Hidden)
            ?? throw Missing("ExecutionContext.ScriptCommandProcessorShouldRethrowExit");
        rethrow.SetValue(context.GetValue(runspace), true);
    }

    private static MissingMemberException Missing(string name) => new($"System.Management.Automation has no {name} any more; exit codes depend on it.");
}
