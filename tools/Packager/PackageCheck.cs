using System;
using System.IO;
using System.Linq;
using NuGet.Packaging;

namespace PSSsl.Tools.Packager;

/// <summary>Reads the package again, as somebody who installs it does.</summary>
internal static class PackageCheck
{
    private const long Largest = 20_000_000;

    internal static void Run(string module, string package)
    {
        long size = new FileInfo(package).Length;
        if (size > Largest)
            throw new InvalidDataException($"{package} has {size} bytes; {Largest} are allowed.");
        using var reader = new PackageArchiveReader(package);
        string[] packed = reader.GetFiles().Where(f => !IsOfThePackage(f)).Order(StringComparer.Ordinal)
            .ToArray(), laid = [.. ModuleFiles.Of(module)];
        if (!packed.SequenceEqual(laid))
            throw new InvalidDataException(
                $"{package} has other files than {module}: {string.Join(", ", packed.Except(laid).Concat(laid.Except(packed)))}");
        foreach (string file in packed)
        {
            using Stream content = reader.GetStream(file);
            using var copy = new MemoryStream();
            content.CopyTo(copy);
            if (!copy.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(module, file))))
                throw new InvalidDataException($"{file} is not the same in {package}.");
        }

        using var bill = new StreamReader(reader.GetStream(BillOfMaterials.FileName));
        BillOfMaterials.Check(bill.ReadToEnd());
        Console.WriteLine($"{reader.GetIdentity()}: {packed.Length} files, {size} bytes");
    }

    /// <summary>What belongs to the form of packages, and is not installed.</summary>
    private static bool IsOfThePackage(string file) =>
        file == "[Content_Types].xml" || file.StartsWith("_rels/", StringComparison.Ordinal)
            || file.StartsWith("package/", StringComparison.Ordinal) || file.EndsWith(".nuspec", StringComparison.Ordinal);
}
