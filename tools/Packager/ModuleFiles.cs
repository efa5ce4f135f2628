using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace PSSsl.Tools.Packager;

/// <summary>The files of a module by their path in it, with slashes, in an order that no machine changes.</summary>
internal static class ModuleFiles
{
    internal static IReadOnlyList<string> Of(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))
            .Order(StringComparer.Ordinal).ToArray();
}
