using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace PSSsl.Scripts;

/// <summary>
/// Which runspace a script block is bound to. PowerShell runs a block of another runspace with that one's state on the calling thread,
/// beside whatever goes on there, and does not say in public which one it is.
/// </summary>
internal static class ScriptHome
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    /// <summary>Null if it is bound to none, or this version of PowerShell does not tell.</summary>
    internal static Guid? Of(ScriptBlock script) =>
        (Get(Get(Get(script, "SessionStateInternal"), "ExecutionContext"), "CurrentRunspace") as Runspace)?.InstanceId;

    private static object? Get(object? of, string property) => of?.GetType().GetProperty(property, Hidden)?.GetValue(of);
}
