using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Org.BouncyCastle.Asn1;
using PSSsl.Tests.Framework;
using Xunit;

namespace PSSsl.Tests.Engine;

/// <summary>
/// The library that is compiled ahead of time is trimmed to what the engine can reach. What a type is for others, for the framework
/// above all, which compares, hashes and disposes of it, must not go with the rest: that would be noticed where it happens, at a user's.
/// </summary>
public sealed class TrimmedLibraryTests : IDisposable
{
    private static readonly string s_file = Path.GetFullPath(Path.Combine(FrameworkBuild.Folder,
        "../../../../../tools/AheadOfTime/obj/trimmed/BouncyCastle.Cryptography.dll"));

    private readonly AssemblyLoadContext _context = new("trimmed", isCollectible: true);

    public void Dispose() => _context.Unload();

    [Fact]
    public void TypesThatStayAreWhatTheyWere()
    {
        Assert.SkipUnless(File.Exists(s_file) || Environment.GetEnvironmentVariable("CI") == "true", "build.ps1 -Task Package makes it.");
        Assembly whole = typeof(Asn1Set).Assembly, trimmed = _context.LoadFromAssemblyPath(s_file);
        Type[] left = trimmed.GetTypes();
        Assert.InRange(left.Length, 500, whole.GetTypes().Length - 500);
        Assert.Empty(left.SelectMany(type => Lost(whole.GetType(type.FullName!, throwOnError: true)!, type)));
    }

    private static IEnumerable<string> Lost(Type was, Type now)
    {
        foreach (string name in Interfaces(was).Except(Interfaces(now)))
            yield return $"{was} is no {name}";
        HashSet<string> methods = [.. Methods(now).Select(method => method.ToString()!)];
        foreach (MethodInfo method in Methods(was).Where(method => CalledByOthers(was, method) && !methods.Contains(method.ToString()!)))
            yield return $"{was} lacks {method}";
    }

    private static IEnumerable<string> Interfaces(Type type) => type.GetInterfaces().Select(i => i.ToString());

    private static MethodInfo[] Methods(Type type) =>
        type.GetMethods(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly);

    /// <summary>Whether the framework can call it: it overrides something of the framework's, or is of its interface.</summary>
    private static bool CalledByOthers(Type type, MethodInfo method) =>
        method.IsVirtual && (IsOthers(method.GetBaseDefinition().DeclaringType!)
            || (!type.IsInterface
                && type.GetInterfaces().Where(IsOthers).Any(i => type.GetInterfaceMap(i).TargetMethods.Contains(method))));

    private static bool IsOthers(Type type) => type.Assembly != typeof(Asn1Set).Assembly;
}
