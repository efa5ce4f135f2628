using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace PSSsl.Scripts;

/// <summary>
/// What a script block's output says where it decides who is let in. PowerShell takes nearly everything for true, the text 'False' too, and
/// hands out whatever a line leaves behind: exactly one $true accepts, and nothing else.
/// </summary>
internal static class ScriptVerdict
{
    internal static bool Accepts(IEnumerable<PSObject?> output)
    {
        PSObject?[] all = output.Take(2).ToArray();
        return all.Length == 1 && all[0]?.BaseObject is true;
    }
}
