using System;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace PSSsl.Tools.ScriptHost;

/// <summary>Gives formatting commands their inner ones, which the engine keeps to itself.</summary>
internal static class EngineFormatting
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    /// <summary>For a command that writes what is formatted as text.</summary>
    internal static void AttachOutput(FrontEndCommandBase command, System.IO.TextWriter writer, int width)
    {
        Assembly engine = typeof(FrontEndCommandBase).Assembly;
        object inner = Activator.CreateInstance(engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.OutputManagerInner", throwOnError: true)!, nonPublic: true)!;
        Type lines = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.TextWriterLineOutput", throwOnError: true)!;
        inner.GetType().GetProperty("LineOutput", Hidden)!.SetValue(inner, Activator.CreateInstance(lines, Hidden, null, [writer, width], null));
        typeof(FrontEndCommandBase).GetField("implementation", Hidden)!.SetValue(command, inner);
    }

    /// <summary>For a command that formats.</summary>
    internal static void Attach(FrontEndCommandBase command, string shape)
    {
        Assembly engine = typeof(FrontEndCommandBase).Assembly;
        Type shapes = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.FormatShape", throwOnError: true)!;
        Type inner = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.InnerFormatShapeCommand", throwOnError: true)!;
        object made = Activator.CreateInstance(inner, Hidden, null, new[] { Enum.Parse(shapes, shape) }, null)!;
        typeof(FrontEndCommandBase).GetField("implementation", Hidden)!.SetValue(command, made);
    }
}
