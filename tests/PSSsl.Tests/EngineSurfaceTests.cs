using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PSSsl.Commands;
using PSSsl.Engine;
using Xunit;

namespace PSSsl.Tests;

/// <summary>The engine exports what the library and the module need, and nothing else.</summary>
public class EngineSurfaceTests
{
    [Fact]
    public void EveryExportedTypeIsReferredTo()
    {
        HashSet<string> used = [.. ReferredTo(typeof(SslContext)), .. ReferredTo(typeof(NewSslSocketCommand))];
        Assert.NotEmpty(used);
        Assert.Empty(typeof(TlsEngine).Assembly.GetExportedTypes().Select(t => t.FullName!.Replace('+', '.')).Except(used));
    }

    private static IEnumerable<string> ReferredTo(Type of)
    {
        using var file = new PEReader(File.OpenRead(of.Assembly.Location));
        MetadataReader reader = file.GetMetadataReader();
        return reader.TypeReferences.Select(h => Name(reader, reader.GetTypeReference(h))).ToArray();
    }

    private static string Name(MetadataReader reader, TypeReference type) => type.ResolutionScope.Kind == HandleKind.TypeReference
        ? Name(reader, reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope)) + "." + reader.GetString(type.Name)
        : reader.GetString(type.Namespace) + "." + reader.GetString(type.Name);
}
