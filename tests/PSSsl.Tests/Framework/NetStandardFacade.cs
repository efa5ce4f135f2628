using System.Collections.Generic;
using System.IO;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using PSSsl.X509.Names;

namespace PSSsl.Tests.Framework;

/// <summary>
/// netstandard.dll as .NET Framework 4.7.2 has it: nothing but forwards to where the types are. Its reference assembly says where, but may
/// not be run; Debian's Mono has the facade only in a package that brings all the rest. So the same forwards are written into an assembly
/// that may.
/// </summary>
internal static class NetStandardFacade
{
    internal static void Write(string path)
    {
        using var pe = new PEReader(File.OpenRead(Path.Combine(FrameworkBuild.Reference, "Facades", "netstandard.dll")));
        MetadataReader from = pe.GetMetadataReader();
        var to = new MetadataBuilder();
        AssemblyDefinition definition = from.GetAssemblyDefinition();
        ModuleDefinition module = from.GetModuleDefinition();
        to.AddModule(0, Copy(module.Name), to.GetOrAddGuid(from.GetGuid(module.Mvid)), default, default);
        to.AddAssembly(Copy(definition.Name), definition.Version, default, to.GetOrAddBlob(from.GetBlobBytes(definition.PublicKey)),
            definition.Flags, definition.HashAlgorithm);
        to.AddTypeDefinition(default, default, to.GetOrAddString("<Module>"), default, MetadataTokens.FieldDefinitionHandle(1),
            MetadataTokens.MethodDefinitionHandle(1));
        var copies = new Dictionary<EntityHandle, EntityHandle>();
        foreach (AssemblyReferenceHandle handle in from.AssemblyReferences)
        {
            AssemblyReference assembly = from.GetAssemblyReference(handle);
            copies[handle] = to.AddAssemblyReference(Copy(assembly.Name), assembly.Version, default,
                to.GetOrAddBlob(from.GetBlobBytes(assembly.PublicKeyOrToken)), assembly.Flags, default);
        }

        // Nested types come after those that they are in.
        foreach (ExportedTypeHandle handle in from.ExportedTypes)
        {
            ExportedType type = from.GetExportedType(handle);
            copies[handle] = to.AddExportedType(type.Attributes, Copy(type.Namespace), Copy(type.Name), copies[type.Implementation], 0);
        }

        var image = new BlobBuilder();
        new ManagedPEBuilder(PEHeaderBuilder.CreateLibraryHeader(), new MetadataRootBuilder(to), new BlobBuilder()).Serialize(image);
        File.WriteAllBytes(path, image.ToArray());

        StringHandle Copy(StringHandle text) => to.GetOrAddString(from.GetString(text));
    }
}
