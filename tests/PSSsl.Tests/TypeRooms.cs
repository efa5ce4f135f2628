using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using PSSsl.X509.Names;

namespace PSSsl.Tests;

/// <summary>In which folder of src/PSSsl.Core or src/PSSsl each type is written, by the symbols in the assembly.</summary>
internal static class TypeRooms
{
    private static readonly string[] s_roots = ["/src/PSSsl.Core/", "/src/PSSsl/"];

    /// <summary>The documents of a type that has no code (Portable PDB, TypeDefinitionDocuments).</summary>
    private static readonly Guid s_documents = new("932E74BC-DBA9-4478-8D46-0F32A7BAB3D3");

    /// <summary>By full name, types within others left out; what lies in no folder has an empty one.</summary>
    internal static IReadOnlyDictionary<string, string> Of(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        MetadataReader types = file.GetMetadataReader();
        DebugDirectoryEntry embedded = file.ReadDebugDirectory().Single(e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using MetadataReaderProvider provider = file.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
        MetadataReader symbols = provider.GetMetadataReader();
        var rooms = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (TypeDefinitionHandle handle in types.TypeDefinitions)
        {
            TypeDefinition type = types.GetTypeDefinition(handle);
            if (type.IsNested || Document(handle, type, symbols) is not { } document || Room(symbols, document) is not { } room)
                continue;
            string space = types.GetString(type.Namespace), name = types.GetString(type.Name);
            rooms.Add(space.Length > 0 ? $"{space}.{name}" : name, room);
        }

        return rooms;
    }

    private static DocumentHandle? Document(TypeDefinitionHandle handle, TypeDefinition type, MetadataReader symbols)
    {
        foreach (MethodDefinitionHandle method in type.GetMethods())
        {
            MethodDebugInformation known = symbols.GetMethodDebugInformation(method.ToDebugInformationHandle());
            if (!known.Document.IsNil)
                return known.Document;
        }

        foreach (CustomDebugInformationHandle known in symbols.GetCustomDebugInformation(handle))
        {
            CustomDebugInformation information = symbols.GetCustomDebugInformation(known);
            if (symbols.GetGuid(information.Kind) == s_documents)
                return MetadataTokens.DocumentHandle(symbols.GetBlobReader(information.Value).ReadCompressedInteger());
        }

        return null;
    }

    private static string? Room(MetadataReader symbols, DocumentHandle handle)
    {
        string path = symbols.GetString(symbols.GetDocument(handle).Name).Replace('\\', '/');
        if (s_roots.FirstOrDefault(r => path.Contains(r, StringComparison.Ordinal)) is not { } root)
            return null;
        string within = path[(path.LastIndexOf(root, StringComparison.Ordinal) + root.Length)..];
        return within.StartsWith("obj/", StringComparison.Ordinal) ? null : within.IndexOf('/') is >= 0 and var end ? within[..end]
            : string.Empty;
    }
}
