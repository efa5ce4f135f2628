using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PSSsl.X509.Names;

namespace PSSsl.Tests.Framework;

/// <summary>Assemblies by name, in which types and members that others refer to are looked for, through all forwards.</summary>
internal sealed class AssemblySet : IDisposable
{
    private readonly Dictionary<string, (PEReader File, MetadataReader Reader)> _all = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<MetadataReader, Dictionary<string, TypeDefinitionHandle>> _types = [];
    private readonly Dictionary<MetadataReader, Dictionary<string, string>> _forwards = [];

    internal void AddFolder(string folder)
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*.dll"))
            Add(path);
    }

    internal void Add(string path)
    {
        var file = new PEReader(File.OpenRead(path));
        if (file.HasMetadata && file.GetMetadataReader() is { IsAssembly: true } reader)
            _all.Add(reader.GetString(reader.GetAssemblyDefinition().Name), (file, reader));
        else
            file.Dispose();
    }

    internal MetadataReader this[string assembly] => _all[assembly].Reader;

    /// <summary>Whether some assembly of this name is here.</summary>
    internal bool Has(string assembly) => _all.ContainsKey(assembly);

    /// <summary>The type, where it is defined; null if it is nowhere.</summary>
    internal (MetadataReader Reader, TypeDefinition Type)? Find(string assembly, string type)
    {
        for (int forwards = 0; forwards < 10 && _all.TryGetValue(assembly, out var found); forwards++)
        {
            if (Types(found.Reader).TryGetValue(type, out TypeDefinitionHandle handle))
                return (found.Reader, found.Reader.GetTypeDefinition(handle));
            if (!Forwards(found.Reader).TryGetValue(type, out string? next))
                return null;
            assembly = next;
        }

        return null;
    }

    /// <summary>The type that a reference means.</summary>
    internal (MetadataReader Reader, TypeDefinition Type)? Find(MetadataReader from, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => (from, from.GetTypeDefinition((TypeDefinitionHandle)handle)),
        HandleKind.TypeReference =>
            from.GetTypeReference((TypeReferenceHandle)handle) is var type ? Find(AssemblyOf(from, type), TypeNames.Of(from, type)) : null,
        HandleKind.TypeSpecification => GenericType(from, (TypeSpecificationHandle)handle) is { } generic ? Find(from, generic) : null,
        _ => throw new BadImageFormatException($"A {handle.Kind} is not a type."),
    };

    /// <summary>Whether the type, or one that it is derived from, has the member.</summary>
    internal bool HasMember(MetadataReader reader, TypeDefinition type, string name, string signature, bool isField)
    {
        (MetadataReader Reader, TypeDefinition Type)? at = (reader, type);
        while (at is { } here)
        {
            if (isField ? here.Type.GetFields().Any(IsField) : here.Type.GetMethods().Any(IsMethod))
                return true;
            at = here.Type.BaseType.IsNil ? null : Find(here.Reader, here.Type.BaseType);

            bool IsField(FieldDefinitionHandle handle) =>
                here.Reader.GetFieldDefinition(handle) is var field && here.Reader.GetString(field.Name) == name
                && field.DecodeSignature(TypeNames.Instance, null) == signature;
            bool IsMethod(MethodDefinitionHandle handle) =>
                here.Reader.GetMethodDefinition(handle) is var method && here.Reader.GetString(method.Name) == name
                && TypeNames.Of(method.DecodeSignature(TypeNames.Instance, null)) == signature;
        }

        return false;
    }

    /// <summary>The generic type of an instantiation; null for arrays, whose members no assembly defines, and for parameters.</summary>
    internal static EntityHandle? GenericType(MetadataReader reader, TypeSpecificationHandle handle)
    {
        BlobReader blob = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        _ = blob.ReadSignatureTypeCode();
        return blob.ReadTypeHandle();
    }

    internal static string AssemblyOf(MetadataReader reader, TypeReference type) => type.ResolutionScope.Kind switch
    {
        HandleKind.AssemblyReference => reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name),
        HandleKind.TypeReference => AssemblyOf(reader, reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope)),
        _ => reader.GetString(reader.GetAssemblyDefinition().Name),
    };

    public void Dispose()
    {
        foreach ((PEReader file, _) in _all.Values)
            file.Dispose();
    }

    private Dictionary<string, TypeDefinitionHandle> Types(MetadataReader reader)
    {
        if (!_types.TryGetValue(reader, out Dictionary<string, TypeDefinitionHandle>? types))
        {
            // What a library embeds for itself may be there twice, and is nobody else's.
            types = _types[reader] = [];
            foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
                types.TryAdd(TypeNames.Of(reader, reader.GetTypeDefinition(handle)), handle);
        }

        return types;
    }

    private Dictionary<string, string> Forwards(MetadataReader reader)
    {
        if (!_forwards.TryGetValue(reader, out Dictionary<string, string>? forwards))
        {
            forwards = _forwards[reader] = [];
            foreach (ExportedTypeHandle handle in reader.ExportedTypes)
            {
                (string name, string? assembly) = Forward(reader, reader.GetExportedType(handle));
                if (assembly is not null)
                    forwards[name] = assembly;
            }
        }

        return forwards;
    }

    private static (string Name, string? Assembly) Forward(MetadataReader reader, ExportedType type)
    {
        string name = TypeNames.Full(reader.GetString(type.Namespace), reader.GetString(type.Name));
        switch (type.Implementation.Kind)
        {
            case HandleKind.AssemblyReference:
                return (name, reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)type.Implementation).Name));
            case HandleKind.ExportedType:
                (string outer, string? assembly) = Forward(reader, reader.GetExportedType((ExportedTypeHandle)type.Implementation));
                return ($"{outer}/{name}", assembly);
            default:
                return (name, null);
        }
    }
}
