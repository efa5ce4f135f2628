using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using CycloneDX;
using CycloneDX.Json;
using CycloneDX.Models;

namespace PSSsl.Tools.Packager;

/// <summary>What is in the module, in CycloneDX's form (ECMA-424): its files with their digests, and the works of others in them.</summary>
internal static class BillOfMaterials
{
    internal const string FileName = "PSSsl.cdx.json";

    private const string Notices = "THIRD-PARTY-NOTICES.txt", SuffixList = "src/PSSsl.Core/Hostnames/public_suffix_list.icann.txt";

    internal static void Write(string repository, string module, string version, string file)
    {
        string[] files = ModuleFiles.Of(module).Where(f => f != FileName).ToArray();
        IReadOnlyList<UsedPackage> packages = UsedPackage.Of(Path.Combine(repository, "src/PSSsl/obj/project.assets.json"), files);
        Component own = Own(module, version, files);
        List<Component> others = [.. packages.Select(Package), Suffixes(Path.Combine(repository, SuffixList))];
        CheckNotices(File.ReadAllText(Path.Combine(module, Notices)), packages, others);
        var bom = new Bom
        {
            Version = 1,
            SpecVersion = SpecificationVersion.v1_6,
            SerialNumber = SerialNumber(own),
            Metadata = new Metadata { Component = own },
            Components = others,
            Dependencies = [new Dependency
                { Ref = own.BomRef, Dependencies = others.Select(o => new Dependency { Ref = o.BomRef }).ToList() },
                    .. others.Select(o => new Dependency { Ref = o.BomRef })],
        };
        string json = Serializer.Serialize(bom).ReplaceLineEndings("\n");
        Check(json);
        File.WriteAllText(file, json + "\n");
    }

    /// <exception cref="InvalidDataException">It is not as the schema of CycloneDX wants it.</exception>
    internal static void Check(string json)
    {
        ValidationResult result = Validator.Validate(json, SpecificationVersion.v1_6);
        if (!result.Valid)
            throw new InvalidDataException($"The bill of materials is not valid: {string.Join("; ", result.Messages)}");
    }

    private static Component Own(string module, string version, IEnumerable<string> files) => new()
    {
        Type = Component.Classification.Library,
        BomRef = $"PSSsl@{version}",
        Name = "PSSsl",
        Version = version,
        Description = "TLS sockets for PowerShell.",
        Licenses = [Spdx("MIT")],
        Purl = $"pkg:nuget/PSSsl@{version}?repository_url=https://www.powershellgallery.com/api/v2",
        Components = files.Select(f => new Component
            { Type = Component.Classification.File, Name = f, Hashes = [Sha256(File.ReadAllBytes(Path.Combine(module, f)))] }).ToList(),
    };

    private static Component Package(UsedPackage package)
    {
        NuGet.Packaging.NuspecReader nuspec = package.Nuspec;
        string purl = $"pkg:nuget/{package.Id}@{package.Version}";
        return new Component
        {
            Type = Component.Classification.Library,
            BomRef = purl,
            Name = package.Id,
            Version = package.Version,
            Purl = purl,
            Scope = Component.ComponentScope.Required,
            Supplier = new OrganizationalEntity { Name = nuspec.GetAuthors() },
            Copyright = nuspec.GetCopyright(),
            Licenses = [Spdx(nuspec.GetLicenseMetadata()?.License
                ?? throw new InvalidDataException($"{package.Id} does not say its licence."))],
            Hashes = [new Hash { Alg = Hash.HashAlgorithm.SHA_512, Content = package.Sha512 }],
            ExternalReferences =
                [new ExternalReference { Type = ExternalReference.ExternalReferenceType.Website, Url = nuspec.GetProjectUrl() }],
        };
    }

    private static Component Suffixes(string list)
    {
        Match version = Regex.Match(File.ReadLines(list).First(), @"version (?<version>[0-9][^\s,]*)");
        if (!version.Success)
            throw new InvalidDataException($"{list} does not say its version.");
        return new Component
        {
            Type = Component.Classification.Data,
            BomRef = "public-suffix-list",
            Name = "Public Suffix List",
            Version = version.Groups["version"].Value,
            Scope = Component.ComponentScope.Required,
            Licenses = [Spdx("MPL-2.0")],
            Hashes = [Sha256(File.ReadAllBytes(list))],
            ExternalReferences =
                [new ExternalReference { Type = ExternalReference.ExternalReferenceType.Website, Url = "https://publicsuffix.org/" }],
        };
    }

    /// <summary>What a package says of itself stands in the notices, word for word.</summary>
    private static void CheckNotices(string notices, IEnumerable<UsedPackage> packages, IEnumerable<Component> others)
    {
        foreach (Component other in others)
        {
            if (!notices.Contains(other.Name, StringComparison.Ordinal))
                throw new InvalidDataException($"{Notices} does not name {other.Name}.");
        }

        foreach (string licence in packages.SelectMany(p => Directory.EnumerateFiles(p.Folder, "LICENSE*")))
        {
            if (!Words(notices).Contains(Words(File.ReadAllText(licence)), StringComparison.Ordinal))
                throw new InvalidDataException($"{Notices} lacks the text of {licence}.");
        }
    }

    private static string Words(string text) =>
        string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Trim('\uFEFF');

    private static LicenseChoice Spdx(string id) => new() { License = new License { Id = id } };

    private static Hash Sha256(byte[] content) =>
        new() { Alg = Hash.HashAlgorithm.SHA_256, Content = Convert.ToHexStringLower(SHA256.HashData(content)) };

    /// <summary>A UUID that follows from the content (RFC 9562, 5.8), so that the same module has the same number.</summary>
    private static string SerialNumber(Component own)
    {
        byte[] digest = SHA256.HashData(Encoding.UTF8.GetBytes(own.BomRef
            + string.Concat(own.Components.Select(c => c.Name + c.Hashes[0].Content))))[..16];
        digest[6] = (byte)((digest[6] & 0x0F) | 0x80);
        digest[8] = (byte)((digest[8] & 0x3F) | 0x80);
        return "urn:uuid:" + new Guid(digest, bigEndian: true);
    }
}
