using System;

namespace PSSsl.Tools.Packager;

/// <summary>
/// Writes the bill of materials of a laid-out module, and the package that the PowerShell Gallery takes. Both depend on their input alone:
/// the same sources make the same bytes.
/// </summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["sbom", string repository, string module, string version, string file]:
                BillOfMaterials.Write(repository, module, version, file);
                return 0;
            case ["pack", string module, string nuspec, string package]:
                GalleryPackage.Write(module, nuspec, package);
                PackageCheck.Run(module, package);
                return 0;
            default:
                Console.Error.WriteLine("usage: Packager sbom REPOSITORY MODULE VERSION FILE | Packager pack MODULE NUSPEC PACKAGE");
                return 64;
        }
    }
}
