using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using PSSsl.Tests.Framework;
using PSSsl.X509.Names;

namespace PSSsl.Tests;

/// <summary>That a type refers to another, in a signature or in code, and in which rooms the two stand.</summary>
internal sealed record RoomArrow(string From, string FromRoom, string To, string ToRoom)
{
    private const BindingFlags Own =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public override string ToString() => $"{From} ({FromRoom}) -> {To} ({ToRoom})";

    /// <summary>All of these assemblies between different rooms.</summary>
    internal static IReadOnlyList<RoomArrow> In(params Assembly[] assemblies)
    {
        // What measures coverage writes the assembly beside the tests anew, without its symbols.
        Dictionary<string, string> rooms = assemblies
            .SelectMany(a => TypeRooms.Of(Path.Combine(FrameworkBuild.Folder, "..", "net8.0", $"{a.GetName().Name}.dll")))
            .ToDictionary(r => r.Key, r => r.Value);
        var found = new HashSet<RoomArrow>();
        foreach (Type type in assemblies.SelectMany(a => a.GetTypes()))
        {
            foreach (Type other in References(type).SelectMany(Parts).Where(t => assemblies.Contains(t.Assembly)))
            {
                string from = Outermost(type), to = Outermost(other);
                if (rooms.TryGetValue(from, out string? fromRoom) && rooms.TryGetValue(to, out string? toRoom) && fromRoom != toRoom)
                    found.Add(new RoomArrow(from, fromRoom, to, toRoom));
            }
        }

        return found.ToArray();
    }

    private static string Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type.FullName!;

    private static IEnumerable<Type> References(Type type)
    {
        IEnumerable<Type> seen = type.GetInterfaces().Concat(Attributes(type));
        if (type.BaseType is { } parent)
            seen = seen.Append(parent);
        return seen.Concat(type.GetMembers(Own).SelectMany(m => Attributes(m).Concat(m switch
        {
            FieldInfo field => [field.FieldType],
            MethodBase method => Signature(method).Concat(MethodReferences.Of(method)),
            _ => [],
        })));
    }

    private static IEnumerable<Type> Attributes(MemberInfo member) => member.GetCustomAttributesData().Select(a => a.AttributeType);

    private static IEnumerable<Type> Signature(MethodBase method)
    {
        IEnumerable<Type> parameters = method.GetParameters().Select(p => p.ParameterType);
        return method is MethodInfo returning ? parameters.Append(returning.ReturnType) : parameters;
    }

    /// <summary>A type, what it is an array or a reference of, and its arguments.</summary>
    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType)
            return Parts(type.GetElementType()!);
        if (type.IsGenericParameter)
            return type.GetGenericParameterConstraints().Where(c => !c.ContainsGenericParameters);
        return type.IsGenericType
            ? type.GetGenericArguments().Where(a => !a.IsGenericParameter).SelectMany(Parts).Append(type.GetGenericTypeDefinition())
            : [type];
    }
}
