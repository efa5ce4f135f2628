using System;
using System.Globalization;
using System.IO;
using NuGet.Common;
using NuGet.Packaging;

namespace PSSsl.Tools.Packager;

/// <summary>The package as the PowerShell Gallery keeps it: the module's files from the root on, and a nuspec.</summary>
internal static class GalleryPackage
{
    /// <summary>The time that every file in the package has. <c>SOURCE_DATE_EPOCH</c>, in seconds, stands in its place.</summary>
    private static readonly DateTimeOffset s_time = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH") is { Length: > 0 } seconds
        ? DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture))
        : new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    internal static void Write(string module, string nuspec, string package)
    {
        var builder = new PackageBuilder(deterministic: true, NullLogger.Instance)
            { DeterministicTimestamp = s_time.ToString("o", CultureInfo.InvariantCulture) };
        using (FileStream text = File.OpenRead(nuspec))
            builder.Populate(Manifest.ReadFrom(text, validateSchema: true).Metadata);
        foreach (string file in ModuleFiles.Of(module))
            builder.Files.Add(new PhysicalPackageFile { SourcePath = Path.Combine(module, file), TargetPath = file });
        using FileStream output = File.Create(package);
        builder.Save(output);
    }
}
