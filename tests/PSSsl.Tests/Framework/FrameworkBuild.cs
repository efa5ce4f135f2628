using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace PSSsl.Tests.Framework;

/// <summary>Where the build for .NET Framework is, and what it is held to.</summary>
internal static class FrameworkBuild
{
    /// <summary>The folder of the netstandard2.0 build.</summary>
    internal static string Folder { get; } = Told("NetStandardBuild");

    /// <summary>The folder of the program that uses it on a .NET Framework.</summary>
    internal static string Program { get; } = Told("FrameworkProgram");

    /// <summary>Reference assemblies of .NET Framework 4.7.2.</summary>
    internal static string Reference { get; } = Told("FrameworkReference");

    /// <summary>The assemblies that the module ships for Windows PowerShell.</summary>
    internal static string[] Shipped { get; } = ["PSSsl", "PSSsl.Core", "PSSsl.Engine", "BouncyCastle.Cryptography"];

    internal static string PathOf(string assembly) => Path.Combine(Folder, assembly + ".dll");

    /// <summary>The folder of a program that the project names by this key.</summary>
    internal static string Told(string key) =>
        typeof(FrameworkBuild).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .SingleOrDefault(a => a.Key == key)?.Value is { } path && Directory.Exists(path)
            ? path
            : throw new DirectoryNotFoundException($"The project names no folder as {key}.");
}
