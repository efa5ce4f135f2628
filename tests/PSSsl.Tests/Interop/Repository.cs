using System;
using System.IO;

namespace PSSsl.Tests.Interop;

/// <summary>The repository that the tests were built in.</summary>
internal static class Repository
{
    internal static string Root { get; } = Find();

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PSSsl.sln")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"There is no PSSsl.sln above {AppContext.BaseDirectory}.");
    }
}
