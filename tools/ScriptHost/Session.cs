using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PSSsl.Tools.ScriptHost;

/// <summary>A session with the engine's own commands and those of this program.</summary>
internal static class Session
{
    internal static Runspace Open(ConsoleHost host)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        foreach (System.Type type in typeof(Session).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Cmdlet)) && !t.IsAbstract))
        {
            var attribute = (CmdletAttribute)type.GetCustomAttributes(typeof(CmdletAttribute), false)[0];
            state.Commands.Add(new SessionStateCmdletEntry($"{attribute.VerbName}-{attribute.NounName}", type, null));
        }

        state.Commands.Add(new SessionStateAliasEntry("BeforeDiscovery", "Invoke-InCaller"));
        Runspace runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        return runspace;
    }
}
