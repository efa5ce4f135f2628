using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection.Metadata;
using PSSsl.X509.Names;
using Xunit;

namespace PSSsl.Tests.Framework;

/// <summary>
/// What the build for Windows PowerShell uses is all there: each type and each member that it refers to is looked for in the reference
/// assemblies of .NET Framework 4.7.2 and in what PowerShell 5.1 and later have in common.
/// </summary>
public sealed class ApiTests : IDisposable
{
    /// <summary>
    /// What .NET Framework has, but not as other platforms do: it throws there, or does something else. Members of PSSsl's own code alone.
    /// </summary>
    private static readonly Dictionary<string, string> s_traps = new()
    {
        ["System.Security.Cryptography.RSA.Create"] =
            "gives an RSACryptoServiceProvider of 1024 bits, which ignores KeySize and does neither PSS nor OAEP with SHA-2",
        ["System.Security.Cryptography.X509Certificates.PublicKey.get_Key"] = "throws NotSupportedException for elliptic curves",
        ["System.Security.Cryptography.X509Certificates.X509Certificate2.get_PrivateKey"] = "throws for keys of CNG",
        ["System.Security.Cryptography.X509Certificates.X509Certificate2.set_PrivateKey"] = "takes no keys of CNG",
        ["System.Security.Cryptography.HashAlgorithm.Create"] = "gives the machine's choice of an algorithm, SHA-1 by default",
        ["System.Security.Cryptography.HMAC.Create"] = "gives the machine's choice of an algorithm, HMAC-SHA1 by default",
        ["System.Security.Cryptography.SymmetricAlgorithm.Create"] = "gives Rijndael",
        ["System.Security.Cryptography.Rfc2898DeriveBytes..ctor"] = "derives with SHA-1 alone, as far as netstandard2.0 knows it",
        ["System.Net.ServicePointManager.set_SecurityProtocol"] = "changes the whole process",
        ["System.Net.ServicePointManager.set_ServerCertificateValidationCallback"] = "changes the whole process",
        ["System.Net.Http.HttpClientHandler.set_ServerCertificateCustomValidationCallback"] =
            "throws PlatformNotSupportedException where System.Net.Http is of before 4.7.1",
        ["System.Net.Http.HttpClientHandler.set_SslProtocols"] =
            "throws PlatformNotSupportedException where System.Net.Http is of before 4.7.1",
        ["System.Net.Security.SslStream.AuthenticateAsClient"] = "is bound to the machine's policy",
        ["System.Threading.Thread.Abort"] = "ends threads there and throws elsewhere",
        ["System.AppDomain.CreateDomain"] = "throws PlatformNotSupportedException elsewhere",
        ["System.Runtime.Serialization.Formatters.Binary.BinaryFormatter..ctor"] = "is unsafe, and gone elsewhere",
    };

    private readonly AssemblySet _set = new();

    public ApiTests()
    {
        _set.AddFolder(FrameworkBuild.Reference);
        _set.AddFolder(Path.Combine(FrameworkBuild.Reference, "Facades"));
        _set.Add(Path.Combine(AppContext.BaseDirectory, "System.Management.Automation.dll"));
        foreach (string name in FrameworkBuild.Shipped)
            _set.Add(FrameworkBuild.PathOf(name));
    }

    public static TheoryData<string> Shipped => [.. FrameworkBuild.Shipped];

    public void Dispose() => _set.Dispose();

