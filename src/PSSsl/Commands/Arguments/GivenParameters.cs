using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using System.Reflection;

namespace PSSsl.Commands.Arguments;

/// <summary>
/// What stands on a command line was meant. A variable that turns out to be empty would pass for a parameter that was not given: no name is
/// compared, no list is asked. So an empty value is an error, unless the parameter says that it has a meaning (AllowNull, AllowEmptyString,
/// AllowEmptyCollection). PowerShell itself asks that only of parameters that must be given.
/// </summary>
internal static class GivenParameters
{
    /// <exception cref="SslException">A parameter was given and is empty.</exception>
    internal static void Check(Type command, IEnumerable<KeyValuePair<string, object>> given)
    {
        foreach (KeyValuePair<string, object> parameter in given)
        {
            if (command.GetProperty(parameter.Key) is { } property && property.IsDefined(typeof(ParameterAttribute))
                && Fault(property, parameter.Value) is { } fault)
                throw Empty(parameter.Key, fault);
        }
    }

    /// <summary>The error of a value that is given and empty.</summary>
    internal static SslException Empty(string parameter, string what) =>
        new(SslErrorCode.InvalidOption, SslPhase.Configuration, $"-{parameter} was given, and {what}.")
        {
            RecommendedAction = $"Look at the variable that stands there; leave -{parameter} out if it is not meant.",
        };

    private static string? Fault(PropertyInfo property, object? value)
    {
        bool allowsNull = property.IsDefined(typeof(AllowNullAttribute)),
            allowsText = property.IsDefined(typeof(AllowEmptyStringAttribute));
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        if (bare is IList list)
        {
            if (list.Count == 0)
                return property.IsDefined(typeof(AllowEmptyCollectionAttribute)) ? null : "is an empty list";
            // $null in place of all authorities has a meaning, one of them that is $null has none.
            bool allowsEach = allowsNull && (property.PropertyType.GetElementType() ?? typeof(object)) == typeof(object);
            return list is byte[] ? null
                : list.Cast<object?>().Select(e => OfOne(e, allowsEach, allowsText)).FirstOrDefault(f => f is not null) is { } element
                ? $"one of its values {element}" : null;
        }

        return OfOne(bare, allowsNull, allowsText);
    }

    private static string? OfOne(object? value, bool allowsNull, bool allowsText) =>
        (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        null => allowsNull ? null : "is $null",
        string { Length: 0 } => allowsText ? null : "is empty",
        // PSCredential.Empty, which has no password at all.
        PSCredential { Password: null } => "is empty",
        _ => null,
    };
}
