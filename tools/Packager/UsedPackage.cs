using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using NuGet.Packaging;
using NuGet.Packaging.Core;

namespace PSSsl.Tools.Packager;

/// <summary>A NuGet package that is in the module, as the restored build knows it.</summary>
internal sealed record UsedPackage
{
    internal required string Id { get; init; }

    internal required string Version { get; init; }

    /// <summary>SHA-512 of the package, in hex.</summary>
    internal required string Sha512 { get; init; }

    internal required string Folder { get; init; }

    internal NuspecReader Nuspec => new(Path.Combine(Folder, Id.ToLowerInvariant() + ".nuspec"));

    /// <summary>Reads what the build of a project restored, and takes what reached the module.</summary>
    internal static IReadOnlyList<UsedPackage> Of(string assetsFile, IEnumerable<string> moduleFiles)
    {
        using JsonDocument assets = JsonDocument.Parse(File.ReadAllText(assetsFile));
        string folder = assets.RootElement.GetProperty("packageFolders").EnumerateObject().First().Name;
        HashSet<string> shipped = moduleFiles.Select(f => Path.GetFileName(f)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        HashSet<string> running = assets.RootElement.GetProperty("targets").EnumerateObject().SelectMany(t => t.Value.EnumerateObject())
            .Where(l => l.Value.TryGetProperty("runtime", out JsonElement runtime) && runtime.EnumerateObject()
                .Any(f => shipped.Contains(Path.GetFileName(f.Name)))).Select(l => l.Name).ToHashSet();
        return assets.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(l => l.Value.GetProperty("type").ValueEquals("package") && running.Contains(l.Name))
            .Select(l => new UsedPackage
            {
                Id = l.Name.Split('/')[0],
                Version = l.Name.Split('/')[1],
                Sha512 = Convert.ToHexStringLower(l.Value.GetProperty("sha512").GetBytesFromBase64()),
                Folder = Path.Combine(folder, l.Value.GetProperty("path").GetString()!),
            }).OrderBy(p => p.Id, StringComparer.Ordinal).ToArray();
    }
}