    [Theory]
    [MemberData(nameof(Shipped))]
    public void EveryAssemblyIsThere(string assembly)
    {
        MetadataReader reader = _set[assembly];
        string[] referred = reader.AssemblyReferences.Select(h => reader.GetString(reader.GetAssemblyReference(h).Name)).ToArray();
        Assert.Contains("netstandard", referred);
        Assert.DoesNotContain(referred, name => name is not ("netstandard" or "System.Management.Automation")
            && !FrameworkBuild.Shipped.Contains(name));
        Assert.All(referred, name => Assert.True(_set.Has(name), name));
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void EveryTypeIsThere(string assembly)
    {
        MetadataReader reader = _set[assembly];
        Assert.NotEmpty(reader.TypeReferences);
        string[] missing = reader.TypeReferences.Where(h => _set.Find(reader, h) is null)
            .Select(h => TypeNames.Of(reader, reader.GetTypeReference(h))).ToArray();
        Assert.True(missing.Length == 0, $"{assembly} uses what .NET Framework 4.7.2 has not: {string.Join(", ", missing)}");
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void EveryMemberIsThere(string assembly)
    {
        MetadataReader reader = _set[assembly];
        Assert.NotEmpty(reader.MemberReferences);
        string[] missing = reader.MemberReferences.Where(h => !IsThere(reader, reader.GetMemberReference(h)))
            .Select(h => Describe(reader, reader.GetMemberReference(h))).ToArray();
        Assert.True(missing.Length == 0, $"{assembly} uses what .NET Framework 4.7.2 has not: {string.Join(", ", missing)}");
    }

    [Theory]
    [InlineData("PSSsl")]
    [InlineData("PSSsl.Core")]
    [InlineData("PSSsl.Engine")]
    public void NothingIsATrap(string assembly)
    {
        MetadataReader reader = _set[assembly];
        string[] fallen = reader.MemberReferences.Select(h => reader.GetMemberReference(h))
            .Select(m => $"{Parent(reader, m)}.{reader.GetString(m.Name)}").Where(s_traps.ContainsKey).Select(m => $"{m} {s_traps[m]}")
            .ToArray();
        Assert.True(fallen.Length == 0, string.Join("; ", fallen));
    }

    /// <summary>A trap that is misspelt would catch nothing.</summary>
    [Fact]
    public void EachTrapIsAMemberOfTheFramework() => Assert.All(s_traps.Keys, trap =>
    {
        int dot = trap.EndsWith("..ctor", StringComparison.Ordinal) ? trap.Length - "..ctor".Length : trap.LastIndexOf('.');
        (MetadataReader reader, TypeDefinition type) = Assert.NotNull(_set.Find("netstandard", trap[..dot]));
        Assert.Contains(trap[(dot + 1)..], type.GetMethods().Select(h => reader.GetString(reader.GetMethodDefinition(h).Name)));
    });

    /// <summary>What is not in the framework is found missing: the build for .NET has much that is not.</summary>
    [Fact]
    public void WhatIsMissingIsFound()
    {
        Assert.Null(_set.Find("netstandard", "System.Security.Cryptography.AesGcm"));
        (MetadataReader reader, TypeDefinition type) = Assert.NotNull(_set.Find("netstandard", "System.Net.Sockets.Socket"));
        Assert.True(_set.HasMember(reader, type, "Poll", "instance Boolean `0(Int32, System.Net.Sockets.SelectMode)", isField: false));
        Assert.False(
            _set.HasMember(reader, type, "Poll", "instance Boolean `0(System.TimeSpan, System.Net.Sockets.SelectMode)", isField: false));
    }

    private bool IsThere(MetadataReader reader, MemberReference member)
    {
        EntityHandle parent = member.Parent;
        if (parent.Kind == HandleKind.MethodDefinition)
            return true;
        // The methods of arrays are the runtime's.
        if (parent.Kind == HandleKind.TypeSpecification && AssemblySet.GenericType(reader, (TypeSpecificationHandle)parent) is null)
            return true;
        if (_set.Find(reader, parent) is not { } found)
            return false;
        bool isField = member.GetKind() == MemberReferenceKind.Field;
        string signature = isField ? member.DecodeFieldSignature(TypeNames.Instance, null)
            : TypeNames.Of(member.DecodeMethodSignature(TypeNames.Instance, null));
        return _set.HasMember(found.Reader, found.Type, reader.GetString(member.Name), signature, isField);
    }

    private static string Describe(MetadataReader reader, MemberReference member) =>
        $"{Parent(reader, member)}.{reader.GetString(member.Name)} {(member.GetKind() == MemberReferenceKind.Field ? member.DecodeFieldSignature(TypeNames.Instance, null) : TypeNames.Of(member.DecodeMethodSignature(TypeNames.Instance, null)))}";

    private static string Parent(MetadataReader reader, MemberReference member) => member.Parent.Kind switch
    {
        HandleKind.TypeReference => TypeNames.Of(reader, reader.GetTypeReference((TypeReferenceHandle)member.Parent)),
        HandleKind.TypeDefinition => TypeNames.Of(reader, reader.GetTypeDefinition((TypeDefinitionHandle)member.Parent)),
        HandleKind.TypeSpecification =>
            reader.GetTypeSpecification((TypeSpecificationHandle)member.Parent).DecodeSignature(TypeNames.Instance, null),
        _ => member.Parent.Kind.ToString(),
    };
}
