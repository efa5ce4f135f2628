using System;
using System.IO;
using Xunit;

namespace PSSsl.Tests;

/// <summary>Data that lies beside the repository, in ../shared/data, and is not part of it.</summary>
internal static class SharedData
{
    /// <summary>The file's text; skips the test where it is not there.</summary>
    internal static string Read(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string path = Path.Combine(folder.FullName, "shared", "data", name);
            if (File.Exists(path))
                return File.ReadAllText(path);
        }

        Assert.Skip($"../shared/data/{name} is not there");
        return string.Empty;
    }
}
