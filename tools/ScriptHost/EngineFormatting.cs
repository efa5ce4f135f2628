using System;
using System.Reflection;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace PSSsl.Tools.ScriptHost;

/// <summary>Gives a formatting command its inner one, which the engine keeps to itself.</summary>
internal static class EngineFormatting
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic;

    internal static void Attach(FrontEndCommandBase command, string shape)
    {
        Assembly engine = typeof(FrontEndCommandBase).Assembly;
        Type shapes = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.FormatShape", throwOnError: true)!;
        Type inner = engine.GetType("Microsoft.PowerShell.Commands.Internal.Format.InnerFormatShapeCommand", throwOnError: true)!;
        object made = Activator.CreateInstance(inner, Hidden, null, new[] { Enum.Parse(shapes, shape) }, null)!;
        typeof(FrontEndCommandBase).GetField("implementation", Hidden)!.SetValue(command, made);
    }
}
