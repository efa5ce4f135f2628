using System.Collections.Generic;
using System.Management.Automation;
using System.Runtime.CompilerServices;

namespace PSSsl.Commands;

/// <summary>Warnings that are given once per session, a session being a runspace.</summary>
internal static class SessionWarnings
{
    private static readonly ConditionalWeakTable<object, HashSet<string>> s_given = new();

    /// <summary>True the first time.</summary>
    internal static bool First(SessionState session, string warning)
    {
        // A runspace has one drive manager for its whole life; the SessionState objects that wrap it come and go.
        object runspace = System.Management.Automation.Runspaces.Runspace.DefaultRunspace ?? (object)session;
        HashSet<string> given = s_given.GetOrCreateValue(runspace);
        lock (given)
            return given.Add(warning);
    }
}
