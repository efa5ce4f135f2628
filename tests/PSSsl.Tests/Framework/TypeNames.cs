using System;
using System.Collections.Immutable;
using System.Linq;
using System.Reflection.Metadata;
using PSSsl.X509.Names;

namespace PSSsl.Tests.Framework;

/// <summary>
/// Types in signatures by name alone: which assembly a type is in differs between the contract that is compiled against and the framework
/// that forwards it.
/// </summary>
internal sealed class TypeNames : ISignatureTypeProvider<string, object?>
{
    internal static TypeNames Instance { get; } = new();

    internal static string Of(MethodSignature<string> signature) =>
        $"{(signature.Header.IsInstance ? "instance " : string.Empty)}{signature.ReturnType} `{signature.GenericParameterCount}({string.Join(", ", signature.ParameterTypes.Take(signature.RequiredParameterCount))})";

    internal static string Of(MetadataReader reader, TypeReference type) =>
        type.ResolutionScope.Kind == HandleKind.TypeReference
            ? Of(reader, reader.GetTypeReference((TypeReferenceHandle)type.ResolutionScope)) + "/" + reader.GetString(type.Name)
            : Full(reader.GetString(type.Namespace), reader.GetString(type.Name));

    internal static string Of(MetadataReader reader, TypeDefinition type) =>
        type.GetDeclaringType() is { IsNil: false } outer ? Of(reader, reader.GetTypeDefinition(outer)) + "/" + reader.GetString(type.Name)
            : Full(reader.GetString(type.Namespace), reader.GetString(type.Name));

    internal static string Full(string ns, string name) => ns.Length == 0 ? name : ns + "." + name;

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind) =>
        Of(reader, reader.GetTypeDefinition(handle));

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind) =>
        Of(reader, reader.GetTypeReference(handle));

    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle,
        byte rawTypeKind) => reader.GetTypeSpecification(handle).DecodeSignature(this, genericContext);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(", ", typeArguments)}>";

    public string GetGenericTypeParameter(object? genericContext, int index) => $"!{index}";

    public string GetGenericMethodParameter(object? genericContext, int index) => $"!!{index}";

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[{shape.Rank}]";

    public string GetByReferenceType(string elementType) => elementType + "&";

    public string GetPointerType(string elementType) => elementType + "*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetFunctionPointerType(MethodSignature<string> signature) => $"method {Of(signature)}";

    /// <summary>A modifier's own name counts: <c>in</c> and <c>init</c> are told by it.</summary>
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => $"{unmodifiedType} mod({modifier})";
}
