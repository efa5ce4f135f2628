using System.Management.Automation;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace PSSsl.Tools.ScriptHost.Commands;

/// <summary>Shows objects as a table. The engine has the formatting, and only lacks the command.</summary>
[Cmdlet("Format", "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    public FormatTableCommand() => EngineFormatting.Attach(this, "Table");
}
