using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Shows objects as a list. The engine has the formatting, and only lacks the command.</summary>
[Cmdlet("Format", "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    public FormatListCommand() => EngineFormatting.Attach(this, "List");
}
